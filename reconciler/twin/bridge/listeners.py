"""Listeners and targets of a seed, as moto's ELBv2 holds them.

Example: a listener on port 443 of the load balancer `api` has the target group `api-443`, which holds its targets.
"""

from typing import Any, Final

from moto.elbv2.models import ELBv2Backend, FakeListener, FakeLoadBalancer, FakeTargetGroup

from reconciler.twin.ec2.seed import SeededListener, SeededTarget

CHECKING: Final = SeededTarget(id="", state="initial", reason="Elb.InitialHealthChecking")
"""The health of a target that was registered by a call: the twin checks none."""


class SeededTargetGroup(FakeTargetGroup):
    """A target group whose targets have the health that the seed states."""

    seeded: tuple[SeededTarget, ...] = ()


def plant_listener(backend: ELBv2Backend, balancer: FakeLoadBalancer, seed: SeededListener) -> None:
    """Add a listener of a seed to *balancer*, with its target group."""
    group = _target_group(backend, balancer, seed)
    backend.target_groups[group.arn] = group
    arn = f"{balancer.arn.replace(':loadbalancer/', ':listener/')}/{seed.port:016x}"
    make: Any = FakeListener  # only its annotations make it abstract
    listener = make(balancer.arn, arn, seed.protocol, seed.port, "", seed.certificate, [], None)
    listener.default_actions = [{"type": "forward", "target_group_arn": group.arn, "order": 1}]
    balancer.listeners[arn] = listener


def target_health(group: FakeTargetGroup, registered: list[Any]) -> list[dict[str, Any]]:
    """Return the health of the targets of *group*: of those of the seed as it says, of all others as not yet checked.

    *registered* is moto's answer, in which every registered target is healthy (privatelink 4.5).
    """
    if isinstance(group, SeededTargetGroup):
        return [_health(one, group.port) for one in group.seeded]
    return [
        _health(SeededTarget(id=one.target["Id"], state=CHECKING.state, reason=CHECKING.reason), one.target["Port"])
        for one in registered
    ]


def _target_group(backend: ELBv2Backend, balancer: FakeLoadBalancer, seed: SeededListener) -> SeededTargetGroup:
    make: Any = SeededTargetGroup  # only its annotations make it abstract
    name = f"{balancer.name[:26]}-{seed.port}"
    group: SeededTargetGroup = make(
        name=name,
        account_id=backend.account_id,
        region_name=backend.region_name,
        vpc_id=balancer.vpc_id,
        protocol=seed.protocol,
        port=str(seed.port),
        target_type=seed.target_type,
    )
    group.arn = balancer.arn.partition(":loadbalancer/")[0] + f":targetgroup/{name}/{seed.port:016x}"
    group.load_balancer_arns = [balancer.arn]
    group.seeded = seed.targets
    group.attributes["load_balancing.cross_zone.enabled"] = seed.cross_zone
    return group


def _health(one: SeededTarget, port: str) -> dict[str, Any]:
    zone = {"AvailabilityZone": one.zone} if one.zone else {}
    reason = {"Reason": one.reason} if one.reason else {}
    return {
        "Target": {"Id": one.id, "Port": int(port), **zone},
        "HealthCheckPort": port,
        "TargetHealth": {"State": one.state, **reason},
    }
