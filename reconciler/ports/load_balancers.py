"""The port of Elastic Load Balancing: the load balancers of one account in one region, and what is behind them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadBalancer:
    """A load balancer; *type* and *state* are in ELB's words, *zones* are names, which differ between accounts.

    *inbound_rules* tells whether its *security_groups* decide about traffic through PrivateLink (readiness 2.2).
    """

    arn: str
    type: str
    state: str
    vpc: str
    zones: frozenset[str]
    security_groups: frozenset[str] = frozenset()
    inbound_rules: bool = False


@dataclass(frozen=True, slots=True)
class Listener:
    """A listener of a load balancer, with the ARNs of the target groups to which it forwards."""

    port: int
    protocol: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """A target group; *type* is `ip`, `instance` or `alb`."""

    arn: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Target:
    """A target and its health; *zone* is the name of its zone or `all`, None where ELB does not tell it.

    *state* and *reason* are in ELB's words (readiness 2.3).
    """

    id: str
    state: str
    zone: str | None = None
    reason: str = ""


class LoadBalancers(Protocol):
    """The load balancers of one account in one region, and the region's zones."""

    def zones(self) -> Mapping[str, str]:
        """Return the ids of the zones of the region that are enabled for the account, by name."""
        ...

    def described(self, arns: Collection[str]) -> Mapping[str, LoadBalancer]:
        """Return those of the load balancers *arns* that exist, by ARN."""
        ...

    def listeners(self, arn: str) -> tuple[Listener, ...]:
        """Return the listeners of one load balancer; every page."""
        ...

    def groups(self, arn: str) -> tuple[TargetGroup, ...]:
        """Return the target groups of one load balancer; every page."""
        ...

    def targets(self, group: str) -> tuple[Target, ...]:
        """Return the targets of one group, with their health."""
        ...

    def crosses_zones(self, arn: str) -> bool:
        """Tell whether one load balancer distributes to targets of all zones."""
        ...

    def group_crosses_zones(self, group: str) -> bool | None:
        """Tell the same of one target group; None where it does as its load balancer."""
        ...
