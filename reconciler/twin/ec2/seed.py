"""The endpoint services that a twin starts with: the section `endpoint_services` of a seed (README.md, "Seeds")."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededTarget:
    """A target *id* of a listener; *zone* is None for an instance, whose zone ELB does not tell."""

    id: str
    zone: str | None = None
    state: str = "healthy"
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededListener:
    """A listener on *port* with a target group of its own; *cross_zone* is that of the target group, in ELB's words."""

    port: int
    protocol: str = "TCP"
    target_type: str = "ip"
    certificate: str | None = None
    targets: tuple[SeededTarget, ...] = ()
    cross_zone: str = "use_load_balancer_configuration"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededLoadBalancer:
    """A Network or Gateway Load Balancer; its ARN has the account and the region.

    *inbound_rules* is EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic, None where ELB leaves it out.
    """

    arn: str
    zones: tuple[str, ...]
    ip_address_type: str = "ipv4"
    state: str = "active"
    cross_zone: bool = False
    security_groups: tuple[str, ...] = ()
    inbound_rules: str | None = None
    listeners: tuple[SeededListener, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededConnection:
    """The connection of a consumer's endpoint *id*; *created* is an ISO 8601 time in UTC, by default the start."""

    id: str
    owner: str
    region: str | None = None
    state: str = "available"
    created: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededNotification:
    """The connection notification *id*: the SNS topic with the ARN *topic_arn* is told of *events*."""

    id: str
    topic_arn: str
    events: tuple[str, ...]
    state: str = "Enabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededPrivateDns:
    """A private DNS name and the state of its verification."""

    name: str
    state: str = "verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededService:
    """A service in the account and region of its load balancers; *supported_regions* are those besides its own.

    *zones* are names of zones of its load balancers, all of them if left out: others were added after the association.
    """

    id: str
    load_balancers: tuple[str, ...]
    zones: tuple[str, ...] | None = None
    acceptance_required: bool = True
    ip_address_types: tuple[str, ...] = ("ipv4",)
    supported_regions: tuple[str, ...] = ()
    private_dns: SeededPrivateDns | None = None
    payer: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    principals: tuple[str, ...] = ()
    connections: tuple[SeededConnection, ...] = ()
    notifications: tuple[SeededNotification, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededEndpointServices:
    """The whole section; the members besides load balancers and services are those of `conditions.Conditions`."""

    load_balancers: tuple[SeededLoadBalancer, ...] = ()
    services: tuple[SeededService, ...] = ()
    durations: Mapping[str, float] = field(default_factory=dict)
    request_rates: bool = False
    unknown_principals: tuple[str, ...] = ()
    quotas: Mapping[str, float] = field(default_factory=dict)


def parse(sent: Mapping[str, Any]) -> SeededEndpointServices:
    """Read a section whose shape has been checked."""
    return SeededEndpointServices(
        load_balancers=tuple(_load_balancer(item) for item in sent.get("load_balancers", ())),
        services=tuple(_service(item) for item in sent.get("services", ())),
        durations=sent.get("durations", {}),
        request_rates=sent.get("request_rates", False),
        unknown_principals=tuple(sent.get("unknown_principals", ())),
        quotas=sent.get("quotas", {}),
    )


def _load_balancer(sent: Mapping[str, Any]) -> SeededLoadBalancer:
    listeners = tuple(_listener(item) for item in sent.get("listeners", ()))
    return SeededLoadBalancer(**{**frozen(sent), "listeners": listeners})


def _listener(sent: Mapping[str, Any]) -> SeededListener:
    targets = tuple(SeededTarget(**item) for item in sent.get("targets", ()))
    return SeededListener(**{**frozen(sent), "targets": targets})


def _service(sent: Mapping[str, Any]) -> SeededService:
    dns = SeededPrivateDns(**sent["private_dns"]) if "private_dns" in sent else None
    connections = tuple(SeededConnection(**item) for item in sent.get("connections", ()))
    notifications = tuple(SeededNotification(**frozen(item)) for item in sent.get("notifications", ()))
    parts = {"private_dns": dns, "connections": connections, "notifications": notifications}
    return SeededService(**{**frozen(sent), **parts})


def frozen(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a seed, their lists as tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in sent.items()}
