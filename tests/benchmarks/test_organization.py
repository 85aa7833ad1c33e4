"""The fewest calls that give an answer: computed from what the answer has to know, not from what was read."""

from collections import Counter

import pytest

from benchmarks.everyday import OF_UNIT, everyday_plans, small_world
from benchmarks.organization import Needed, fewest_of_catalogue, fewest_of_organization, of_tree
from reconciler.model import Account, Organization, OrganizationalUnit

UNITS = {
    "ou-1": OrganizationalUnit("ou-1", "One", "r-abcd"),
    "ou-2": OrganizationalUnit("ou-2", "Below", "ou-1"),
    "ou-3": OrganizationalUnit("ou-3", "Other", "r-abcd"),
}


def organization(**accounts: int) -> Organization:
    """Return an organization with so many accounts in `one`, `below` and `other`, and no others."""
    units = {"one": "ou-1", "below": "ou-2", "other": "ou-3"}
    found = [Account(f"{name}-{n}", "", units[name]) for name, count in accounts.items() for n in range(count)]
    by_id = {one.id: one for one in found}
    return Organization(id="o-abcdef1234", management_account="1", root="r-abcd", units=UNITS, accounts=by_id)


def fewest(tree: Organization, *principals: str, below: str = "") -> int:
    """Return the fewest calls about *principals* and everything below one unit."""
    return fewest_of_organization(tree, Needed(frozenset(principals), frozenset({below} if below else ())))


def test_each_principal_needs_a_call_of_its_own() -> None:
    """Only its own description tells for sure of an account or unit; the organization needs none."""
    tree = organization(one=30, other=30)
    assert fewest(tree, "o-abcdef1234") == 0
    assert fewest(tree, "ou-2", "other-1", "other-2", "o-abcdef1234") == 3


def test_the_path_of_a_principal_tells_of_those_above_it() -> None:
    """An account in a named unit tells that the unit exists; a unit does not tell of those below it."""
    tree = organization(below=30, other=30)
    assert fewest(tree, "below-1", "ou-1", "ou-2") == 1
    assert fewest(tree, "ou-1") == 1


def test_a_subtree_needs_every_page_of_every_unit_below() -> None:
    """A unit with 25 accounts: 2 pages; its units: 1; the empty unit below: a page of accounts and one of units."""
    tree = organization(one=25, other=500)
    assert fewest(tree, below="ou-1") == 2 + 1 + 1 + 1
    assert fewest(tree, "ou-1", "one-3", "other-1", "other-2", below="ou-1") == 5 + 2


def test_the_whole_list_is_taken_where_it_has_fewer_pages() -> None:
    """An organization of 40 accounts is listed by two calls; a named unit without accounts needs one more."""
    tree = organization(one=25, other=15)
    assert fewest(tree, below="ou-1") == 2
    assert fewest(tree, "ou-2", "ou-3", "other-1", below="ou-1") == 3


def test_policies_are_described_after_the_experiences_that_name_them() -> None:
    """Three experiences and audiences fit into one call; their policies need a second one."""
    small = Counter({"Experience": 3, "Audience": 3, "ProcurementPolicy": 3})
    assert fewest_of_catalogue(small) == 2 + 2
    large = Counter({"Experience": 120, "Audience": 51, "ProcurementPolicy": 120, "BrandingSettings": 10})
    assert fewest_of_catalogue(large) == 3 + 2 + 16
    assert fewest_of_catalogue(Counter()) == 2


def test_calls_about_the_tree_are_told_from_others() -> None:
    """Administrators and trusted services are no part of the tree."""
    calls = {"ListRoots": 1, "ListAccounts": 5, "ListDelegatedAdministrators": 1, "DescribeOrganization": 1}
    assert of_tree(calls) == 6


@pytest.mark.parametrize(("number", "tree"), [(0, 3), (1, 75), (2, 3)])
def test_everyday_plans_need_a_few_calls_or_one_subtree(number: int, tree: int) -> None:
    """Of 10,000 accounts in 620 units: three named principals, or one unit with the 30 units below it."""
    live = small_world()
    assert len(live.organization.accounts) == 10_000
    assert len(live.organization.units) == 620
    assert fewest_of_organization(live.organization, everyday_plans(live)[number].needed) == tree


def test_an_everyday_plan_changes_what_it_says() -> None:
    """One product more for the unit; one account from the two to the unit's experience."""
    live = small_world()
    none, product, move = (plan.wished.experiences for plan in everyday_plans(live))
    assert none == live.experiences
    assert len(product[OF_UNIT].allow) == len(live.experiences[OF_UNIT].allow) + 1
    assert [len(one.principals) for one in move] == [1, 2, 1]
