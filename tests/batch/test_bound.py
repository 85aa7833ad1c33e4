"""The lower bound of the number of change sets, and the cases in which packing reaches it."""

from functools import cache
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from reconciler.batch import batch, lower_bound, shortest_chain
from reconciler.batch.bound import fewest_sets
from reconciler.batch.order import Unit
from reconciler.batch.pack import pack
from reconciler.model import Request, chained_sets
from tests.batch.requests import change, creation, key, long_list
from tests.batch.test_optimum import forests
from tests.batch.test_rules import worlds


def test_nothing_to_change_needs_no_set() -> None:
    """Without changes, and with single calls alone, the bound is 0."""
    assert (lower_bound([]), lower_bound([change("a", "TagResource")])) == (0, 0)


def test_twenty_changes_fit_into_one_set() -> None:
    """The bound is 1 for 20 changes and 2 for 21 (catalog 1.4)."""
    changes = [change(f"e{number:02}") for number in range(41)]
    assert [lower_bound(changes[:number]) for number in (1, 20, 21, 40, 41)] == [1, 1, 2, 2, 3]


def test_a_long_list_needs_a_set_for_each_part() -> None:
    """A set has at most one change of a type for an entity, so each part needs a set of its own."""
    assert lower_bound(long_list("a", 7)) == 7


def test_changes_that_another_set_must_follow_are_not_in_the_last_set() -> None:
    """21 changes that another set must follow need two sets before that one."""
    firsts = [change(f"e{number:02}", "DisassociateAudience") for number in range(21)]
    seconds = [
        change(f"f{n:02}", "AssociateAudience", after={key(f"e{n:02}", "DisassociateAudience")}) for n in range(21)
    ]
    assert lower_bound([*firsts, *seconds[:1]]) == 2
    assert lower_bound([*firsts, *seconds]) == 3


def test_a_creation_counts_all_its_changes() -> None:
    """A creation is not split: 7 creations of 3 changes count as 21 changes."""
    verbs = ["CreateExperience", "CreateProcurementPolicy", "UpdateExperience"]
    assert lower_bound([creation(f"e{number}", verb) for number in range(7) for verb in verbs]) == 2


def test_isolated_sets_are_at_least_one_for_each_experience() -> None:
    """Isolated sets contain one experience each (contract 1.1), so the bound counts experiences."""
    requests = [change("a"), change("b"), *long_list("c", 3)]
    assert (lower_bound(requests), lower_bound(requests, isolated=True)) == (3, 5)


@given(units=forests(), room=st.integers(1, 4))
def test_units_with_one_dependant_at_most_are_packed_into_the_fewest_sets(units: tuple[Unit, ...], room: int) -> None:
    """In an in-forest, packing the highest units first reaches the bound (Hu's theorem)."""
    assert len(pack(units, room=room)) == fewest_sets(units, room)


@st.composite
def tangles(draw: st.DrawFn) -> tuple[Unit, ...]:
    """Draw up to 7 units of one or two changes that wait for any earlier ones, strictly or not."""
    units: list[Unit] = []
    for number in range(draw(st.integers(1, 7))):
        earlier = st.frozensets(st.integers(0, number - 1), max_size=3) if number else st.just(frozenset[int]())
        requests = [creation(f"e{number}", verb) for verb in ("CreateExperience", "UpdateExperience")]
        units.append(Unit(tuple(requests[: draw(st.integers(1, 2))]), draw(earlier), draw(earlier)))
    return tuple(units)


def optimum(units: tuple[Unit, ...], room: int) -> int:
    """Return the fewest sets, found by trying every way of filling every set."""

    def fits(chosen: frozenset[int], done: frozenset[int]) -> bool:
        waits = (units[number].after <= done and units[number].not_before <= done | chosen for number in chosen)
        return sum(units[number].size for number in chosen) <= room and all(waits)

    @cache
    def from_here(done: frozenset[int]) -> int:
        left = [number for number in range(len(units)) if number not in done]
        if not left:
            return 0
        subsets = chain.from_iterable(combinations(left, size) for size in range(1, len(left) + 1))
        return 1 + min(from_here(done | set(one)) for one in subsets if fits(frozenset(one), done))

    return from_here(frozenset())


@given(units=tangles(), room=st.integers(2, 3))
def test_no_way_of_packing_goes_below_the_bound(units: tuple[Unit, ...], room: int) -> None:
    """Whatever the dependencies, bound <= optimum <= number of sets used."""
    assert fewest_sets(units, room) <= optimum(units, room) <= len(pack(units, room=room))


@given(requests=worlds(), isolated=st.booleans())
def test_a_plan_has_never_fewer_sets_than_the_bound(requests: list[Request], *, isolated: bool) -> None:
    """The bound holds for isolated and for minimal change sets."""
    used = len(batch(requests, account="111111111111", isolated=isolated))
    assert lower_bound(requests, isolated=isolated) <= used


@given(parts=st.lists(st.integers(1, 6), min_size=1, max_size=60))
def test_long_lists_of_many_experiences_reach_the_bound(parts: list[int]) -> None:
    """The parts of lists are chains, and chains are a forest, so packing is optimal."""
    requests = [request for number, many in enumerate(parts) for request in long_list(f"e{number:02}", many)]
    assert len(batch(requests, account="111111111111")) == lower_bound(requests)


@given(requests=worlds())
def test_no_packing_has_a_shorter_chain_than_the_bound(requests: list[Request]) -> None:
    """Neither the fewest nor the fastest change sets go below it."""
    for fastest in (False, True):
        assert shortest_chain(requests) <= chained_sets(batch(requests, account="111111111111", fastest=fastest))
