"""Elastic Load Balancing as the port `LoadBalancers` of one seller in one region (readiness 2.1 to 3.1)."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from reconciler.parallel import chunks
from reconciler.ports import Listener, LoadBalancer, Target, TargetGroup
from reconciler.readiness_limits import BALANCER_PAGE, LOAD_BALANCERS_PER_CALL

from .answer import Answer
from .service import Service

_UNKNOWN: Final = frozenset({"LoadBalancerNotFound", "LoadBalancerNotFoundException"})
_NO_GROUP: Final = frozenset({"TargetGroupNotFound", "TargetGroupNotFoundException"})
_CROSS_ZONE: Final = "load_balancing.cross_zone.enabled"
_RULES: Final = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"
_OF_THE_REGION: Final = [{"Name": "zone-type", "Values": ["availability-zone"]}]


class LoadBalancersApi:
    """Reads load balancers, listeners, target groups and zones."""

    def __init__(self, balancing: Service, ec2: Service) -> None:
        """Make the calls through the services `elbv2` and `ec2`, whose clients are for one region."""
        self._balancing = balancing
        self._ec2 = ec2

    def zones(self) -> Mapping[str, str]:
        """Return the ids of the zones of the region that are enabled for the account, by name."""
        answer = self._ec2.read("DescribeAvailabilityZones", Filters=_OF_THE_REGION)
        return {item.id("ZoneName"): item.id("ZoneId") for item in answer.structures("AvailabilityZones")}

    def described(self, arns: Collection[str]) -> Mapping[str, LoadBalancer]:
        """Return those of the load balancers *arns* that exist, by ARN.

        ELB refuses a call that names one that does not exist, so such a chunk is asked for one by one.
        """
        found: list[Answer] = []
        for chunk in chunks(sorted(set(arns)), LOAD_BALANCERS_PER_CALL):
            found += self._several(chunk)
        return {one.arn: one for one in map(_load_balancer, found)}

    def listeners(self, arn: str) -> tuple[Listener, ...]:
        """Return the listeners of one load balancer; every page."""
        return tuple(_listener(item) for item in self._listed(arn, "DescribeListeners", "Listeners"))

    def groups(self, arn: str) -> tuple[TargetGroup, ...]:
        """Return the target groups of one load balancer; every page. ELB answers that none is found if it has none."""
        service, parameters = self._balancing.of(arn), {"LoadBalancerArn": arn, "PageSize": BALANCER_PAGE[1]}
        first = service.read_unless(_NO_GROUP, "DescribeTargetGroups", **parameters)
        if first is None:
            return ()
        return tuple(map(_group, self._listed(arn, "DescribeTargetGroups", "TargetGroups", first)))

    def targets(self, group: str) -> tuple[Target, ...]:
        """Return the targets of one group, with their health."""
        answer = self._balancing.of(group).read("DescribeTargetHealth", TargetGroupArn=group)
        return tuple(_target(item) for item in answer.structures_or_none("TargetHealthDescriptions"))

    def crosses_zones(self, arn: str) -> bool:
        """Tell whether one load balancer distributes to targets of all zones."""
        answer = self._balancing.of(arn).read("DescribeLoadBalancerAttributes", LoadBalancerArn=arn)
        return _attribute(answer) == "true"

    def group_crosses_zones(self, group: str) -> bool | None:
        """Tell the same of one target group; None where it does as its load balancer."""
        answer = self._balancing.of(group).read("DescribeTargetGroupAttributes", TargetGroupArn=group)
        return {"true": True, "false": False}.get(_attribute(answer))

    def _several(self, arns: Collection[str]) -> list[Answer]:
        answer = self._balancing.read_unless(_UNKNOWN, "DescribeLoadBalancers", LoadBalancerArns=list(arns))
        if answer is not None:
            return list(answer.structures_or_none("LoadBalancers"))
        return [item for arn in arns for item in self._several([arn])] if len(arns) > 1 else []

    def _listed(self, arn: str, operation: str, listed: str, first: Answer | None = None) -> Iterator[Answer]:
        """Return the items of every page of a list about the load balancer *arn*; *first* is a page read before."""
        parameters = {"LoadBalancerArn": arn, "PageSize": BALANCER_PAGE[1]}
        pages = self._balancing.of(arn).marked_pages(operation, first, **parameters)
        return (item for page in pages for item in page.structures_or_none(listed))


def _load_balancer(item: Answer) -> LoadBalancer:
    return LoadBalancer(
        arn=item.id("LoadBalancerArn"),
        type=item.id("Type"),
        state=item.inside("State").id("Code"),
        vpc=item.text_or("VpcId", ""),
        zones=frozenset(zone.id("ZoneName") for zone in item.structures_or_none("AvailabilityZones")),
        security_groups=frozenset(item.texts("SecurityGroups")),
        inbound_rules=item.text_or(_RULES, "") == "on",
    )


def _listener(item: Answer) -> Listener:
    groups = [one for action in item.structures_or_none("DefaultActions") for one in _forwarded(action)]
    return Listener(item.number("Port"), item.text_or("Protocol", ""), tuple(dict.fromkeys(groups)))


def _forwarded(action: Answer) -> Iterator[str]:
    """Return the target groups to which an action forwards, in either of the two forms (readiness 2.3)."""
    yield from filter(None, [action.text_or("TargetGroupArn", "")])
    if action.value.get("ForwardConfig"):
        forward = action.inside("ForwardConfig")
        yield from (one.id("TargetGroupArn") for one in forward.structures_or_none("TargetGroups"))


def _group(item: Answer) -> TargetGroup:
    arn = item.id("TargetGroupArn")
    return TargetGroup(arn, item.text_or("TargetGroupName", "") or arn, item.text_or("TargetType", ""))


def _target(item: Answer) -> Target:
    health, target = item.inside("TargetHealth"), item.inside("Target")
    zone = target.text_or("AvailabilityZone", "") or None
    return Target(target.id("Id"), health.id("State"), zone, health.text_or("Reason", ""))


def _attribute(answer: Answer) -> str:
    """Return the attribute about zones; empty where the answer has none."""
    found = {item.id("Key"): item.text_or("Value", "") for item in answer.structures_or_none("Attributes")}
    return found.get(_CROSS_ZONE, "")
