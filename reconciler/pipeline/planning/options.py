"""The options of a command that makes a plan."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reconciler.model import WHOLE, Acceptance, Address, ByHand, Organization
from reconciler.ports import Clients
from reconciler.printed import OptionsJson


class KnownOrganization(NamedTuple):
    """The organization as an earlier plan has read it. *changed* are the principals that are read again."""

    organization: Organization
    changed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOptions:
    """The options of a command that makes a plan; selectors are `KIND`, `KIND.NAME` or globs of them.

    *whole_organization* reads all of the organization, for commands that ask more of it than the plan does. *known* is
    the organization as an earlier plan has read it. *acceptances* are the only endpoints that may be accepted, as an
    earlier plan names them; None if all that wait may be. *held* are the objects whose written endings it has left out.
    *at* is the day as on which the plan is made, if it is another one. *sales* says whether what sellers have sold is
    read, for services that deliver an offering, and *offering* is the only one of which it is. *by_hand* are endpoints
    that a user accepts or rejects: the plan changes nothing else. *sellers_only* leaves the marketplace unread, for
    answers about sellers alone.
    """

    select: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    no_removals: bool = False
    reject_connections: bool = False
    accept: tuple[Acceptance, ...] = ()
    whole_organization: bool = False
    known: KnownOrganization | None = None
    acceptances: frozenset[str] | None = None
    held: frozenset[Address] = frozenset()
    at: date | None = None
    sales: bool = True
    offering: str | None = None
    by_hand: ByHand | None = None
    sellers_only: bool = False

    def organization(self, clients: Clients) -> Organization:
        """Return what is read of the organization beside the objects; the rest is read when a step asks for it."""
        read = clients.organizations
        known = read.refreshed(*self.known) if self.known else read.unread()
        return read.grown(known, WHOLE, clients.progress) if self.whole_organization else known

    def as_json(self, target: str | None = None) -> OptionsJson:
        """Return the JSON of the plan (contract 4), which may be that of a *target*."""
        options: OptionsJson = {
            "select": list(self.select),
            "exclude": list(self.exclude),
            "no_removals": self.no_removals,
            "reject_connections": self.reject_connections,
        }
        on: OptionsJson = {**options, "at": self.at.isoformat()} if self.at else options
        chosen: OptionsJson = {**on, "by_hand": self.by_hand.as_json()} if self.by_hand else on
        return {**chosen, "target": target} if target else chosen
