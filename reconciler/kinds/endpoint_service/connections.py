"""Connected endpoints, and which of them no grant admits. Pure.

AWS keeps accepted connections when a grant is revoked (facts: privatelink 1.7). A connection shows only its owner's
account, not the role or user that made it (privatelink 1.8), so every grant of the account may be the one that admits
it.

Example: account 111111111111 has a live connection and two grants, its root and its role `reader`. When the grant of
the root is revoked, the connection is residual access, admitted by the role. When both are revoked, no grant admits it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from reconciler.model import Pair, ResidualAccess, SetChange
from reconciler.ports import EndpointConnection
from reconciler.principal_forms import EVERYONE, account_of, admits_anyone, normal_form
from reconciler.privatelink_limits import ENDED_CONNECTIONS
from reconciler.regions import partition_of

from .settle import settle
from .spec import ObservedService, Paired, State

Principals = frozenset[str]
Admissions = Mapping[str, tuple[str, ...]]
"""The grants by the account that they admit; grants that may admit any account are under `*`."""


def live_connections(observed: ObservedService | None) -> tuple[EndpointConnection, ...]:
    """Return the connections that have not ended; none when connections were not read."""
    if observed is None:
        return ()
    connections: tuple[EndpointConnection, ...] = observed.facts.get("connections", ())
    return tuple(
        sorted((one for one in connections if one.state not in ENDED_CONNECTIONS), key=lambda one: one.endpoint_id)
    )


@dataclass(frozen=True, slots=True)
class ResidualConnection:
    """A live connection of an account that loses the grant of *principal*.

    *admitted_by* are the grants that still admit the account.
    """

    principal: str
    connection: EndpointConnection
    admitted_by: tuple[str, ...]


def residual_connections(change: SetChange, observed: ObservedService | None) -> Iterator[ResidualConnection]:
    """Return each removed principal with each live connection of its account, or with all if it may admit anyone."""
    connections = live_connections(observed)
    if not change.removed or not connections:
        return
    admissions = _admissions((_granted(observed) | change.added) - change.removed)
    owned: dict[str | None, list[EndpointConnection]] = {}
    for connection in connections:
        owned.setdefault(connection.owner, []).append(connection)
    for principal in sorted(change.removed):
        for connection in connections if admits_anyone(principal) else owned.get(account_of(principal), ()):
            yield ResidualConnection(principal, connection, _admitting(admissions, connection.owner))


def unadmitted(observed: ObservedService | None, granted: Principals) -> tuple[EndpointConnection, ...]:
    """Return the live connections that no grant of *granted* admits; none when the list was not read.

    AWS does not document whether the service's own account needs a grant, so its connections count only when it loses
    one.
    """
    connections = live_connections(observed)
    if observed is None or observed.spec.allowed_principals is None or not connections:
        return ()
    before, after, own = _admissions(_granted(observed)), _admissions(granted), owner_of(observed)
    return tuple(
        one
        for one in connections
        if not _admitting(after, one.owner) and (one.owner != own or _admitting(before, one.owner))
    )


def grants_by_owner(connections: Collection[EndpointConnection], granted: Principals) -> Admissions:
    """Return for the owner of each connection the grants of *granted* that admit it, sorted."""
    admissions = _admissions(granted) if connections else {}
    return {one.owner: _admitting(admissions, one.owner) for one in connections}


def standing(pair: Paired) -> Iterator[ResidualAccess]:
    """Return the live connections that no grant admits, neither now nor in the desired state of *pair*.

    An earlier removal of a grant left them. Which grant it was is not known; the record names the account's root. A
    list that no document manages leaves nothing to compare with.
    """
    managed = pair.desired.spec.allowed_principals is not None
    if pair.desired.spec.state is State.ABSENT or not managed or not live_connections(pair.observed):
        return
    after = settle(pair.desired, pair.observed).allowed_principals or frozenset()
    partition = partition_of(pair.desired.spec.region or "")
    left = unadmitted(pair.observed, after)
    before = _admissions(_granted(pair.observed)) if left else {}
    for one in left:
        if not _admitting(before, one.owner):
            yield residual_access(pair, one, normal_form(one.owner, partition))


def residual_access(
    pair: Paired, connection: EndpointConnection, principal: str, admitted_by: tuple[str, ...] = ()
) -> ResidualAccess:
    """Make the record of a connection that remains after the grant of *principal* is gone."""
    return ResidualAccess(
        service=pair.desired.address,
        principal=principal,
        endpoint=connection.endpoint_id,
        owner=connection.owner,
        state=connection.state,
        region=connection.region,
        since=connection.created_at,
        admitted_by=admitted_by,
    )


def without_unadmitted(pair: Paired) -> Paired:
    """Return *pair* with a desired state that keeps only the live connections that a grant admits after the plan.

    Connections of a list that no document manages are kept.
    """
    managed = pair.desired.spec.allowed_principals is not None or pair.desired.spec.state is State.ABSENT
    if pair.observed is None or pair.observed.spec.connections is None or not managed:
        return pair
    after = settle(pair.desired, pair.observed).allowed_principals or frozenset()
    cut = {one.endpoint_id for one in unadmitted(pair.observed, after)}
    spec = replace(pair.desired.spec, connections=pair.observed.spec.connections - cut)
    return Pair(replace(pair.desired, spec=spec), pair.observed)


def _granted(observed: ObservedService | None) -> Principals:
    return (observed.spec.allowed_principals if observed else None) or frozenset()


def _admissions(principals: Iterable[str]) -> Admissions:
    """Return the principals by the account that they admit: its root, its roles and users."""
    found: dict[str, tuple[str, ...]] = {}
    for principal in sorted(principals):
        account = EVERYONE if admits_anyone(principal) else account_of(principal) or ""
        found[account] = (*found.get(account, ()), principal)
    return found


def _admitting(admissions: Admissions, account: str) -> tuple[str, ...]:
    return (*admissions.get(EVERYONE, ()), *admissions.get(account, ()))


def _account_of_arn(arn: str) -> str:
    """Return the account in an ARN; empty for a text that is no ARN."""
    return f"{arn}:::::".split(":")[4]


def owner_of(observed: ObservedService) -> str:
    """Return the account of a service, which is the account of its load balancers (facts: privatelink 1.1)."""
    found = (_account_of_arn(arn) for arn in observed.spec.load_balancers or ())
    return next(filter(None, found), "")
