"""An endpoint service with everything that belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .conditions import Phase
from .connection import Connection
from .permission import ENDPOINTS, Grant, Permission
from .private_dns import PrivateDns

PENDING = "Pending"
AVAILABLE = "Available"
DELETING = "Deleting"
DELETED = "Deleted"
SETTLED = Phase(AVAILABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointService:
    """A service of the account *owner* in *region*; it never changes, a write replaces it.

    *zones* maps names of Availability Zones to their ids, empty where unknown; *regions* maps the supported regions,
    the home region first, to their state; *permissions* are in the order in which they were granted, *connections*
    by endpoint id.
    """

    id: str
    owner: str
    region: str
    load_balancers: tuple[str, ...]
    zones: Mapping[str, str]
    acceptance_required: bool = True
    ip_address_types: tuple[str, ...] = ("ipv4",)
    regions: Mapping[str, Phase]
    private_dns: PrivateDns | None = None
    payer: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    permissions: Mapping[Grant, Permission] = field(default_factory=dict)
    connections: Mapping[str, Connection] = field(default_factory=dict)
    phase: Phase = SETTLED

    @property
    def name(self) -> str:
        """The name by which consumers ask for it."""
        return f"com.amazonaws.vpce.{self.region}.{self.id}"

    @property
    def dns_name(self) -> str:
        """The base endpoint DNS name."""
        return f"{self.id}.{self.region}.vpce.amazonaws.com"

    @property
    def gateway(self) -> bool:
        """Whether Gateway Load Balancers are behind it."""
        return is_gateway(self.load_balancers[0])

    @property
    def type(self) -> str:
        """The type of endpoint that connects to it."""
        return "GatewayLoadBalancer" if self.gateway else "Interface"

    @property
    def principals(self) -> frozenset[str]:
        """Who may create endpoints."""
        return frozenset(principal for kind, principal in self.permissions if kind == ENDPOINTS)

    def live_connections(self, now: float) -> tuple[Connection, ...]:
        """Give the connections that are, or may yet be, in use."""
        return tuple(connection for connection in self.connections.values() if connection.live(now))


def is_gateway(load_balancer: str) -> bool:
    """Whether the ARN is that of a Gateway Load Balancer."""
    return ":loadbalancer/gwy/" in load_balancer
