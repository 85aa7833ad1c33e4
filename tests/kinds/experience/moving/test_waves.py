"""Many moves are cut into waves; each wave fits into two consecutive sets."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds.experience.moving.wave_builder import Rounds, Wave
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


def test_the_waves_of_a_round_share_no_experience() -> None:
    """From forty experiences to two of forty others: two full waves side by side, then the rest."""
    wanted = moves(*((one, 100 + (one + step) % 40, 1) for one in range(40) for step in (0, 1)))
    first, second, *rest = cut(wanted, rounds=Rounds.FROM_FEW)
    assert not {one.address for one in first.nodes} & {one.address for one in second.nodes}
    assert [len(one.leaving) for one in (first, second)] == [20, 20]
    assert sum(len(principals) for wave in rest for principals in wave.leaving.values()) == 2


def test_a_round_ends_where_its_next_wave_would_carry_few() -> None:
    """The moves that are left between the experiences of one round are put back, and move in the next round."""
    wanted = moves(*((one, 100 + other, 1) for one in range(21) for other in range(21)))
    waves = cut(wanted, rounds=Rounds.FROM_FEW)
    assert [sum(map(len, wave.leaving.values())) for wave in waves] == [400, 20, 20, 1]


@given(
    groups=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 70)), max_size=60),
    isolated=st.booleans(),
    rounds=st.sampled_from([None, *Rounds]),
)
def test_any_moves_are_cut_into_waves_that_fit(
    groups: list[tuple[int, int, int]], *, isolated: bool, rounds: Rounds | None
) -> None:
    """Every principal leaves and arrives once, in one wave; changes and sets are within AWS's limits."""
    wanted = moves(*{(source, target): (source, target, many) for source, target, many in groups}.values())
    waves = cut(wanted, isolated=isolated, rounds=rounds)
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
    ),
    rounds=st.sampled_from([None, *Rounds]),
)
def test_moves_that_fit_into_two_sets_take_the_fewest_changes(
    groups: list[tuple[int, int, int]], *, rounds: Rounds | None
) -> None:
    """There is one change for each source and one for each target."""
    waves = cut(moves(*groups), rounds=rounds)
    assert sum(len(wave.leaving) for wave in waves) == len({source for source, _, _ in groups})
    assert sum(len(wave.arriving) for wave in waves) == len({target for _, target, _ in groups})
