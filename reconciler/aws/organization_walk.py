"""The units and accounts below some parents of an organization, read level by level: one list each for every parent."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from reconciler.limits import ORGANIZATIONS_PAGE
from reconciler.model import Account, AccountState, OrganizationalUnit
from reconciler.parallel import in_parallel
from reconciler.reading_progress import ReadingProgress

from .answer import Answer
from .service import Service

UNIT: Final = "unit"


class FoundBelow(NamedTuple):
    """Units and accounts by id, parents before their children."""

    units: dict[str, OrganizationalUnit]
    accounts: dict[str, Account]


def account_of(item: Answer, parent: str) -> Account:
    """Read an account. `State` has replaced `Status`; when an answer has both, a state that is not open counts."""
    given = [AccountState.of(said) for name in ("State", "Status") if (said := item.text_or_none(name))]
    if not given:
        raise item.fail("State", "is missing, and so is Status")
    found = [Account(item.id("Id"), item.text_or("Name", ""), parent, state) for state in given]
    return next((account for account in found if not account.open), found[0])


class TreeWalk:
    """One walk down a tree. *progress* counts a unit once everything directly below it has been read."""

    def __init__(self, service: Service, progress: ReadingProgress) -> None:
        """Make the calls through *service* (`organizations`)."""
        self._service = service
        self._progress = progress

    def below(self, tops: Sequence[str], *, accounts: bool = True) -> FoundBelow:
        """Read all units below *tops*, and all *accounts*; none of *tops* is below another one.

        The parents of one level are read in parallel. The units and the accounts of a parent are read by the same
        thread: each operation has its own rate.
        """
        found = FoundBelow({}, {})
        level = tuple(tops)
        while level:
            seen = in_parallel(partial(self._children_of, accounts=accounts), level)
            units = {unit.id: unit for below, _ in seen for unit in below}
            if twice := units.keys() & {*tops, *found.units}:
                raise self._circle(twice)
            found.units.update(units)
            found.accounts.update({account.id: account for _, members in seen for account in members})
            level = tuple(units)
        return found

    def accounts(self, parents: Sequence[str]) -> dict[str, Account]:
        """Read the accounts directly below each of *parents*."""
        return {account.id: account for many in in_parallel(self._accounts, parents) for account in many}

    def _children_of(
        self, parent: str, *, accounts: bool
    ) -> tuple[tuple[OrganizationalUnit, ...], tuple[Account, ...]]:
        below = self._units(parent), self._accounts(parent) if accounts else ()
        self._progress.count(UNIT, int(not parent.startswith("r-")))
        return below

    def _units(self, parent: str) -> tuple[OrganizationalUnit, ...]:
        found = self._children("ListOrganizationalUnitsForParent", "OrganizationalUnits", parent)
        return tuple(OrganizationalUnit(item.id("Id"), item.text("Name"), parent) for item in found)

    def _accounts(self, parent: str) -> tuple[Account, ...]:
        found = self._children("ListAccountsForParent", "Accounts", parent)
        return tuple(account_of(item, parent) for item in found)

    def _children(self, operation: str, name: str, parent: str) -> Iterator[Answer]:
        for page in self._service.pages(operation, ParentId=parent, MaxResults=ORGANIZATIONS_PAGE):
            yield from page.structures(name)

    def _circle(self, units: set[str]) -> Exception:
        """Make the error for units that are their own ancestors: walking such a tree would never end."""
        call = self._service.call("ListOrganizationalUnitsForParent")
        return Answer(call, {}).fail(", ".join(sorted(units)), "is its own ancestor")
