"""Zones that were added to the load balancers of a service, and that the service does not have yet. Pure.

A service has the zones that its load balancers had when they were associated; a ModifyVpcEndpointServiceConfiguration
without any change takes over those that were added later (privatelink 1.2, readiness 3.2).

Example: the load balancer has use1-az1 and use1-az5, the service has use1-az1. With `zones: follow`, the live value is
"lacks use1-az5" and the plan makes it `follow`.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from reconciler.errors import Unreadable
from reconciler.model import Problem, note

from .spec import EndpointServiceSpec, ObservedService, Paired, State, Wanted

PATH: Final = "zones"
FOLLOW: Final = "follow"
"""The value of `zones` that takes zones over, and the live value of a service that has them all."""
MISSING, UNREAD = "zones-missing", "zones-unread"
_FACT: Final = "balancer_zones"

BalancerZones = frozenset[str] | Unreadable
"""The ids of the zones of a service's load balancers, or why they could not be read."""


def follows(desired: Wanted) -> bool:
    """Tell whether a document wants the zones of the load balancers."""
    return desired.document.body.get(PATH) == FOLLOW and desired.spec.state is not State.ABSENT


def with_zones(one: ObservedService, zones: BalancerZones, *, followed: bool) -> ObservedService:
    """Add what was read of the zones of the load balancers; the value of `zones` only where it is *followed*."""
    found = replace(one, facts={**one.facts, _FACT: zones})
    if not followed or isinstance(zones, Unreadable):
        return found
    lacking = _lacking(found)
    return replace(found, spec=replace(one.spec, zones=f"lacks {', '.join(lacking)}" if lacking else FOLLOW))


def settled_zones(desired: Wanted, observed: ObservedService | None, spec: EndpointServiceSpec) -> str | None:
    """Return the value of `zones` after the plan.

    A plan that changes the load balancers of *spec* leaves zones to the next one: with their association, a service
    gets the zones that they have then.
    """
    live = observed.spec if observed else None
    if live is None or live.zones is None or not follows(desired) or spec.load_balancers != live.load_balancers:
        return live.zones if live else None
    return FOLLOW


def zone_problems(pair: Paired) -> Iterator[Problem]:
    """Say which zones a service lacks that no document follows, and which could not be read."""
    found: BalancerZones | None = pair.observed.facts.get(_FACT) if pair.observed else None
    if pair.observed is None or found is None or pair.desired.spec.state is State.ABSENT:
        return
    desired = pair.desired
    if isinstance(found, Unreadable):
        message = f"whether the load balancers have zones that the service lacks is not known: {found.message}"
        yield note(UNREAD, message, desired.document.at(PATH), found.hint, desired.address)
    elif not follows(desired) and (lacking := _lacking(pair.observed)):
        message = f"the load balancers have {', '.join(lacking)}, which the service lacks: no endpoint can use them"
        command = (
            "aws ec2 modify-vpc-endpoint-service-configuration "
            f"--service-id {pair.remote_id} --region {desired.spec.region}"
        )
        hint = f"state zones: follow, or take them over by hand: {command}"
        yield note(MISSING, message, desired.document.source, hint, desired.address)


def _lacking(observed: ObservedService) -> list[str]:
    found: BalancerZones = observed.facts[_FACT]
    return [] if isinstance(found, Unreadable) else sorted(found - observed.facts["zone_ids"])
