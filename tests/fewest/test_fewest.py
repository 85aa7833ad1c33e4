"""What is said of the number of change sets is true of every way of carrying out the wish."""

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
def test_nothing_as_safe_goes_below_the_bound(wish: Wish) -> None:
    """However the wish is cut into changes and put into sets; so where the plan equals the bound, nothing is fewer."""
    search = Search.of(wish)
    assume(len(search.items) <= 9)
    assert wish.bound <= search.fewest(len(wish.sets))


@given(wish=wishes())
def test_what_is_planned_keeps_the_rules(wish: Wish) -> None:
    """Those of AWS and those of safe order, as a checker of its own reads them."""
    search, done = Search.of(wish), 0
    for requests in wish.sets:
        chosen = search.sent(requests)
        assert search.allows(done, chosen)
        done |= chosen
    assert done == search.everything


def test_members_are_counted_as_if_all_changes_were_full() -> None:
    """101 products take three changes; 60 take two, and a mover may arrive with the second."""
    assert Wish({"a": (on(), on(allow=101))}, LARGE).bound == 3
    assert Wish({"a": (on(LEDGER), on()), "b": (on(), on(LEDGER, allow=60))}, LARGE).bound == 2


def test_what_follows_every_change_of_a_list_follows_the_first_of_them() -> None:
    """An experience is revived before all three changes of its list."""
    assert Wish({"a": (State("archived"), on(allow=101))}, LARGE).bound == 4


def test_a_seat_that_comes_has_a_set_before_one_that_goes() -> None:
    """The account goes to where its unit has come."""
    assert Wish({"a": (on(LEDGER), on()), "b": (on(), on(FINANCE))}, LARGE).bound == 2
    assert Wish({"a": (on(LAB), on()), "b": (on(), on(FINANCE))}, LARGE).bound == 1


def test_a_unit_and_an_account_in_it_move_one_after_the_other() -> None:
    """Two sets each: the account would be with nobody otherwise. One that stays makes no difference."""
    ends = {"a": (on(FINANCE, LAB), on(LAB)), "b": (on(LEDGER), on(FINANCE)), "c": (on(), on(LEDGER))}
    assert Wish(ends, LARGE).bound == 4
    assert Wish({**ends, "d": (on("o-abcdef1234"), on("o-abcdef1234"))}, LARGE).bound == 2


def test_isolated_moves_take_a_set_for_each_flow() -> None:
    """Who leaves in a set about one experience arrives in the next one, which is about one other."""
    ends = {"a": (on(LEDGER, LAB), on()), "b": (on(), on(LEDGER)), "c": (on(), on(LAB))}
    assert Wish(ends, LARGE, isolated=True).bound == 4
