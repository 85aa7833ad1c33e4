"""Connections of consumers' endpoints to a service (privatelink 1.8)."""

from dataclasses import dataclass

from .conditions import Phase

PENDING_ACCEPTANCE = "pendingAcceptance"
PENDING = "pending"
AVAILABLE = "available"
REJECTED = "rejected"
DELETED = "deleted"
LIVE = frozenset({PENDING_ACCEPTANCE, PENDING, AVAILABLE})
"""The states that HyperShift rejects before it deletes a service, and that keep AWS from deleting it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One endpoint's; AWS tells the owner's account, never the user or the role that made the endpoint."""

    id: str
    endpoint: str
    owner: str
    region: str
    created: float
    phase: Phase
    ip_address_type: str = "ipv4"
    dns_name: str = ""

    def live(self, now: float) -> bool:
        """Whether it is, or may yet be, in use."""
        return self.phase.at(now) in LIVE


def opened(now: float, connecting: float) -> Phase:
    """Give the life of a connection that is accepted: pending, then available."""
    return Phase(PENDING, now + connecting, AVAILABLE)
