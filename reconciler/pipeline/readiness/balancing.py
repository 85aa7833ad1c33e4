"""The items about load balancers: that they exist, and their zones, listeners and targets. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from reconciler.ports import LoadBalancer, Target

from .item import ItemVerdict, ServiceFacts, green, grey, red, unread
from .surroundings import GroupRead, NotTold

_WORKING = frozenset({"active", "active_impaired"})
_HEALTHY, _UNKNOWN, _EVERYWHERE = "healthy", "unavailable", "all"


def vpc(facts: ServiceFacts) -> ItemVerdict:
    """Judge whether the load balancers are in a VPC."""
    found = facts.around.balancers
    if isinstance(found, NotTold):
        return unread(found)
    vpcs = sorted({one.vpc for one in found.values() if one.vpc})
    if not vpcs:
        return grey("no load balancer says in which VPC it is")
    return green(f"{', '.join(vpcs)} has the load balancer", vpcs=vpcs)


def load_balancer(facts: ServiceFacts) -> ItemVerdict:
    """Judge whether the service has load balancers, and whether each one is a network load balancer that works."""
    found, wanted = facts.around.balancers, facts.state.balancers
    if isinstance(found, NotTold):
        return unread(found)
    if not wanted:
        return red(f"no load balancer in {facts.state.region} is stated: create one, and state it in load_balancers")
    wrong = list(_unusable(wanted, found))
    if wrong:
        return red(f"{'; '.join(wrong)}: repair or replace it", load_balancers=list(wanted))
    return green(f"{_names(wanted)} in {facts.state.region} works", load_balancers=list(wanted))


def _unusable(wanted: Iterable[str], found: object) -> Iterator[str]:
    known: dict[str, LoadBalancer] = dict(found) if isinstance(found, dict) else {}
    for arn in wanted:
        one = known.get(arn)
        if one is None:
            yield f"{arn} does not exist"
        elif one.type != "network":
            yield f"{arn} is a load balancer of the type {one.type}, not network"
        elif one.state not in _WORKING:
            yield f"{arn} is {one.state}"


def load_balancer_zones(facts: ServiceFacts) -> ItemVerdict:
    """Judge whether the load balancers have every zone of the region."""
    zones, of_balancers = facts.around.zones, _zone_ids(facts)
    if isinstance(zones, NotTold):
        return unread(zones)
    if isinstance(of_balancers, NotTold):
        return unread(of_balancers)
    names = {id_: name for name, id_ in zones.items()}
    missing = sorted(set(names) - of_balancers)
    if not names:
        return grey("no zone of the region could be found")
    if missing:
        told = ", ".join(f"{id_} ({names[id_]})" for id_ in missing)
        because = f"the load balancer lacks {told}: add a subnet of each zone with aws elbv2 set-subnets"
        return red(because, missing=missing, zones=sorted(of_balancers))
    return green(f"the load balancer has all {len(names)} zones of {facts.state.region}", zones=sorted(of_balancers))


def service_zones(facts: ServiceFacts) -> ItemVerdict:
    """Judge whether the service has the zones of its load balancers, compared by id."""
    of_balancers, of_service = _zone_ids(facts), facts.state.fact("zone_ids")
    if isinstance(of_balancers, NotTold):
        return unread(of_balancers)
    if not of_service:
        return grey("EC2 does not tell the zones of the service")
    missing, more = sorted(of_balancers - of_service), sorted(of_service - of_balancers)
    if missing:
        follows = facts.state.desired.document.body.get("zones") == "follow"
        advice = (
            "apply, which takes them over" if follows else f"state zones: follow and apply, or run {take_over(facts)}"
        )
        because = f"the load balancer has {', '.join(missing)}, which the service lacks: {advice}"
        return red(because, missing=missing)
    if more:
        return red(f"the service still has {', '.join(more)}, which its load balancer lacks", surplus=more)
    return green(f"the service has the {len(of_service)} zones of its load balancer", zones=sorted(of_service))


def take_over(facts: ServiceFacts) -> str:
    """Return the command by which a service takes over the zones of its load balancers (privatelink 1.2)."""
    observed = facts.state.observed
    return (
        "aws ec2 modify-vpc-endpoint-service-configuration "
        f"--service-id {observed.remote_id if observed else 'vpce-svc-ID'} --region {facts.state.region}"
    )


def listeners(facts: ServiceFacts) -> ItemVerdict:
    """Judge whether each load balancer has a listener, and whether each listener forwards to targets."""
    found = facts.around.listeners
    if isinstance(found, NotTold):
        return unread(found)
    silent = sorted(arn for arn, many in found.items() if not many)
    if silent or not found:
        return red(f"{_names(silent) or 'the load balancer'} has no listener: create one that forwards to your targets")
    every = [one for many in found.values() for one in many]
    blind = sorted(f"{one.protocol} {one.port}" for one in every if not one.groups)
    if blind:
        return red(f"the listener {', '.join(blind)} forwards to no target group")
    told = sorted({f"{one.protocol} {one.port}" for one in every})
    return green(f"the load balancer listens on {', '.join(told)}", listeners=told)


def targets(facts: ServiceFacts) -> ItemVerdict:
    """Judge whether a healthy target receives what arrives in each zone of each load balancer."""
    groups, balancers = facts.around.groups, facts.around.balancers
    for one in (groups, balancers):
        if isinstance(one, NotTold):
            return unread(one)
    if not groups or isinstance(groups, NotTold) or isinstance(balancers, NotTold):
        return red("the load balancer has no target group: create one and register your targets")
    judged = [_group(one, balancers[one.balancer].zones) for one in groups]
    for wanted in (red, grey):
        found = [one for one in judged if one.status is wanted("").status]
        if found:
            return wanted("; ".join(one.because for one in found))
    return green("; ".join(one.because for one in judged))


def _group(one: GroupRead, zones: Iterable[str]) -> ItemVerdict:
    """Judge one target group: with cross-zone load balancing any healthy target will do."""
    name, wanted = one.group.name, sorted(zones)
    healthy = [each for each in one.targets if each.state == _HEALTHY]
    unchecked = [each for each in one.targets if each.state == _UNKNOWN]
    if not healthy and not unchecked:
        return red(f"{name} has no healthy target: {_states(one.targets)}")
    if not healthy:
        return grey(f"{name} has no health checks, so nobody knows whether its targets answer")
    if one.crosses or len(wanted) == 1:
        return green(f"{name} has {len(healthy)} healthy of {len(one.targets)} targets")
    return _by_zone(one, wanted)


def _by_zone(one: GroupRead, wanted: Sequence[str]) -> ItemVerdict:
    """Judge a target group, some of whose targets are healthy, without cross-zone load balancing."""
    healthy = {each for each in one.targets if each.state == _HEALTHY}
    if any(each.zone is None for each in healthy):
        return grey(f"{one.group.name} has {len(healthy)} healthy targets, but ELB does not tell their zones")
    served = {each.zone for each in healthy}
    empty = [zone for zone in wanted if not served & {zone, _EVERYWHERE}]
    if not empty:
        return green(f"{one.group.name} has a healthy target in {', '.join(wanted)}")
    told, unwell = f"{one.group.name} has no healthy target in {', '.join(empty)}", set(one.targets) - healthy
    if any(each.state == _UNKNOWN for each in one.targets):
        return grey(f"{told}, but some without health checks")
    return red(f"{told}: {_states(unwell) if unwell else 'none is registered there'}")


def inbound_rules(facts: ServiceFacts) -> ItemVerdict:
    """Judge whether security groups decide about customers' traffic: then nobody knows whom they let through."""
    found = facts.around.balancers
    if isinstance(found, NotTold):
        return unread(found)
    guarded = [one for one in found.values() if one.inbound_rules and one.security_groups]
    if not guarded:
        return green("no security group decides about traffic through PrivateLink")
    groups = sorted({group for one in guarded for group in one.security_groups})
    return grey(
        f"cannot be known from here: {', '.join(groups)} decide about traffic through PrivateLink, so customers get an "
        "answer only if these let their addresses in; to leave it to the service: aws elbv2 set-security-groups "
        f"--enforce-security-group-inbound-rules-on-private-link-traffic off --load-balancer-arn {guarded[0].arn} "
        f"--security-groups {' '.join(sorted(guarded[0].security_groups))}",
        security_groups=groups,
    )


