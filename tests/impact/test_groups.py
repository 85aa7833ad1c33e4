"""Accounts that gain or lose products, grouped by experience before and after."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reconciler.governance import Experience, Experiences
from reconciler.impact import impact
from reconciler.model import Organization
from reconciler.printed import GroupJson
from tests.naive_governance import naive_governing, naive_products
from tests.organizations import (
    FINANCE,
    MARKETING,
    ORGANIZATION,
    WALK_THROUGH,
    by_id,
    catalogues,
    experience,
    organizations,
)

PAIRS = st.tuples(organizations(), st.integers(0, 4)).flatmap(
    lambda one: st.tuples(st.just(one[0]), catalogues(one[0], one[1]), catalogues(one[0], one[1]))
)


def groups(*before: Experience, after: list[Experience], organization: Organization = WALK_THROUGH) -> list[GroupJson]:
    """Compare two states and return the groups as the plan's JSON has them."""
    return impact(organization, by_id(*before), by_id(*after)).as_json()["groups"]


def test_accounts_that_change_experience_have_gains_and_losses() -> None:
    """A group has the experiences before and after, and numbers and ids of products (contract 4)."""
    default = experience("default", ORGANIZATION, products="abc")
    finance = experience("finance", products="cd")
    assert groups(default, finance, after=[default, experience("finance", FINANCE, products="cd")]) == [
        {
            "before": "experience.default",
            "after": "experience.finance",
            "accounts": ["222222222222", "333333333333"],
            "gains": 1,
            "loses": 2,
            "gained": ["prod-d"],
            "lost": ["prod-a", "prod-b"],
        }
    ]


def test_accounts_that_stay_but_whose_catalogue_changes_are_reported() -> None:
    """The experience stays, and the products that it allows change."""
    before, after = (experience("finance", FINANCE, products=letters) for letters in ("ab", "bcd"))
    assert groups(before, after=[after]) == [
        {
            "before": "experience.finance",
            "after": "experience.finance",
            "accounts": ["222222222222", "333333333333"],
            "gains": 2,
            "loses": 1,
            "gained": ["prod-c", "prod-d"],
            "lost": ["prod-a"],
        }
    ]


def test_accounts_that_become_ungoverned_gain_everything_and_are_named() -> None:
    """An ungoverned account may buy anything; accounts that were ungoverned before are not named."""
    before = experience("finance", FINANCE, products="ab")
    found = impact(WALK_THROUGH, by_id(before), by_id(experience("finance", FINANCE, products="ab", status="disabled")))
    assert found.as_json() == {
        "groups": [
            {
                "before": "experience.finance",
                "after": None,
                "accounts": ["222222222222", "333333333333"],
                "gains": None,
                "loses": 0,
                "gained": [],
                "lost": [],
            }
        ],
        "ungoverned": ["222222222222", "333333333333"],
        "lost_services": [],
    }


def test_accounts_governed_for_the_first_time_lose_all_that_is_unlisted() -> None:
    """Null means everything; an empty policy allows nothing (catalog 4.1)."""
    assert groups(experience("marketing"), after=[experience("marketing", MARKETING, products="")]) == [
        {
            "before": None,
            "after": "experience.marketing",
            "accounts": ["444444444444"],
            "gains": 0,
            "loses": None,
            "gained": [],
            "lost": None,
        }
    ]


def test_an_experience_without_a_policy_allows_every_product() -> None:
    """Accounts that come to such an experience are governed and gain everything."""
    top = experience("open", ORGANIZATION)
    finance, disabled = (experience("finance", FINANCE, products="a", status=one) for one in ("enabled", "disabled"))
    found = impact(WALK_THROUGH, by_id(top, finance), by_id(top, disabled))
    assert [(one.before, one.after, one.gained, one.lost) for one in found.groups] == [
        ("experience.finance", "experience.open", None, frozenset())
    ]
    assert found.ungoverned == ()


def test_accounts_newly_governed_without_a_policy_lose_nothing() -> None:
    """The governing experience changes; the products that may be bought do not."""
    assert groups(experience("open", status="disabled"), after=[experience("open", FINANCE)]) == [
        {
            "before": None,
            "after": "experience.open",
            "accounts": ["222222222222", "333333333333"],
            "gains": 0,
            "loses": 0,
            "gained": [],
            "lost": [],
        }
    ]


