from functools import cache
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from reconciler.batch import batch
from reconciler.batch.order import Unit
from reconciler.batch.pack import pack
from tests.batch.requests import change, long_list


@st.composite
def forests(draw: st.DrawFn) -> tuple[Unit, ...]:
    """Draw up to 9 units of one change; at most one later unit waits for each of them."""
    waits: list[set[int]] = [set() for _ in range(draw(st.integers(1, 9)))]
    for number in range(len(waits) - 1):
        follower = draw(st.none() | st.integers(number + 1, len(waits) - 1))
        if follower is not None:
            waits[follower].add(number)
    names = draw(st.permutations([f"e{number}" for number in range(len(waits))]))
    return tuple(Unit((change(name),), frozenset(after), frozenset()) for name, after in zip(names, waits, strict=True))


def fewest(units: tuple[Unit, ...], room: int) -> int:
    """Return the fewest sets, found by trying every way of filling every set."""

    @cache
    def from_here(done: frozenset[int]) -> int:
        ready = [number for number, unit in enumerate(units) if number not in done and unit.after <= done]
        if not ready:
            return 0
        chosen = combinations(ready, min(room, len(ready)))
        return 1 + min(from_here(done | frozenset(numbers)) for numbers in chosen)

    return from_here(frozenset())


@given(units=forests(), room=st.integers(1, 4))
def test_no_way_of_packing_needs_fewer_sets(units: tuple[Unit, ...], room: int) -> None:
    """Where at most one unit waits for each unit, the number of sets is the least possible."""
    assert len(pack(units, room=room)) == fewest(units, room)


@given(parts=st.lists(st.integers(1, 6), min_size=1, max_size=60))
def test_long_lists_of_many_experiences_take_as_many_sets_as_they_must(parts: list[int]) -> None:
    """After n sets, the rest of the lists needs sets of twenty. The number of sets is the greatest such sum."""
    requests = [request for number, many in enumerate(parts) for request in long_list(f"e{number:02}", many)]
    bound = max(level + -(-sum(max(0, many - level) for many in parts) // 20) for level in range(max(parts)))
    assert len(batch(requests, account="111111111111")) == bound
