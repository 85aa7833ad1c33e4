"""An endpoint service with its permissions, connections and tags."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .conditions import Phase
from .connection import Connection
from .notification import Notification
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

    *zones* maps names of Availability Zones to their ids, which are empty if unknown. *regions* maps the supported
    Regions, the home Region first, to their states. *permissions* are in the order in which they were granted.
    *connections* are by endpoint id, *notifications* by their own.
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
    notifications: Mapping[str, Notification] = field(default_factory=dict)
    phase: Phase = SETTLED

    @property
    def name(self) -> str:
        """The name by which consumers connect to it."""
        return f"com.amazonaws.vpce.{self.region}.{self.id}"

    @property
    def dns_name(self) -> str:
        """The base endpoint DNS name."""
        return f"{self.id}.{self.region}.vpce.amazonaws.com"

    @property
    def gateway(self) -> bool:
        """Whether it has Gateway Load Balancers."""
        return is_gateway(self.load_balancers[0])

    @property
    def type(self) -> str:
        """The type of its endpoints."""
        return "GatewayLoadBalancer" if self.gateway else "Interface"

    @property
    def principals(self) -> frozenset[str]:
        """The principals that may create endpoints."""
        return frozenset(principal for kind, principal in self.permissions if kind == ENDPOINTS)

    def live_connections(self, now: float) -> tuple[Connection, ...]:
        """Return the connections that are in use, or may still become so."""
        return tuple(connection for connection in self.connections.values() if connection.live(now))


def is_gateway(load_balancer: str) -> bool:
    """Whether an ARN is that of a Gateway Load Balancer."""
    return ":loadbalancer/gwy/" in load_balancer
