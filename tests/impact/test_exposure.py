"""Accounts that are governed, between two operations, neither as before nor as after."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reconciler.governance import Experience, Experiences
from reconciler.impact import exposures
from reconciler.model import Organization
from tests.naive_governance import naive_governing, naive_products
from tests.operations import one_after_another, operation
from tests.organizations import (
    FINANCE,
    ORGANIZATION,
    PRODUCTS,
    WALK_THROUGH,
    by_id,
    catalogues,
    experience,
    organizations,
)

EVERYTHING = frozenset([*PRODUCTS, "everything else"])
Exposed = tuple[str | None, bool, bool]


def told(*worlds: Sequence[Experience]) -> list[object]:
    """Return the exposures of operations; each operation leads from one state to the next."""
    operations = one_after_another(len(worlds) - 1)
    return [one.as_json() for one in exposures(WALK_THROUGH, [by_id(*world) for world in worlds], operations)]


def test_a_principal_that_moves_is_exposed_to_what_governs_in_between() -> None:
    """Between the sets of a move, the experience of the closest ancestor governs (catalog 5.2)."""
    default = experience("default", ORGANIZATION, products="abx")
    old, new = experience("old", FINANCE, products="ab"), experience("new", products="bc")
    between = [default, experience("old", products="ab"), new]
    after = [default, experience("old", products="ab"), experience("new", FINANCE, products="bc")]
    assert told([default, old, new], between, after) == [
        {
            "principal": FINANCE,
            "accounts": ["222222222222", "333333333333"],
            "from": "op-1",
            "until": "op-2",
            "governed_by": "experience.default",
            "wider": True,
            "narrower": False,
            "seconds": 30,
        }
    ]


def test_a_move_without_a_seat_above_passes_through_ungoverned() -> None:
    """Without a seat above, the accounts are ungoverned between the sets (catalog 5.2)."""
    first = [experience("old", FINANCE, products="a"), experience("new", products="a")]
    between = [experience("old", products="a"), experience("new", products="a")]
    last = [experience("old", products="a"), experience("new", FINANCE, products="a")]
    (found,) = exposures(WALK_THROUGH, [by_id(*one) for one in (first, between, last)], one_after_another(2))
    assert (found.governed_by, found.wider, found.narrower) == (None, True, False)


def test_being_ungoverned_in_between_is_wider_even_where_all_was_allowed() -> None:
    """An experience without a policy allows everything, but it governs and may ask users to request products."""
    first = [experience("old", FINANCE), experience("new", products="a")]
    last = [experience("old"), experience("new", FINANCE, products="a")]
    between = [experience("old"), experience("new", products="a")]
    (found,) = exposures(WALK_THROUGH, [by_id(*one) for one in (first, between, last)], one_after_another(2))
    assert (found.governed_by, found.wider) == (None, True)


def test_accounts_that_end_up_ungoverned_are_not_exposed() -> None:
    """Ending up ungoverned is impact: an exposure passes."""
    first = [experience("old", FINANCE, products="a"), experience("other", products="a")]
    gone = [experience("old", products="a"), experience("other", products="a")]
    assert told(first, gone, [gone[0], experience("other", products="ab")]) == []


def test_a_first_policy_that_is_filled_in_two_sets_is_narrower_in_between() -> None:
    """Products that both ends allow are missing from the list that is half filled."""
    assert told(
        [experience("finance", FINANCE)],
        [experience("finance", FINANCE, products="a")],
        [experience("finance", FINANCE, products="ab")],
    ) == [
        {
            "principal": FINANCE,
            "accounts": ["222222222222", "333333333333"],
            "from": "op-1",
            "until": "op-2",
            "governed_by": "experience.finance",
            "wider": False,
            "narrower": True,
            "seconds": 30,
        }
    ]


def test_a_list_that_is_changed_in_two_sets_exposes_no_account() -> None:
    """Products allowed in between are allowed at one end, and products allowed at both ends stay."""
    lists = ["abc", "acd", "adef"]
    assert told(*([experience("finance", FINANCE, products=letters)] for letters in lists)) == []


def test_accounts_ungoverned_at_both_ends_are_reported_as_the_organization() -> None:
    """The accounts have no seat at either end, and an experience governs them for a moment in between."""
    first, last = [experience("brief", products="a")], [experience("brief")]
    assert told(first, [experience("brief", FINANCE, products="a")], last) == [
        {
            "principal": ORGANIZATION,
            "accounts": ["222222222222", "333333333333"],
            "from": "op-1",
            "until": "op-2",
            "governed_by": "experience.brief",
            "wider": False,
            "narrower": True,
            "seconds": 30,
        }
    ]


def test_an_exposure_whose_governing_experience_changes_is_reported_as_two() -> None:
    """First no experience governs, then the experience of an ancestor, which allows too much."""
    on, off = "enabled", "disabled"

    def world(old: str, default: str, new: list[str]) -> list[Experience]:
        return [
            experience("old", FINANCE, products="a", status=old),
            experience("default", ORGANIZATION, products="abcd", status=default),
            experience("new", *new, products="b"),
        ]

    found = told(
        world(on, off, []), world(off, off, []), world(off, on, []), world(off, on, ["222222222222", "333333333333"])
    )
    assert [(one["principal"], one["governed_by"], one["from"], one["until"]) for one in found] == [  # type: ignore[index]
        ("222222222222", None, "op-1", "op-2"),
        ("333333333333", None, "op-1", "op-2"),
        ("222222222222", "experience.default", "op-2", "op-3"),
        ("333333333333", "experience.default", "op-2", "op-3"),
    ]


def test_a_principal_that_two_experiences_hold_leaves_one_without_exposure() -> None:
    """AWS allows one holder; if it returns two, the one that remains governs."""
    first = [experience("a", FINANCE, products="a"), experience("b", FINANCE, products="b")]
    second = [experience("a", products="a"), first[1]]
    third = [second[0], experience("b", FINANCE, products="bc")]
    assert told(first, second, third) == []
    assert [one["governed_by"] for one in told(first, second, first)] == ["experience.b"]  # type: ignore[index]


def test_seconds_are_those_of_the_sets_in_between() -> None:
    """A set takes half a minute; sets that run at the same time are counted once."""
    first = [experience("old", FINANCE, products="a"), experience("new", products="a")]
    gone = [experience("old", products="a"), experience("new", products="a")]
    last = [experience("old", products="a"), experience("new", FINANCE, products="a")]
    worlds = [by_id(*one) for one in (first, gone, gone, gone, last)]
    in_line = [operation(1), operation(2, 1), operation(3, 1), operation(4, 2, 3)]
    apart = [operation(1), operation(2), operation(3), operation(4)]
    assert [exposures(WALK_THROUGH, worlds, one)[0].seconds for one in (in_line, apart)] == [60, 30]


@st.composite
def states_of_organizations(draw: st.DrawFn) -> tuple[Organization, list[Experiences]]:
    """Draw an organization and up to 5 consecutive states; the second state may have a new experience."""
    organization = draw(organizations())
    number = draw(st.integers(0, 3))
    worlds = draw(st.lists(catalogues(organization, number), min_size=1, max_size=5))
    if number and draw(st.booleans()):
        worlds[0] = {id_: one for id_, one in worlds[0].items() if id_ != "experience.e0"}
    shared = [worlds[0]]
    for before, after in pairwise(worlds):
        shared.append({id_: shared[-1][id_] if before.get(id_) == one else one for id_, one in after.items()})
    return organization, shared


def naive_exposure(organization: Organization, worlds: list[Experiences], number: int, account: str) -> Exposed | None:
    """Compare what *account* may buy in state *number* with what it may buy in the first and in the last state."""
    chosen = (worlds[0], worlds[-1], worlds[number])
    before, after, now = (naive_governing(organization, world, account) for world in chosen)
    lists = [naive_products(organization, world, account) for world in chosen]
    first, last, here = (EVERYTHING if one is None else one for one in lists)
    wider = bool(here - first - last) or (now is None and before is not None and after is not None)
    narrower = bool((first & last) - here)
    return (now, wider, narrower) if wider or narrower else None


@given(states=states_of_organizations())
def test_exposures_are_those_of_every_account_in_every_state(
    states: tuple[Organization, list[Experiences]],
) -> None:
    """No account is missed or told needlessly, and each exposure begins and ends where it should."""
    organization, worlds = states
    found = exposures(organization, worlds, one_after_another(len(worlds) - 1))
    listed = [
        (account, number, (one.governed_by, one.wider, one.narrower))
        for one in found
        for account in one.accounts
        for number in range(int(one.since[3:]), int(one.until[3:]))
    ]
    expected = [
        (account.id, number, exposed)
        for account in organization.accounts.values()
        for number in range(len(worlds))
        if account.open and (exposed := naive_exposure(organization, worlds, number, account.id))
    ]
    assert sorted(listed, key=repr) == sorted(expected, key=repr)


@given(states=states_of_organizations())
def test_the_principal_of_an_exposure_is_above_each_of_its_accounts(
    states: tuple[Organization, list[Experiences]],
) -> None:
    """A reader finds the accounts below the principal."""
    organization, worlds = states
    for one in exposures(organization, worlds, one_after_another(len(worlds) - 1)):
        assert all(one.principal in organization.path(account) for account in one.accounts)
