"""AWS Organizations as the port `Organizations`."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from reconciler.limits import ORGANIZATIONS_PAGE
from reconciler.model import WHOLE, Account, Extent, Organization, OrganizationalUnit
from reconciler.parallel import Threads
from reconciler.ports import OrganizationSummary
from reconciler.reading_progress import ReadingProgress

from .lazily import remembered
from .organization_members import FoundMembers, MemberReading, Pathless
from .organization_walk import UNIT, TreeWalk
from .service import Service

_NOTHING: Final = Extent()


class OrganizationsApi:
    """Reads the organization. DescribeOrganization is called once: its answer does not change during a run."""

    def __init__(self, service: Service) -> None:
        """Make the calls through *service* (`organizations`)."""
        self._service = service
        self._summary = remembered(self._describe)

    def describe(self) -> OrganizationSummary:
        """Return what any member account may read. Raises Refused for an account without organization."""
        return self._summary()

    def unread(self) -> Organization:
        """Return the organization of which nothing was read but its id and its management account."""
        found = self._summary()
        return Organization(id=found.id, management_account=found.management_account, root="", read=_NOTHING)

    def tree(self, progress: ReadingProgress | None = None) -> Organization:
        """Read the root, then the units and accounts level by level; the parents of one level in parallel."""
        progress = progress or ReadingProgress()
        progress.count(UNIT, 0)
        root = self._root()
        units, accounts = TreeWalk(self._service, progress).below([root])
        unread = self.unread()
        progress.finish(UNIT)
        return replace(unread, root=root, units=units, accounts=accounts, read=WHOLE)

    def grown(self, known: Organization, wanted: Extent, progress: ReadingProgress | None = None) -> Organization:
        """Read what *known* lacks of *wanted*: principals one by one, what is below some, or the whole.

        Where AWS does not return paths or denies to read principals one by one, the whole is read as `tree` does.
        """
        progress = progress or ReadingProgress()
        missing = known.unread(wanted)
        try:
            if missing.whole or known.id in missing.below:
                return self._whole(known, progress)
            return self._grown(known, missing, progress)
        except Pathless as why:
            return replace(self.tree(progress), detour=why.detour)

    def refreshed(self, known: Organization, principals: Collection[str]) -> Organization:
        """Read *principals* of *known* again; the whole where they cannot be read one by one."""
        if known.detour:
            return replace(self.tree(), detour=known.detour)
        others = _without(known, principals)
        try:
            found = self._members(ReadingProgress()).described(principals)
        except Pathless as why:
            return replace(self.tree(), detour=why.detour)
        return _joined(others, found, Extent(frozenset(principals)))

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

    def _describe(self) -> OrganizationSummary:
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

    def _members(self, progress: ReadingProgress) -> MemberReading:
        return MemberReading(self._service, self._summary().id, progress)

    def _grown(self, known: Organization, missing: Extent, progress: ReadingProgress) -> Organization:
        """Read principals one by one, then walk down from those below which everything is wanted. Raises Pathless."""
        asked = known.unread(Extent(missing.principals | missing.below)).principals
        if asked:
            known = _joined(known, self._members(progress).described(asked), Extent(asked))
        tops = known.unread(Extent(below=missing.below)).below
        uppermost = [one for one in sorted(tops) if tops.isdisjoint([*known.path(one)][1:])]
        if not uppermost:
            return known
        found = TreeWalk(self._service, progress).below(uppermost, accounts=not known.read.every_account)
        return _joined(known, FoundMembers(known.root, *found), Extent(below=frozenset(uppermost)))

    def _whole(self, known: Organization, progress: ReadingProgress) -> Organization:
        """Read all units by walking, and all accounts by one list; by walking, too, where accounts have no paths.

        The list never takes more calls than the lists of all parents: a page holds 20 accounts in both, and each parent
        takes a page even if it has no account. Its pages follow one after the other, while the units are read in
        parallel to it.
        """
        progress.count(UNIT, 0)
        root = known.root or self._root()
        walk, members = TreeWalk(self._service, progress), self._members(progress)
        with Threads(1) as pool:
            listing = pool.submit(members.listed, known)
            units = walk.below([root], accounts=False).units
            try:
                found, detour = listing.result(), None
            except Pathless as pathless:
                found, detour = FoundMembers(root, {}, walk.accounts([root, *units])), pathless.detour
        progress.finish(UNIT)
        read = FoundMembers(root, {**found.units, **units}, found.accounts)
        return replace(_joined(self.unread(), read, WHOLE), detour=detour)


def _joined(known: Organization, found: FoundMembers, read: Extent) -> Organization:
    """Return *known* with what was *found* by reading *read*; a unit keeps its name if only its path was found."""
    read |= Extent(every_account=found.every)
    return replace(
        known,
        root=known.root or found.root,
        units={**known.units, **_named(found.units, known.units)},
        accounts={**known.accounts, **found.accounts},
        read=known.read | read,
    )


def _named(
    found: Mapping[str, OrganizationalUnit], known: Mapping[str, OrganizationalUnit]
) -> Mapping[str, OrganizationalUnit]:
    """Return the units of *found* that have a name or are not *known*."""
    return {id_: unit for id_, unit in found.items() if unit.name or id_ not in known}


def _without(known: Organization, principals: Collection[str]) -> Organization:
    """Return *known* without some units and accounts: what is read of them next replaces them."""
    units = {id_: unit for id_, unit in known.units.items() if id_ not in principals}
    accounts: Mapping[str, Account] = {id_: one for id_, one in known.accounts.items() if id_ not in principals}
    return replace(known, units=units, accounts=accounts)
