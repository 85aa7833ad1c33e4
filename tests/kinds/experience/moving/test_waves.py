"""Many moves are cut into waves; each wave fits into two consecutive sets."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds.experience.moving.wave_builder import Wave
from reconciler.kinds.experience.moving.waves import cut
from reconciler.model import Address, Move


def experience(number: int) -> Address:
    """Return the address of an experience."""
    return Address("experience", f"e{number:03}")


def moves(*groups: tuple[int, int, int]) -> list[Move]:
    """Return moves, given as (source, target, number of principals)."""
    return [
        Move(f"{source:03}-{target:03}-{number:03}", experience(source), experience(target))
        for source, target, many in groups
        for number in range(many)
    ]


def sizes(waves: Sequence[Wave]) -> list[tuple[list[int], list[int]]]:
    """Return how many principals leave and arrive in each change of each wave."""
    return [(list(map(len, wave.leaving.values())), list(map(len, wave.arriving.values()))) for wave in waves]


def test_moves_without_a_common_experience_are_separate_waves() -> None:
    """Separate waves do not wait for each other."""
    assert sizes(cut(moves((1, 2, 3), (3, 4, 5)))) == [([3], [3]), ([5], [5])]


def test_a_source_of_many_targets_needs_one_change() -> None:
    """One change disassociates all principals, and each target associates its own in one."""
    assert sizes(cut(moves(*((1, target, 2) for target in range(2, 21))))) == [([38], [2] * 19)]


def test_moves_of_one_pair_of_experiences_stay_together() -> None:
    """Of sixty moves, a first change of fifty would split the thirty of one target into two changes."""
    assert sizes(cut(moves((1, 2, 30), (1, 3, 30)))) == [([30], [30]), ([30], [30])]
    assert sizes(cut(moves((1, 2, 20), (1, 3, 40), (1, 4, 10)))) == [([30], [20, 10]), ([40], [40])]


def test_moves_of_one_pair_are_split_where_that_needs_fewer_sets() -> None:
    """Six groups of 26 would need six consecutive changes of the source; split, they need four."""
    waves = cut(moves(*((1, target, 26) for target in range(2, 8))))
    assert [sum(leaving) for leaving, _ in sizes(waves)] == [50, 50, 50, 6]


def test_principals_move_fifty_by_fifty_from_one_to_another() -> None:
    """A change has at most 50 principals (catalog 1.10)."""
    assert sizes(cut(moves((1, 2, 120)))) == [([50], [50]), ([50], [50]), ([20], [20])]


def test_principals_that_only_leave_or_only_arrive_fill_changes_with_room() -> None:
    """The rest have changes of their own, fifty in each."""
    gone = [Move(f"gone-{number:03}", experience(1), None) for number in range(60)]
    come = [Move(f"come-{number:03}", None, experience(2)) for number in range(3)]
    assert sizes(cut([*moves((1, 2, 30)), *gone, *come])) == [([50], [33]), ([40], [])]


def test_isolated_waves_have_one_source_and_one_target() -> None:
    """An isolated set is about one experience."""
    assert sizes(cut(moves((1, 2, 60), (1, 3, 1)), isolated=True)) == [([50], [50]), ([10], [10]), ([1], [1])]


@given(
    groups=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 70)), max_size=60),
    isolated=st.booleans(),
)
def test_any_moves_are_cut_into_waves_that_fit(groups: list[tuple[int, int, int]], *, isolated: bool) -> None:
    """Every principal leaves and arrives once, in one wave; changes and sets are within AWS's limits."""
    wanted = moves(*{(source, target): (source, target, many) for source, target, many in groups}.values())
    waves = cut(wanted, isolated=isolated)
    carried = [
        (principal, source, target)
        for wave in waves
        for source, leaving in wave.leaving.items()
        for principal in leaving
        for target, arriving in wave.arriving.items()
        if principal in arriving
    ]
    assert Counter(carried) == Counter(tuple(move) for move in wanted)
    for wave in waves:
        for side in (wave.leaving, wave.arriving):
            assert 1 <= len(side) <= (1 if isolated else 20)
            assert all(1 <= len(principals) <= 50 for principals in side.values())


@given(
    groups=st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 5)),
        max_size=40,
        unique_by=lambda group: group[:2],
    )
)
def test_moves_that_fit_into_two_sets_take_the_fewest_changes(groups: list[tuple[int, int, int]]) -> None:
    """There is one change for each source and one for each target."""
    waves = cut(moves(*groups))
    assert sum(len(wave.leaving) for wave in waves) == len({source for source, _, _ in groups})
    assert sum(len(wave.arriving) for wave in waves) == len({target for _, target, _ in groups})
