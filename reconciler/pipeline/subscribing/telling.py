"""What a plan says of the subscriptions of the customers that documents name, or that are connected. Pure.

No agreement grants or revokes anything: all of these are notes and warnings, and the digest does not cover them.

Example: the document `acme` names account 1 for `endpoint_service.api`, which delivers the offering `api`. Account 1
has no agreement and no entitlement: that is the note `not-subscribed`, at the place where `acme` names it. The
agreement of account 2 has ended, and its endpoint is connected: that is the warning `subscription-ended`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from reconciler.model import Address, Feed, Problem, Wish, note, warning
from reconciler.ports import EndpointConnection
from reconciler.principal_forms import account_of, normal_form
from reconciler.regions import COMMERCIAL
from reconciler.spelling import named

from .accesses import Services, stated_access
from .joining import CustomerRow, Subscription, joined
from .reading import OfferingRead

FEW: Final = 3
_NEVER: Final = "no agreement ends access"


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """What was *read* of the sales of all offerings, beside the services and the documents of a plan.

    *names* are those of accounts; *now* is `YYYY-MM-DDTHH:MM:SSZ`.
    """

    read: tuple[OfferingRead, ...]
    services: Services
    wish: Wish
    names: Mapping[str, str]
    now: str

    def problems(self) -> Iterator[Problem]:
        """Return what was not read, each customer who is not subscribed, and each connection of an ended one."""
        for one in self.read:
            yield from self._unread(one)
            offered = self._of(one)
            accesses = stated_access(one.delivered.services, self.services, self.wish)
            for row in joined(one.sold, tuple(accesses), self.now):
                yield from offered.told(row)

    def _unread(self, one: OfferingRead) -> Iterator[Problem]:
        """Return a note for each source of an offering that could not be read."""
        address = one.delivered.services[0]
        for error in one.unreadable:
            message = f"who is not subscribed to offering {one.delivered.offering.name} is unknown: {error.message}"
            yield note("sales-unread", message, self.wish[address].document.at("offering"), error.hint, address)

    def _of(self, one: OfferingRead) -> "_Offered":
        return _Offered(
            offering=one.delivered.offering.name,
            services={self._id(address): address for address in one.delivered.services},
            feeds=_feeds(one.delivered.services, self.wish),
            wish=self.wish,
            names=self.names,
        )

    def _id(self, address: Address) -> str:
        one = self.services.get(str(address))
        return (one["id"] or "") if one else ""


def _feeds(addresses: Iterable[Address], wish: Wish) -> Mapping[str, list[tuple[Feed, str]]]:
    """Return by account the documents that name it, once each, with the member that they name first."""
    found: dict[str, dict[Address, tuple[Feed, str]]] = {}
    for address in addresses:
        for feed in wish[address].fed:
            for member in feed.members:
                found.setdefault(account_of(member) or "", {}).setdefault(feed.source, (feed, member))
    return {account: list(many.values()) for account, many in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offered:
    """One offering: its *services* by id, and the *feeds* of documents that name each account."""

    offering: str
    services: Mapping[str, Address]
    feeds: Mapping[str, list[tuple[Feed, str]]]
    wish: Wish
    names: Mapping[str, str]

    def told(self, row: CustomerRow) -> Iterator[Problem]:
        """Return what is said of one customer: nothing of subscribers, and of those of whom nothing is known."""
        if row.standing is Subscription.ENDED and row.connections:
            yield from self._connected(row)
        elif row.standing in {Subscription.ENDED, Subscription.NONE}:
            yield from (self._not_subscribed(row, feed, member) for feed, member in self.feeds.get(row.account, ()))

    def _not_subscribed(self, row: CustomerRow, feed: Feed, member: str) -> Problem:
        ended = row.standing is Subscription.ENDED
        why = self._ended(row) if ended else f"is not subscribed to offering {self.offering}"
        message = f"{self._called(row.account)} {why}, and {feed.source} names it"
        hint = f"{_NEVER}: if the grant is to end, write expires: there or remove it"
        return note("not-subscribed", message, feed.at(member), hint, feed.source)

    def _connected(self, row: CustomerRow) -> Iterator[Problem]:
        """Return a warning for each service that the customer is connected to."""
        by: dict[str, list[EndpointConnection]] = {}
        for one in row.connections:
            by.setdefault(one.service_id, []).append(one)
        for id_, connections in sorted(by.items()):
            endpoints, address = sorted(one.endpoint_id for one in connections), self.services[id_]
            told = ", ".join([*endpoints[:FEW], *([f"{len(endpoints) - FEW} more"] if endpoints[FEW:] else [])])
            message = f"{self._called(row.account)} {self._ended(row)}, and is connected to {address} still: {told}"
            hint = f"{_NEVER}: remove its grants from the documents, then apply --reject-connections ends it"
            found = warning("subscription-ended", message, self._place(row.account, address), hint, address)
            yield replace(found, remote_id=endpoints[0])

    def _ended(self, row: CustomerRow) -> str:
        """Say that a subscription has ended, and on which day if AWS says so: `9999` is no day."""
        day = f" on {row.end[:10]}" if row.end else ""
        return f"is subscribed to offering {self.offering} no longer: its agreement ended{day}"

    def _called(self, account: str) -> str:
        root = normal_form(account, COMMERCIAL)
        return named([account], {account: self.names.get(account) or self.names.get(root) or ""})

    def _place(self, account: str, address: Address) -> str:
        """Return the place where a document names *account*, or else that of the service."""
        feeds = self.feeds.get(account)
        if not feeds:
            return self.wish[address].document.source
        feed, member = feeds[0]
        return feed.at(member)
