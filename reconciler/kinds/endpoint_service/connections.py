"""Endpoints that are connected, and those that a removed grant leaves behind. Pure.

Removing a permission does not touch accepted connections (facts: privatelink 1.7), and a connection tells its owner's
account only, not the role or user that made it (1.8).
"""

from collections.abc import Iterator

from reconciler.model import Observed, SetChange
from reconciler.ports import EndpointConnection
from reconciler.principal_forms import EVERYONE, account_of

from .spec import EndpointServiceSpec

LIVE = frozenset({"pendingAcceptance", "pending", "available"})
"""States in which an endpoint is connected or may yet be (facts: privatelink 1.5, 1.8)."""


def live_connections(observed: Observed[EndpointServiceSpec] | None) -> tuple[EndpointConnection, ...]:
    """Give the connections that are up or waiting; none where they were not read."""
    if observed is None:
        return ()
    connections: tuple[EndpointConnection, ...] = observed.facts.get("connections", ())
    return tuple(sorted((one for one in connections if one.state in LIVE), key=lambda one: one.endpoint_id))


def left_behind(
    change: SetChange, observed: Observed[EndpointServiceSpec] | None
) -> Iterator[tuple[str, EndpointConnection]]:
    """Give each removed principal with each live connection of its account; of everyone's where `*` is removed.

    An account that another of its principals, or `*`, still lets in keeps its connections by right: it is given too,
    `still_admitted` tells why.
    """
    connections = live_connections(observed)
    for principal in sorted(change.removed):
        account = account_of(principal)
        for connection in connections:
            if principal == EVERYONE or connection.owner == account:
                yield principal, connection


def still_admitted(account: str, principals: frozenset[str]) -> tuple[str, ...]:
    """Give the principals of a list that still let an account in: its root, its roles and users, or `*`."""
    return tuple(sorted(one for one in principals if one == EVERYONE or account_of(one) == account))