def test_an_experience_that_governs_no_account_has_no_impact() -> None:
    """A disabled experience changes its list, and an experience loses a principal whose accounts have a closer seat."""
    assert (
        groups(
            experience("marketing", MARKETING, products="a", status="disabled"),
            experience("finance", FINANCE, "333333333333", products="a"),
            after=[
                experience("marketing", MARKETING, products="b", status="disabled"),
                experience("finance", FINANCE, products="a"),
            ],
        )
        == []
    )


def test_groups_and_their_accounts_are_in_order() -> None:
    """Groups are sorted by the experiences before and after, then by account, whatever the order of AWS's answers."""
    accounts = dict(reversed(list(WALK_THROUGH.accounts.items())))
    backwards = replace(WALK_THROUGH, accounts=accounts)
    before = [experience("b", "222222222222", "333333333333"), experience("a", MARKETING)]
    after = [
        experience("b"),
        experience("d", "333333333333"),
        experience("a", "111111111111"),
        experience("c", "222222222222", "444444444444"),
    ]
    found = impact(backwards, by_id(*before), by_id(*after))
    assert [(one.before, one.after, one.accounts) for one in found.groups] == [
        (None, "experience.a", ("111111111111",)),
        ("experience.a", "experience.c", ("444444444444",)),
        ("experience.b", "experience.c", ("222222222222",)),
        ("experience.b", "experience.d", ("333333333333",)),
    ]
    (group,) = impact(backwards, by_id(), by_id(experience("b", FINANCE))).groups
    assert group.accounts == ("222222222222", "333333333333")
    ended = impact(backwards, by_id(*before), by_id())
    assert [(one.before, one.accounts) for one in ended.groups] == [
        ("experience.a", ("444444444444",)),
        ("experience.b", ("222222222222", "333333333333")),
    ]
    assert ended.ungoverned == ("222222222222", "333333333333", "444444444444")


@given(worlds=PAIRS)
def test_each_changed_account_of_any_two_states_is_in_one_group(
    worlds: tuple[Organization, Experiences, Experiences],
) -> None:
    """Each open account whose experience or catalogue changes is in one group, which tells its own difference."""
    organization, before, after = worlds
    found = impact(organization, before, after)
    told = {account: group for group in found.groups for account in group.accounts}
    assert sum(len(group.accounts) for group in found.groups) == len(told)
    for account in organization.accounts.values():
        ends = [naive_governing(organization, world, account.id) for world in (before, after)]
        first, last = (naive_products(organization, world, account.id) for world in (before, after))
        if not account.open or (ends[0] == ends[1] and first == last):
            assert account.id not in told
            continue
        group = told[account.id]
        assert [group.before, group.after] == ends
        assert group.gained == (frozenset() if first is None else None if last is None else last - first)
        assert group.lost == (frozenset() if last is None else None if first is None else first - last)
        assert (account.id in found.ungoverned) == (ends[1] is None)
        assert group.loses_everything == (None not in ends and keeps_nothing(first, last))


def keeps_nothing(first: frozenset[str] | None, last: frozenset[str] | None) -> bool:
    """Compute the same naively, from every product on a list and one product on none."""
    products = {*(first or ()), *(last or ()), "prod-unlisted"}
    could = {one for one in products if first is None or one in first}
    return bool(could) and not any(last is None or one in last for one in could)


def test_governed_accounts_that_keep_no_product_lose_everything() -> None:
    """Accounts that had nothing, keep one product, or are governed at one end only do not count."""
    ends = {
        ("ab", "cd"): True,
        ("ab", ""): True,
        ("ab", "bc"): False,
        ("", "cd"): False,
        ("ab", None): False,
        (None, "ab"): False,
        (None, ""): True,
    }
    for (first, last), expected in ends.items():
        before, after = (experience("finance", FINANCE, products=letters) for letters in (first, last))
        (group,) = impact(WALK_THROUGH, by_id(before), by_id(after)).groups
        assert group.loses_everything is expected, (first, last)
    (group,) = impact(WALK_THROUGH, by_id(), by_id(experience("finance", FINANCE, products=""))).groups
    assert group.loses_everything is False
