"""Accounts and units of an organization that are read one by one, with the paths that lead to them.

Since March 2026, Organizations returns `Paths` of an account and `Path` of an OU: the ids of everything above it
(catalog 4.7). So one call tells where a principal is, and no other parent has to be walked through.

Example: DescribeAccount of 333333333333 returns `o-abcdef1234/r-abcd/ou-abcd-finance1/333333333333/`. The account is in
the OU ou-abcd-finance1, which is directly below the root. The name of the OU is not known by that.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from reconciler.errors import ReconcilerError
from reconciler.limits import ORGANIZATIONS_PAGE
from reconciler.model import Account, Detour, Organization, OrganizationalUnit
from reconciler.parallel import in_parallel
from reconciler.reading_progress import ReadingProgress

from .answer import Answer
from .calls import iam_action
from .organization_walk import account_of
from .service import Service, answered

PRINCIPAL: Final = "principal"
MANY: Final = 50
"""From so many accounts on, all accounts are listed as long as that takes at most half as many calls.

The number of accounts of an organization is not known beforehand. If the list turns out to be longer, the accounts that
it has not shown are read one by one. So at most half as many calls again are made as accounts are asked for.
"""

_ABSENT: Final = frozenset({"AccountNotFoundException", "OrganizationalUnitNotFoundException"})
_DENIED: Final = "AccessDeniedException"


class Pathless(Exception):
    """Principals cannot be read one by one; *detour* says why."""

    def __init__(self, detour: Detour) -> None:
        """Keep the reason."""
        super().__init__(detour.why)
        self.detour = detour


@dataclass
class FoundMembers:
    """Everything that was read one by one: *units* without a name are those that only a path names.

    *every* tells that all accounts were read.
    """

    root: str = ""
    units: dict[str, OrganizationalUnit] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    every: bool = False


class MemberReading:
    """Reads principals of the organization *id_*."""

    def __init__(self, service: Service, id_: str, progress: ReadingProgress) -> None:
        """Make the calls through *service* (`organizations`); *progress* counts principals, if they are many."""
        self._service, self._id, self._progress = service, id_, progress
        self._found = FoundMembers()
        self._counted = False

    def described(self, principals: Collection[str]) -> FoundMembers:
        """Read *principals*, those that exist. Raises Pathless."""
        units = sorted(one for one in principals if one.startswith("ou-"))
        accounts = sorted(one for one in principals if one.isdigit())
        self._counted = len(units) + len(accounts) >= MANY
        if self._counted:
            self._progress.expect(PRINCIPAL, len(units) + len(accounts))
        self._take(in_parallel(self._unit, units))
        if len(accounts) >= MANY:
            self._list(len(accounts) // 2)
        known = self._found.accounts.keys()
        left = () if self._found.every else tuple(one for one in accounts if one not in known)
        self._count(len(accounts) - len(left))
        self._take(in_parallel(self._account, left))
        return self._found

    def listed(self, known: Organization) -> FoundMembers:
        """Read all accounts, unless they are *known*. Raises Pathless."""
        if known.read.every_account:
            return FoundMembers(known.root, {}, dict(known.accounts), every=True)
        self._list()
        return self._found

    def _list(self, most: int | None = None) -> None:
        """Read all accounts, or *most* pages of them."""
        try:
            for number, page in enumerate(self._service.pages("ListAccounts", MaxResults=ORGANIZATIONS_PAGE), 1):
                self._take(page.structures("Accounts"))
                if number == most and page.text_or_none("NextToken"):
                    return
        except ReconcilerError as error:
            raise self._pathless("ListAccounts", error) from error
        self._found.every = True

    def _account(self, id_: str) -> Answer | None:
        return self._describe("DescribeAccount", "Account", AccountId=id_)

    def _unit(self, id_: str) -> Answer | None:
        return self._describe("DescribeOrganizationalUnit", "OrganizationalUnit", OrganizationalUnitId=id_)

    def _describe(self, operation: str, name: str, **parameters: str) -> Answer | None:
        try:
            answer = self._service.read_unless(_ABSENT, operation, **parameters)
        except ReconcilerError as error:
            raise self._pathless(operation, error) from error
        self._count(1)
        return answer.inside(name) if answer else None

    def _count(self, principals: int) -> None:
        """Count so many principals, where a display is worth it: it is a second for each 20."""
        if self._counted:
            self._progress.count(PRINCIPAL, principals)

    def _pathless(self, operation: str, error: ReconcilerError) -> Exception:
        """Return Pathless if AWS denies *operation*, else *error*."""
        if answered(error) != _DENIED:
            return error
        action = iam_action(f"organizations:{operation}")
        return Pathless(Detour(f"{action} is denied", f"allow {action}, so that only what a plan relies on is read"))

    def _take(self, items: Iterable[Answer | None]) -> None:
        for item in items:
            if item is not None:
                self._add(item, item.id("Id"))

    def _add(self, item: Answer, id_: str) -> None:
        """Add an account or unit, and the units above it."""
        self._found.root, *above = self._path(item, id_)
        parents = [self._found.root, *above]
        for parent, unit in zip(parents, above, strict=False):
            self._found.units.setdefault(unit, OrganizationalUnit(unit, "", parent))
        if id_.isdigit():
            self._found.accounts[id_] = account_of(item, parents[-1])
        else:
            self._found.units[id_] = OrganizationalUnit(id_, item.text("Name"), parents[-1])

    def _path(self, item: Answer, id_: str) -> Sequence[str]:
        """Return the root and the units above an account or unit. Raises Pathless if the answer has no path."""
        name = "Paths" if id_.isdigit() else "Path"
        paths = item.texts(name) if id_.isdigit() else [*filter(None, [item.text_or_none(name)])]
        if not paths:
            raise Pathless(Detour(f"AWS returns no {name} of {id_}"))
        organization, *above, last = paths[0].strip("/").split("/")
        if organization != self._id or last != id_ or not above:
            raise item.fail(name, f"does not lead from {self._id} to {id_}")
        return above
