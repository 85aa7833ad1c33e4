"""AWS Organizations as the port `Organizations`."""

from collections.abc import Iterator
from functools import cached_property, partial
from typing import Final

from reconciler.limits import ORGANIZATIONS_PAGE
from reconciler.model import Account, AccountState, Organization, OrganizationalUnit
from reconciler.parallel import in_parallel
from reconciler.ports import OrganizationSummary
from reconciler.reading_progress import ReadingProgress

from .answer import Answer
from .service import Service

UNIT: Final = "unit"


class OrganizationsApi:
    """Reads the organization. DescribeOrganization is called once: its answer does not change during a run."""

    def __init__(self, service: Service) -> None:
        """Make the calls through *service* (`organizations`)."""
        self._service = service

    def describe(self) -> OrganizationSummary:
        """Return what any member account may read. Raises Refused for an account without organization."""
        return self._summary

    def tree(self, progress: ReadingProgress | None = None) -> Organization:
        """Read the root, then the units and accounts level by level; the parents of one level in parallel.

        *progress* counts a unit once everything directly below it has been read.
        """
        progress = progress or ReadingProgress()
        progress.count(UNIT, 0)
        root = self._root()
        units, accounts = self._below(root, progress)
        summary = self._summary
        progress.finish(UNIT)
        return Organization(
            id=summary.id,
            management_account=summary.management_account,
            root=root,
            units=units,
            accounts=accounts,
        )

    def trusted_services(self) -> frozenset[str]:
        """Return the service principals with trusted access."""
        pages = self._service.pages("ListAWSServiceAccessForOrganization", MaxResults=ORGANIZATIONS_PAGE)
        found = (item for page in pages for item in page.structures("EnabledServicePrincipals"))
        return frozenset(item.id("ServicePrincipal") for item in found)

    def delegated_administrators(self, service_principal: str) -> frozenset[str]:
        """Return the delegated administrators of a service in the organization."""
        pages = self._service.pages(
            "ListDelegatedAdministrators", ServicePrincipal=service_principal, MaxResults=ORGANIZATIONS_PAGE
        )
        return frozenset(item.id("Id") for page in pages for item in page.structures("DelegatedAdministrators"))

    @cached_property
    def _summary(self) -> OrganizationSummary:
        """Call DescribeOrganization and cache the answer; an error is not cached."""
        found = self._service.read("DescribeOrganization").inside("Organization")
        return OrganizationSummary(
            id=found.id("Id"),
            management_account=found.id("MasterAccountId"),
            all_features=found.id("FeatureSet") == "ALL",
        )

    def _root(self) -> str:
        """Return the root. Raises Unreadable unless there is exactly one."""
        answer = self._service.read("ListRoots")
        match [root.id("Id") for root in answer.structures("Roots")]:
            case [root]:
                return root
            case roots:
                raise answer.fail("Roots", f"names {len(roots)} roots, not one")

    def _below(self, root: str, progress: ReadingProgress) -> tuple[dict[str, OrganizationalUnit], dict[str, Account]]:
        """Read all units and accounts below *root*, the parents of one level in parallel.

        The units and the accounts of a parent are read by the same thread: each operation has its own rate. In the
        result, parents come before their children.
        """
        units: dict[str, OrganizationalUnit] = {}
        accounts: dict[str, Account] = {}
        level: tuple[str, ...] = (root,)
        while level:
            seen = in_parallel(partial(self._children_of, progress, root), level)
            found = {unit.id: unit for below, _ in seen for unit in below}
            if found.keys() & {root, *units}:
                raise self._circle(found.keys() & {root, *units})
            units |= found
            accounts |= {account.id: account for _, members in seen for account in members}
            level = tuple(found)
        return units, accounts

    def _children_of(
        self, progress: ReadingProgress, root: str, parent: str
    ) -> tuple[tuple[OrganizationalUnit, ...], tuple[Account, ...]]:
        below = self._units(parent), self._accounts(parent)
        progress.count(UNIT, int(parent != root))
        return below

    def _units(self, parent: str) -> tuple[OrganizationalUnit, ...]:
        found = self._children("ListOrganizationalUnitsForParent", "OrganizationalUnits", parent)
        return tuple(OrganizationalUnit(item.id("Id"), item.text("Name"), parent) for item in found)

    def _accounts(self, parent: str) -> tuple[Account, ...]:
        found = self._children("ListAccountsForParent", "Accounts", parent)
        return tuple(_account(item, parent) for item in found)

    def _children(self, operation: str, name: str, parent: str) -> Iterator[Answer]:
        for page in self._service.pages(operation, ParentId=parent, MaxResults=ORGANIZATIONS_PAGE):
            yield from page.structures(name)

    def _circle(self, units: set[str]) -> Exception:
        """Make the error for units that are their own ancestors: walking such a tree would never end."""
        call = self._service.call("ListOrganizationalUnitsForParent")
        return Answer(call, {}).fail(", ".join(sorted(units)), "is its own ancestor")


def _account(item: Answer, parent: str) -> Account:
    """Read an account. `State` has replaced `Status`; when an answer has both, a state that is not open counts."""
    given = [AccountState.of(said) for name in ("State", "Status") if (said := item.text_or_none(name))]
    if not given:
        raise item.fail("State", "is missing, and so is Status")
    found = [Account(item.id("Id"), item.text_or("Name", ""), parent, state) for state in given]
    return next((account for account in found if not account.open), found[0])
