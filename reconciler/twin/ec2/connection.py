"""Connections of consumers' endpoints to a service (privatelink 1.8)."""

from dataclasses import dataclass

from .conditions import Phase

PENDING_ACCEPTANCE = "pendingAcceptance"
PENDING = "pending"
AVAILABLE = "available"
REJECTED = "rejected"
DELETED = "deleted"
LIVE = frozenset({PENDING_ACCEPTANCE, PENDING, AVAILABLE})
"""The states that keep AWS from deleting a service; HyperShift rejects such connections first (privatelink 1.5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """The connection of one endpoint; AWS tells the owner's account, never the user or role that made the endpoint."""

    id: str
    endpoint: str
    owner: str
    region: str
    created: float
    phase: Phase
    ip_address_type: str = "ipv4"
    dns_names: tuple[str, ...] = ()

    def live(self, now: float) -> bool:
        """Whether it is in use, or may still become so."""
        return self.phase.at(now) in LIVE


def opened(now: float, connecting: float) -> Phase:
    """Return the states of an accepted connection: pending, then available."""
    return Phase(PENDING, now + connecting, AVAILABLE)
