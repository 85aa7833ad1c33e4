"""Agreements and entitlements joined with grants and connections, by account. Pure.

An entitlement shows what a channel partner has sold, which no agreement of the seller does, so both count. Several
agreements of a buyer are one subscriber, and its end is the latest of them.

Example: account 1 has two active agreements until January and March and a grant: it is subscribed until March, and
nothing disagrees. Account 2 has an entitlement alone and no grant: it is subscribed and not allowed. Account 3 has an
expired agreement and a live connection: its subscription has ended, and its access is still open.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from reconciler.ports import Agreement, EndpointConnection, Entitlement
from reconciler.principal_forms import account_of, admits_anyone, names_whole_account
from reconciler.privatelink_limits import ENDED_CONNECTIONS
from reconciler.spelling import by_number

Bought = TypeVar("Bought", Agreement, Entitlement)

ACTIVE = "ACTIVE"
ENDED = frozenset({"CANCELLED", "EXPIRED", "TERMINATED"})
"""The statuses that end a subscription (subscribers 1.2)."""
FOLLOWED = frozenset({"RENEWED", "REPLACED"})
"""The statuses of agreements that another one follows: they are no end (subscribers 1.2)."""
NO_END = "9999"
"""The year that AWS writes where an agreement has no end (subscribers 1.2)."""


class Subscription(StrEnum):
    """What is known of an account's subscription."""

    ACTIVE = "active"
    ENDED = "ended"
    NONE = "none"
    UNKNOWN = "unknown"


class CustomerFinding(StrEnum):
    """Where subscription and access of an account disagree, or cannot be compared."""

    NOT_ALLOWED = "not_allowed"
    NOT_SUBSCRIBED = "not_subscribed"
    ENDED_OPEN = "ended_open"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sold:
    """What was read of the sales of one offering; None where it could not be read."""

    agreements: tuple[Agreement, ...] | None
    entitlements: tuple[Entitlement, ...] | None

    @property
    def whole(self) -> bool:
        """Tell whether both were read: without one of them nobody is known not to be subscribed."""
        return self.agreements is not None and self.entitlements is not None


