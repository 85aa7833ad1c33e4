"""A move is postponed where a later move needs the same changes."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds.experience.moving.level_merging import Followers, Levels, merged
from reconciler.kinds.experience.moving.waves import cut
from reconciler.model import Address, Move


def moves(prefix: str, source: str, target: str, many: int = 1) -> list[Move]:
    """Return so many moves from one experience to another, or with "" from or to none."""
    ends = [Address("experience", name) if name else None for name in (source, target)]
    return [Move(f"{prefix}{number:03}", *ends) for number in range(many)]


def shape(levels: Levels) -> list[list[str]]:
    """Return the principals of each level."""
    return [sorted(move.principal for move in moves) for _, moves in sorted(levels.items())]


def test_a_move_joins_a_later_one_of_the_same_source_and_target() -> None:
    """The two moves share one change of the source and one of the target."""
    levels = {0: moves("p", "a", "b"), 1: moves("q", "a", "b")}
    assert shape(merged(levels, {})) == [[], ["p000", "q000"]]


def test_a_move_is_not_postponed_beyond_its_followers() -> None:
    """A move stays on a level below that of a move that waits for it."""
    levels = {0: moves("p", "a", "b"), 1: moves("q", "a", "b"), 2: [*moves("r", "a", "b"), *moves("s", "c", "d")]}
    kept = {"q000": ["r000"]}
    assert shape(merged(levels, {"p000": ["s000"], **kept})) == [[], ["p000", "q000"], ["r000", "s000"]]
    assert shape(merged(levels, {"p000": ["q000"], **kept})) == [["p000"], ["q000"], ["r000", "s000"]]


def test_a_move_is_not_postponed_where_no_change_is_saved() -> None:
    """The later change is full, is of other experiences, or the earlier changes are needed anyway."""
    full = {0: moves("p", "a", "b"), 1: moves("q", "a", "b", 50)}
    others = {0: moves("p", "a", "b"), 1: [*moves("q", "a", "c"), *moves("r", "d", "b")]}
    needed = {0: [*moves("p", "a", "b"), *moves("q", "a", "c"), *moves("r", "d", "b")], 1: moves("s", "a", "b")}
    for levels in (full, others, needed):
        assert shape(merged(levels, {})) == shape(levels)


def test_a_move_without_target_joins_any_later_change_of_its_source() -> None:
    """A move without a source joins any later change of its target."""
    levels = {0: [*moves("p", "a", ""), *moves("q", "", "c")], 1: [*moves("r", "a", "b"), *moves("s", "d", "c")]}
    assert shape(merged(levels, {})) == [[], ["p000", "q000", "r000", "s000"]]


@st.composite
def levelled(draw: st.DrawFn) -> tuple[Levels, Followers]:
    """Draw moves of up to three levels between a few experiences, some of which follow others."""
    levels = {
        level: [
            move
            for number in range(draw(st.integers(1, 5)))
            for move in moves(
                f"{level}{number}", draw(st.sampled_from("abc")), draw(st.sampled_from("bcd")), draw(st.integers(1, 40))
            )
        ]
        for level in range(draw(st.integers(1, 3)))
    }
    earlier = [one.principal for level in levels if level + 1 in levels for one in levels[level]]
    followers = {
        one: [draw(st.sampled_from(levels[int(one[0]) + 1])).principal]
        for one in (draw(st.sets(st.sampled_from(earlier), max_size=5)) if earlier else ())
    }
    return levels, followers


def changes(levels: Levels) -> int:
    """Return the number of changes of the moves of all levels."""
    waves = [wave for moves in levels.values() for wave in cut(moves)]
    return sum(len(wave.leaving) + len(wave.arriving) for wave in waves)


def places(levels: Levels) -> dict[str, int]:
    """Return the level of each principal."""
    return {move.principal: level for level, moves in levels.items() for move in moves}


def everybody(levels: Levels) -> Sequence[Move]:
    """Return all moves by principal."""
    return sorted(move for moves in levels.values() for move in moves)


@given(drawn=levelled())
def test_no_move_is_lost_and_followers_still_follow(drawn: tuple[Levels, Followers]) -> None:
    """No move is on an earlier level than before, and the number of changes does not grow."""
    levels, followers = drawn
    after = merged(levels, followers)
    was, now = places(levels), places(after)
    assert everybody(after) == everybody(levels)
    assert all(was[one] <= now[one] for one in was)
    assert all(now[one] < now[follower] for one, many in followers.items() for follower in many)
    assert changes(after) <= changes(levels)