def _zone_ids(facts: ServiceFacts) -> frozenset[str] | NotTold:
    """Return the ids of the zones of all load balancers; a zone that is not enabled for the account has none."""
    zones, found = facts.around.zones, facts.around.balancers
    for one in (zones, found):
        if isinstance(one, NotTold):
            return one
    if isinstance(zones, NotTold) or isinstance(found, NotTold):  # for the type checker: the loop has returned
        return NotTold("")
    names = {name for one in found.values() for name in one.zones}
    unknown = sorted(names - set(zones))
    if unknown:
        return NotTold(f"the zones {', '.join(unknown)} of the load balancer are not among those of the region")
    return frozenset(zones[name] for name in names)


def _states(targets: Iterable[Target]) -> str:
    """Say how many targets are in which state, and why."""
    told = sorted({f"{one.id} is {one.state}{f' ({one.reason})' if one.reason else ''}" for one in targets})
    more = f" and {len(told) - 3} more" if len(told) > 3 else ""  # noqa: PLR2004 - a line has room for three
    return f"{', '.join(told[:3])}{more}" if told else "it has no targets"


def _names(arns: Iterable[str]) -> str:
    """Return the names of load balancers."""
    return ", ".join(arn.split("/")[-2] if arn.count("/") > 1 else arn for arn in arns)
