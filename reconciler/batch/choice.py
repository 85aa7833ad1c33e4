"""The choice of a packing: the fewest change sets, and of those the shortest chain of sets that wait for each other.

The fastest packing is the one with the shortest chain, as long as it takes at most a tenth more sets.

Example: 120 changes of 60 objects. List scheduling takes the objects in their order and fills 6 sets. Packing on levels
fills 6 sets, too, and none of them waits for another: that one is taken.
"""

from collections.abc import Iterable, Iterator, Sequence

from reconciler.model import Request, longest_chain

from .levels import Manner, on_levels
from .order import Unit
from .pack import pack
from .tasks import Tasks
from .waits import awaited

Sets = Sequence[Sequence[Request]]


def best_packed(units: Sequence[Unit], *, isolated: bool = False, fastest: bool = False, room: int) -> Sets:
    """Return the requests of each change set, in an order in which each set comes after those that it waits for.

    There are never more sets than list scheduling needs; with *fastest*, at most a tenth more. Raises Cycle. Isolated
    sets are packed by list scheduling only.
    """
    listed: Sets = [_requests(together) for together in pack(units, isolated=isolated, room=room)]
    if isolated or not listed:
        return listed
    tasks = Tasks.of(units)
    shortest = 1 + max(tasks.earliest)
    ranked = [(chain(listed), len(listed), listed)]
    for manner in manners(tasks, room, len(listed) * 11 // 10 if fastest else len(listed)):
        if ranked[-1][0] == shortest:
            break
        leveled = on_levels(tasks, manner, room)
        if leveled is not None:
            sets = [_requests(units[index] for index in indices) for indices in leveled]
            ranked.append((chain(sets), len(sets), sets))
    fewest = min(sets for _, sets, _ in ranked)
    most = fewest * 11 // 10 if fastest else fewest
    return min((one for one in ranked if one[1] <= most), key=lambda one: one[:2])[2]


def _requests(units: Iterable[Unit]) -> Sequence[Request]:
    return [request for unit in units for request in unit.requests]


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
    return longest_chain(enumerate(awaited(sets)))
