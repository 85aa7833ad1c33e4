"""Endpoints that wait until the seller accepts them. Pure.

Example: the endpoint of account 333333333333 waits. The document `acme` names the account, so the problem points at
that place, as "customer acme". Where documents name only a role of the account, or `*`, the problem says so.
A connection does not show which role or user made it (facts: privatelink 1.8).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from reconciler.model import Feed, Problem, note
from reconciler.ports import EndpointConnection
from reconciler.principal_forms import EVERYONE, account_of, normal_form
from reconciler.privatelink_limits import WAITING_CONNECTION
from reconciler.regions import partition_of

from .connections import live_connections, unadmitted
from .settle import settle
from .spec import NONE, ObservedService, Paired, State, Wanted

PENDING = "pending-connection"
ALLOWED = "allowed"
"""The value of `accept` that asks for acceptances."""


def waiting(observed: ObservedService | None) -> tuple[EndpointConnection, ...]:
    """Return the connections that wait until the seller accepts them."""
    return tuple(one for one in live_connections(observed) if one.state == WAITING_CONNECTION)


def pending_connections(
    pair: Paired, titles: Mapping[str, str], only: frozenset[str] | None = None
) -> Iterator[Problem]:
    """Return a note for each endpoint that waits, of *only* or of all; *titles* are by the normal form of a principal.

    The endpoints of a service that ends are rejected with it.
    """
    connections = [one for one in waiting(pair.observed) if only is None or one.endpoint_id in only]
    if not connections or pair.desired.spec.state is State.ABSENT:
        return
    customers = _Customers(pair.desired)
    outside = NONE if all(customers.names(one.owner) for one in connections) else _outside(pair)
    for one in connections:
        title = titles.get(customers.root(one.owner), "")
        owner = f"{one.owner} ({title})" if title else one.owner
        message = (
            f"{one.endpoint_id} of {owner} waits to be accepted since {one.created_at}: {customers.told(one.owner)}"
        )
        accepted = one.endpoint_id in (pair.desired.spec.accept or NONE)
        message += ", accepted by this plan" if accepted else ""
        source, hint = customers.place(one.owner), "" if accepted else _hint(one, outside)
        found = note(PENDING, message, source, hint, pair.desired.address)
        yield replace(found, remote_id=one.endpoint_id)


def accepting(pair: Paired, only: frozenset[str] | None) -> Paired:
    """Return *pair* with the endpoints to accept, if its document says `accept: allowed`: of *only*, or of all.

    They are those of accounts that a document names as a whole. `*`, roles, users and grants that no document names
    never count.
    """
    desired, connections = pair.desired, waiting(pair.observed)
    if not connections or desired.document.body.get("accept") != ALLOWED or desired.spec.state is State.ABSENT:
        return pair
    partition, named = partition_of(desired.spec.region or ""), desired.spec.allowed_principals or NONE
    endpoints = frozenset(one.endpoint_id for one in connections if normal_form(one.owner, partition) in named)
    endpoints = endpoints if only is None else endpoints & only
    if not endpoints:
        return pair
    return replace(pair, desired=replace(desired, spec=replace(desired.spec, accept=endpoints)))


def owners(pairs: Iterable[Paired], titles: Mapping[str, str]) -> Mapping[str, str]:
    """Return the owner of each endpoint that is accepted or decided by hand, with its title, by the endpoint's id."""
    found: dict[str, str] = {}
    for pair in pairs:
        partition, by_hand = partition_of(pair.desired.spec.region or ""), pair.desired.by_hand
        waits = waiting(pair.observed) if pair.desired.spec.accept else ()
        for one in live_connections(pair.observed) if by_hand else waits:
            title = titles.get(normal_form(one.owner, partition), "")
            found[one.endpoint_id] = f"{one.owner}, {title}" if title else one.owner
    return found


def _hint(one: EndpointConnection, outside: Collection[str]) -> str:
    """Return the command that accepts an endpoint, or rejects it where no grant admits it even after the plan."""
    if one.endpoint_id in outside:
        return f"name its account in an allowed_principals document, or reconciler connections reject {one.endpoint_id}"
    return f"reconciler connections accept {one.endpoint_id}, or reject instead of accept"


def _outside(pair: Paired) -> frozenset[str]:
    """Return the live endpoints that no grant admits once the plan is carried out."""
    granted = settle(pair.desired, pair.observed).allowed_principals or NONE
    return frozenset(one.endpoint_id for one in unadmitted(pair.observed, granted))


class _Customers:
    """The documents that name the accounts of a service's list."""

    def __init__(self, desired: Wanted) -> None:
        self._desired = desired
        self._partition = partition_of(desired.spec.region or "")
        self._named: dict[str, Feed] = {}
        self._in_part: set[str] = set()
        for feed in desired.fed:
            for member in feed.members:
                self._named.setdefault(normal_form(member, self._partition), feed)
                self._in_part.add(account_of(member) or "")

    def root(self, account: str) -> str:
        """Return the principal that is a whole account."""
        return normal_form(account, self._partition)

    def names(self, account: str) -> bool:
        """Tell whether a document names *account* as a whole."""
        return self.root(account) in self._named

    def told(self, account: str) -> str:
        """Say which document names *account*, or that none names it as a whole."""
        feed = self._named.get(self.root(account))
        if feed:
            return f"customer {feed.source.name}"
        if account in self._in_part:
            return "documents name roles or users of the account, not the account"
        if EVERYONE in (self._desired.spec.allowed_principals or NONE):
            return "only '*' admits the account"
        return "no document names the account"

    def place(self, account: str) -> str:
        """Return the place where a document names *account*, or else the place of the service."""
        feed = self._named.get(self.root(account))
        if feed is None:
            return self._desired.document.source
        member = next(one for one in feed.members if normal_form(one, self._partition) == self.root(account))
        return feed.at(member)
