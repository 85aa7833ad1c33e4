"""The answer of `subscribers`: who is subscribed to an offering, may connect and is connected. Pure.

Example: offering `api` is delivered by `endpoint_service.api`, which grants accounts 1 and 2. Account 1 has an active
agreement, account 2 has none, and account 3 has an entitlement. The answer has a row for each: account 2 is allowed and
not subscribed, account 3 is subscribed and not allowed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from reconciler.model import FORMAT_VERSION, Problem, Severity, error, warning, worst_first
from reconciler.pipeline.planning import Planning
from reconciler.pipeline.subscribing import (
    CustomerRow,
    Delivered,
    OfferingRead,
    check_offering,
    deliveries,
    joined,
    live_access,
    services_by_address,
)
from reconciler.principal_forms import normal_form
from reconciler.printed import ListedOfferingJson, ProposalJson, SubscriberJson, SubscribersJson
from reconciler.regions import COMMERCIAL

from .asking import customers_told

_ACTION: Final = re.compile(r"aws-marketplace:\w+")
_UNREAD: Final = frozenset({"unreadable", "sales-unread"})


@dataclass(frozen=True, slots=True)
class OfferingCustomers:
    """The customers of one offering, and what was *read* of its sales."""

    read: OfferingRead
    rows: tuple[CustomerRow, ...]


@dataclass(frozen=True, slots=True)
class Subscribers:
    """The customers of the offerings that were *asked* for, and the *names* of accounts.

    *idle* are offerings that no service delivers: nothing was read of them.
    """

    planning: Planning
    asked: str | None
    offerings: tuple[OfferingCustomers, ...]
    idle: tuple[Delivered, ...]
    names: Mapping[str, str]

    @classmethod
    def of(cls, planning: Planning, asked: str | None = None) -> "Subscribers":
        """Join what *planning* has read of the offering *asked* for, or of all.

        Raises UsageError for an offering that no seller states.
        """
        repository = planning.repository
        every = deliveries(repository.settings, repository.wish)
        check_offering(asked, every)
        chosen = [one for one in every if asked in {None, one.offering.name}]
        services = services_by_address(planning.plan.world["services"])
        found = []
        for read in planning.sales:
            if asked in {None, read.delivered.offering.name}:
                accesses = tuple(live_access(read.delivered.services, services))
                found.append(OfferingCustomers(read, joined(read.sold, accesses, planning.plan.created_at)))
        idle = tuple(one for one in chosen if not one.services)
        return cls(planning, asked, tuple(found), idle, customers_told(planning))

    def title(self, account: str) -> str | None:
        """Return the name of an account, if it has one."""
        return self.names.get(account) or self.names.get(normal_form(account, COMMERCIAL)) or None

    def answer(self, proposed: list[ProposalJson] | None = None) -> SubscribersJson:
        """Return the JSON; *proposed* is what was written for subscribers that are not allowed."""
        return {
            "format_version": FORMAT_VERSION,
            "offering": self.asked,
            "offerings": [*map(_read, self.offerings), *map(_idle, self.idle)],
            "rows": [self._row(one.read.delivered, row) for one in self.offerings for row in one.rows],
            "proposed": proposed,
            "problems": [one.as_json() for one in worst_first(tuple(self._problems()))],
        }

    def _row(self, delivered: Delivered, row: CustomerRow) -> SubscriberJson:
        return {
            "seller": delivered.seller.name,
            "offering": delivered.offering.name,
            "account": row.account,
            "title": self.title(row.account),
            "finding": row.finding.value if row.finding else None,
            "subscription": row.standing.value,
            "end": row.end,
            "agreements": [{"id": one.id, "status": one.status, "end": one.end} for one in row.agreements],
            "entitled": row.entitled,
            "grants": sorted({grant for grants in row.grants.values() for grant in grants}),
            "services": sorted(row.grants),
            "roles_only": sorted(row.roles_only),
            "open_to_all": list(row.open_to_all),
            "connections": sorted(one.endpoint_id for one in row.connections),
        }

    def _problems(self) -> Iterator[Problem]:
        """Return what the answer lacks; other problems of the plan are about changes."""
        services = {address for one in self.offerings for address in one.read.delivered.services}
        for one in self.planning.plan.problems:
            about = one.address is None or one.address in services
            if about and (one.code in _UNREAD or (one.severity is Severity.ERROR and one.address)):
                yield one
        for idle in self.idle:
            message = f"no endpoint_service document states offering {idle.offering.name}, so nothing was read of it"
            hint = f"write offering: {idle.offering.name} into the document of each service that delivers it"
            source = self.planning.repository.settings.at("sellers", idle.seller.name, "offerings", idle.offering.name)
            told = (message, source, hint)
            yield warning("undelivered-offering", *told) if self.offerings else error("undelivered-offering", *told)


def subscribers(planning: Planning, offering: str | None = None) -> SubscribersJson:
    """Return who is subscribed, allowed and connected, of one *offering* or of all.

    Raises UsageError for an offering that no seller states, and if none states any.
    """
    return Subscribers.of(planning, offering).answer()


def _read(one: OfferingCustomers) -> ListedOfferingJson:
    sold = one.read.sold
    needs = [found[0] for error in one.read.unreadable if (found := _ACTION.search(f"{error.hint} {error.message}"))]
    return {
        **_idle(one.read.delivered),
        "agreements": None if sold.agreements is None else len(sold.agreements),
        "entitlements": None if sold.entitlements is None else len(sold.entitlements),
        "needs": needs,
    }


def _idle(one: Delivered) -> ListedOfferingJson:
    return {
        "seller": one.seller.name,
        "name": one.offering.name,
        "product": one.offering.id,
        "services": [str(address) for address in one.services],
        "agreements": None,
        "entitlements": None,
        "needs": [],
    }
