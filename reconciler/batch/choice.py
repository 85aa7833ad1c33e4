"""The choice of a packing: the fewest change sets, and of those the shortest chain of sets that wait for each other.

Example: 120 changes of 60 objects. List scheduling takes the objects in their order and fills 6 sets. Packing on levels
fills 6 sets, too, and none of them waits for another: that one is taken.
"""

from collections.abc import Iterator, Sequence

from reconciler.model import Request

from .levels import Manner, on_levels
from .order import Unit
from .pack import pack
from .tasks import Tasks
from .waits import awaited

Sets = Sequence[Sequence[Request]]


def best_packed(units: Sequence[Unit], *, isolated: bool, room: int) -> Sets:
    """Return the requests of each change set, in an order in which each set comes after those that it waits for.

    Never more sets than list scheduling needs. Raises Cycle. Isolated sets are packed by list scheduling only.
    """
    packed = pack(units, isolated=isolated, room=room)
    best: Sets = [[request for unit in together for request in unit.requests] for together in packed]
    if isolated or not best:
        return best
    tasks = Tasks.of(units)
    shortest = 1 + max(tasks.earliest)
    rank = len(best), chain(best)
    for manner in manners(tasks, room, len(best)):
        if rank[1] == shortest:
            break
        leveled = on_levels(tasks, manner, room)
        if leveled is not None:
            sets = [[request for index in indices for request in units[index].requests] for indices in leveled]
            best, rank = min(((best, rank), (sets, (len(sets), chain(sets)))), key=lambda one: one[1])
    return best


def manners(tasks: Tasks, room: int, most: int) -> Iterator[Manner]:
    """Yield the ways that are tried, those that split no object first; each takes at most *most* sets."""
    if not tasks.waves:
        yield from (Manner(split=split, most=most) for split in (False, True))
        return
    sides = [(len(wave.firsts), len(wave.seconds)) for wave in tasks.waves]
    larger = max(sum(firsts for firsts, _ in sides), sum(seconds for _, seconds in sides))
    for offset, reserve, split in (
        (1, 0, False),
        (0, 0, False),
        (1, 3, False),
        (0, 3, False),
        (1, 5, False),
        (1, 0, True),
    ):
        kept = reserve * room // 10
        pairs = 5 * -(-larger // (room - kept)) // 4
        yield Manner(offset=offset, reserve=kept, pairs=pairs, split=split, most=most)


def chain(sets: Sets) -> int:
    """Return the number of sets in the longest chain of sets that wait for each other."""
    levels: list[int] = []
    for waits in awaited(sets):
        levels.append(1 + max((levels[one] for one in waits), default=0))
    return max(levels, default=0)
