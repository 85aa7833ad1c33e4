"""Endpoints that are connected, and those that a removed grant leaves behind. Pure.

Removing a permission does not touch accepted connections (facts: privatelink 1.7), and a connection tells its owner's
account only, not the role or user that made it (1.8).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reconciler.kind import Fields, Planned
from reconciler.limits import LIVE_CONNECTIONS
from reconciler.model import Action, Observed, SetChange
from reconciler.model.terms import Terms
from reconciler.ports import EndpointConnection
from reconciler.principal_forms import EVERYONE, account_of

from .spec import EndpointServiceSpec

Service = Observed[EndpointServiceSpec]


def live_connections(observed: Service | None) -> tuple[EndpointConnection, ...]:
    """Give the connections that are up or waiting; none where they were not read."""
    if observed is None:
        return ()
    connections: tuple[EndpointConnection, ...] = observed.facts.get("connections", ())
    return tuple(sorted((one for one in connections if one.state in LIVE_CONNECTIONS), key=lambda one: one.endpoint_id))


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A live connection of an account that loses the grant of *principal*; *admitted_by* still lets the account in."""

    principal: str
    connection: EndpointConnection
    admitted_by: tuple[str, ...]


def left_behind(change: SetChange, observed: Service | None) -> Iterator[LeftBehind]:
    """Give each removed principal with each live connection of its account; with everyone's where `*` is removed."""
    connections = live_connections(observed)
    if not change.removed or not connections:
        return
    before = (observed.spec.allowed_principals if observed else None) or frozenset()
    admitted = _by_account((before | change.added) - change.removed)
    owned: dict[str | None, list[EndpointConnection]] = {}
    for connection in connections:
        owned.setdefault(connection.owner, []).append(connection)
    for principal in sorted(change.removed):
        for connection in connections if principal == EVERYONE else owned.get(account_of(principal), ()):
            by = (*admitted.get(EVERYONE, ()), *admitted.get(connection.owner, ()))
            yield LeftBehind(principal, connection, by)


def _by_account(principals: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Sort principals by the account that they let in: its root, its roles and users; `*` stands for itself."""
    found: dict[str, tuple[str, ...]] = {}
    for principal in sorted(principals):
        account = EVERYONE if principal == EVERYONE else account_of(principal) or ""
        found[account] = (*found.get(account, ()), principal)
    return found


def evicted(change: SetChange, observed: Service | None) -> tuple[str, ...]:
    """Give the endpoints of removed principals whose account no other grant lets in: nothing carries them any more."""
    return tuple(sorted({one.connection.endpoint_id for one in left_behind(change, observed) if not one.admitted_by}))


def cut(planned: Planned, terms: Terms) -> tuple[Fields, Fields]:
    """Give the live connections that are known of, before and after what the plan cuts: the proof counts them too."""
    live = frozenset(one.endpoint_id for one in live_connections(planned.pair.observed))
    change = planned.change.members("allowed_principals")
    lost = evicted(change, planned.pair.observed) if terms.reject_connections else ()
    left = frozenset[str]() if planned.change.action is Action.DELETE else live.difference(lost)
    return {"connections": live}, {"connections": left}
