"""The fewest calls that give the answer of a plan, whatever program asks. Pure.

**How the fewest are computed.** From what the answer has to know, not from the calls that a plan has made. A program
does not know the tree before it reads it, so only two kinds of calls tell for sure:

- where one principal is and whether it is open: its own DescribeAccount or DescribeOrganizationalUnit;
- which accounts are below a unit: of the unit and of each unit below it, all pages of its accounts and of its units
  (20 a page, an empty page too, since only it tells that there are none); or else the whole organization by all
  pages of ListAccounts.

A plan that changes nothing knows each principal that a document names. If the products of an experience change, the
plan tells who gains or loses them: it knows the accounts below its principals, too. A list that is read anyway tells
the principals in it, and a path those above it. Entities are described 20 a call; their policies are known only after
the experiences.

Example: documents name a unit and two accounts: 3 calls. If the products of the unit's experience change, and the unit
has 25 accounts and one empty unit below it, these are 1 + 2 calls for the unit and 1 + 1 for the empty one; the two
accounts elsewhere need a call each: 7. In an organization of 40 accounts ListAccounts would need 2, and that is fewer.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from reconciler.limits import BATCH_DESCRIBE, LIST_ENTITIES_PAGE, ORGANIZATIONS_PAGE
from reconciler.model import Organization

ALWAYS = (
    "DescribeOrganization",
    "GetCallerIdentity",
    "GetRole",
    "ListAWSServiceAccessForOrganization",
    "ListChangeSets",
)
"""One call each: the checks before a plan, and whether change sets run."""


TREE = frozenset(
    {
        "DescribeAccount",
        "DescribeOrganizationalUnit",
        "ListAccounts",
        "ListAccountsForParent",
        "ListChildren",
        "ListOrganizationalUnitsForParent",
        "ListParents",
        "ListRoots",
    }
)


@dataclass(frozen=True, slots=True)
class Needed:
    """What an answer has to know of the tree: some *principals*, and all accounts *below* some units or the root."""

    principals: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()


def fewest_of_organization(organization: Organization, needed: Needed) -> int:
    """Return the fewest calls that tell *needed* to a program that knows nothing of the tree.

    The organization itself needs none: DescribeOrganization, which is made anyway, tells that it is there.
    """
    walked = {parent for unit in needed.below for parent in _with_units_below(organization, unit)}
    members = {one.id for one in organization.accounts.values() if one.parent in walked}
    by_walk = sum(_pages(organization, parent) for parent in walked)
    by_walk += _described(organization, needed.principals, walked | members)
    by_list = _full(len(organization.accounts)) + _described(organization, needed.principals, organization.accounts)
    return min(by_walk, by_list)


def _described(organization: Organization, principals: Iterable[str], told: Collection[str]) -> int:
    """Return how many of *principals* need a call of their own, when *told* are known with their paths.

    The path of an account or unit names all units above it, so the lowest ones are described first.
    """
    known = {above for one in told for above in _path(organization, one)} | {organization.id}
    calls = 0
    for one in sorted(principals, key=lambda one: -len(_path(organization, one))):
        calls += one not in known
        known.update(_path(organization, one))
    return calls


def _path(organization: Organization, id_: str) -> Sequence[str]:
    """Return *id_* and everything above it."""
    found = [id_]
    while one := organization.accounts.get(found[-1]) or organization.units.get(found[-1]):
        found.append(one.parent)
    return found


def fewest_of_catalogue(entities: Counter[str]) -> int:
    """Return the fewest calls that list and describe *entities*, numbers of entities by type.

    Experiences and audiences are listed. Policies and branding are named by experiences, so no call can describe them
    before the last call that describes experiences; audiences fill whichever call has room.
    """
    listed = sum(max(1, ceil(entities[type_] / LIST_ENTITIES_PAGE)) for type_ in ("Experience", "Audience"))
    children = entities["ProcurementPolicy"] + entities["BrandingSettings"]
    in_turn = ceil(entities["Experience"] / BATCH_DESCRIBE) + min(1, children)
    return listed + max(ceil(entities.total() / BATCH_DESCRIBE), in_turn)


def _with_units_below(organization: Organization, unit: str) -> Iterator[str]:
    """Yield *unit* and all units below it."""
    yield unit
    for one in organization.units.values():
        if one.parent == unit:
            yield from _with_units_below(organization, one.id)


def _pages(organization: Organization, parent: str) -> int:
    """Return the number of pages with the units and the accounts directly below *parent*."""
    children: Iterable[Iterable[object]] = (
        [one for one in organization.units.values() if one.parent == parent],
        [one for one in organization.accounts.values() if one.parent == parent],
    )
    return sum(_full(sum(1 for _ in ones)) for ones in children)


def _full(number: int) -> int:
    """Return the number of pages of *number* units or accounts; no units are one empty page."""
    return max(1, ceil(number / ORGANIZATIONS_PAGE))


def of_tree(calls: Mapping[str, int]) -> int:
    """Return how many of *calls*, numbers by action, read roots, units and accounts."""
    return sum(count for action, count in calls.items() if action in TREE)
