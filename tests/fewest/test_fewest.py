"""The bound on the number of change sets holds for every way of carrying out the desired state."""

from hypothesis import assume, given, settings

from reconciler.limits import Sizes
from tests.fewest.exhaustive import Search
from tests.fewest.wishes import State, Wish, wishes

LEDGER, LAB, FINANCE = "333333333333", "555555555555", "ou-abcd-finance0"
LARGE = Sizes(changes=20, members=50)


def on(*principals: str, allow: int = 0) -> State:
    """Return an enabled experience."""
    return State("enabled", frozenset(principals), frozenset(f"prod-{number:03}" for number in range(allow)))


@settings(max_examples=250)
@given(wish=wishes())
def test_no_safe_way_needs_fewer_sets_than_the_bound(wish: Wish) -> None:
    """The bound holds for every cut into changes and sets; a plan that equals the bound is therefore optimal."""
    search = Search.of(wish)
    assume(len(search.items) <= 9)
    assert wish.bound <= search.fewest(len(wish.sets))


@given(wish=wishes())
def test_a_plan_keeps_the_rules_of_aws_and_of_safe_order(wish: Wish) -> None:
    """An independent checker reads the rules."""
    search, done = Search.of(wish), 0
    for requests in wish.sets:
        chosen = search.sent(requests)
        assert search.allows(done, chosen)
        done |= chosen
    assert done == search.everything


def test_members_are_counted_as_if_all_changes_were_full() -> None:
    """101 products take three changes; 60 take two, and a principal may arrive with the second."""
    assert Wish({"a": (on(), on(allow=101))}, LARGE).bound == 3
    assert Wish({"a": (on(LEDGER), on()), "b": (on(), on(LEDGER, allow=60))}, LARGE).bound == 2


def test_reviving_comes_before_every_change_of_a_list() -> None:
    """An experience is revived in a set before the three changes of its list."""
    assert Wish({"a": (State("archived"), on(allow=101))}, LARGE).bound == 4


def test_a_seat_arrives_in_a_set_before_the_seat_that_it_replaces_goes() -> None:
    """An account falls back to the seat of its unit, which must exist by then."""
    assert Wish({"a": (on(LEDGER), on()), "b": (on(), on(FINANCE))}, LARGE).bound == 2
    assert Wish({"a": (on(LAB), on()), "b": (on(), on(FINANCE))}, LARGE).bound == 1


def test_a_unit_and_an_account_in_it_move_one_after_the_other() -> None:
    """Each move takes two sets, or the account would be ungoverned.

    A seat above that stays makes the moves independent.
    """
    ends = {"a": (on(FINANCE, LAB), on(LAB)), "b": (on(LEDGER), on(FINANCE)), "c": (on(), on(LEDGER))}
    assert Wish(ends, LARGE).bound == 4
    assert Wish({**ends, "d": (on("o-abcdef1234"), on("o-abcdef1234"))}, LARGE).bound == 2


def test_isolated_moves_take_a_set_for_each_pair_of_experiences() -> None:
    """A principal leaves in a set of its source and arrives in the next set, which is of its target."""
    ends = {"a": (on(LEDGER, LAB), on()), "b": (on(), on(LEDGER)), "c": (on(), on(LAB))}
    assert Wish(ends, LARGE, isolated=True).bound == 4