@dataclass(frozen=True, slots=True)
class ServiceAccess:
    """The grants and the connections of one service of an offering; None where they could not be read."""

    service: str
    grants: frozenset[str] | None
    connections: tuple[EndpointConnection, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """One account. *end* is the latest end of what is active or has ended, None without end.

    *agreements* are those of the account; *entitled* says whether an entitlement has not ended, None where entitlements
    were not read. *grants* are its own by service, also those of its roles and users; *open_to_all* are the services
    that `*` opens to everyone. *connections* are live.
    """

    account: str
    standing: Subscription
    finding: CustomerFinding | None
    end: str | None = None
    agreements: tuple[Agreement, ...] = ()
    entitled: bool | None = None
    grants: Mapping[str, tuple[str, ...]]
    open_to_all: tuple[str, ...] = ()
    connections: tuple[EndpointConnection, ...] = ()

    @property
    def roles_only(self) -> tuple[str, ...]:
        """Return the services that admit only roles or users of the account, not the account as a whole."""
        return tuple(name for name, grants in self.grants.items() if not any(map(names_whole_account, grants)))


def joined(sold: Sold, accesses: Collection[ServiceAccess], now: str) -> tuple[CustomerRow, ...]:
    """Return the rows of all customers of an offering by account; *now* is `YYYY-MM-DDTHH:MM:SSZ`.

    Customers have a grant of their own, a live connection, or a subscription that has not ended.
    """
    grants, connections = _grants(accesses), _connections(accesses)
    agreements = _by_account(sold.agreements or ())
    entitlements = _by_account(sold.entitlements or ())
    everyone = tuple(one.service for one in accesses if any(map(admits_anyone, one.grants or ())))
    unread, rows = any(one.grants is None for one in accesses), []
    for account in sorted(grants.keys() | connections.keys() | agreements.keys() | entitlements.keys(), key=by_number):
        own, live = grants.get(account, {}), connections.get(account, ())
        bought, entitled = agreements.get(account, ()), entitlements.get(account, ())
        standing, end = _standing(bought, entitled, now, whole=sold.whole)
        if own or live or standing in {Subscription.ACTIVE, Subscription.UNKNOWN}:
            finding = _finding(standing, allowed=bool(own or everyone), held=bool(own or live), unread=unread)
            rows.append(
                CustomerRow(
                    account=account,
                    standing=standing,
                    finding=finding,
                    end=end,
                    agreements=tuple(sorted(bought, key=lambda one: one.id)),
                    entitled=None if sold.entitlements is None else any(_lasts(one, now) for one in entitled),
                    grants=own,
                    open_to_all=everyone,
                    connections=live,
                )
            )
    return tuple(rows)


def _finding(standing: Subscription, *, allowed: bool, held: bool, unread: bool) -> CustomerFinding | None:
    """Compare the subscription of an account with its access; *held* is a grant of its own or a live connection."""
    if standing is Subscription.ACTIVE:
        return None if allowed else CustomerFinding.UNKNOWN if unread else CustomerFinding.NOT_ALLOWED
    if standing is Subscription.UNKNOWN:
        return CustomerFinding.UNKNOWN
    if not held:
        return None
    return CustomerFinding.ENDED_OPEN if standing is Subscription.ENDED else CustomerFinding.NOT_SUBSCRIBED


def _standing(
    agreements: Collection[Agreement], entitlements: Collection[Entitlement], now: str, *, whole: bool
) -> tuple[Subscription, str | None]:
    """Return what is known of one account's subscription, and its latest end.

    An entitlement that is listed after its end may be about to be renewed: it proves neither a subscription nor an end.
    """
    ends = [one.end for one in agreements if one.status == ACTIVE]
    ends += [one.end for one in entitlements if _lasts(one, now)]
    if ends:
        return Subscription.ACTIVE, _latest(ends)
    if not whole or entitlements or not {one.status for one in agreements} <= ENDED | FOLLOWED:
        return Subscription.UNKNOWN, None
    if not agreements:
        return Subscription.NONE, None
    ended = [one.end for one in agreements if one.status in ENDED]
    if not ended or _last(ended) < _last(one.end for one in agreements if one.status in FOLLOWED):
        return Subscription.UNKNOWN, None  # an agreement was followed by one that was not found
    return Subscription.ENDED, _latest(ended)


def _lasts(entitlement: Entitlement, now: str) -> bool:
    return _is_endless(entitlement.end) or str(entitlement.end) > now


def _is_endless(end: str | None) -> bool:
    return end is None or end.startswith(NO_END)


def _latest(ends: Collection[str | None]) -> str | None:
    """Return the latest end; None if one of them is none."""
    return None if any(map(_is_endless, ends)) else max(end or "" for end in ends)


def _last(ends: Iterable[str | None]) -> str:
    """Return the last of the ends that AWS states; empty without any."""
    return max((end or "" for end in ends), default="")


def _by_account(found: Iterable[Bought]) -> Mapping[str, tuple[Bought, ...]]:
    by: dict[str, list[Bought]] = {}
    for one in found:
        by.setdefault(one.account, []).append(one)
    return {account: tuple(many) for account, many in by.items()}


def _grants(accesses: Iterable[ServiceAccess]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the grants of each account by service; service principals and `*` have no account."""
    by: dict[str, dict[str, list[str]]] = {}
    for one in accesses:
        for principal in sorted(one.grants or ()):
            if account := account_of(principal):
                by.setdefault(account, {}).setdefault(one.service, []).append(principal)
    return {account: {name: tuple(many) for name, many in own.items()} for account, own in by.items()}


def _connections(accesses: Iterable[ServiceAccess]) -> Mapping[str, tuple[EndpointConnection, ...]]:
    by: dict[str, list[EndpointConnection]] = {}
    for connection in _live(accesses):
        by.setdefault(connection.owner, []).append(connection)
    return {owner: tuple(many) for owner, many in by.items()}


def _live(accesses: Iterable[ServiceAccess]) -> Iterator[EndpointConnection]:
    for one in accesses:
        yield from (found for found in one.connections or () if found.state not in ENDED_CONNECTIONS)
