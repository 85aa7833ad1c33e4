"""Change sets on levels, and which units each of them can take.

Example: a set on level 0 changes a. No other set on level 0 takes a change of a; a set on level 1 does, and waits. A
pair has its first set on level 0 and its second on level 1, in which a principal arrives at b. No other set on either
level takes a change of b, so nothing is waited for between the two.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from reconciler.model import Address

from .tasks import Tasks

NOWHERE = frozenset[int]()

Place = tuple[Address, int]
"""An object on a level."""


class UnplaceableError(Exception):
    """No set can take a unit: this way of packing fails."""


@dataclass(slots=True)
class LeveledSet:
    """A change set on a *level*, with *room* for so many more changes. *first* is the set before it in a pair."""

    level: int
    room: int
    first: int | None = None
    second: int | None = None
    units: list[int] = field(default_factory=list)
    verbs: dict[Address, set[str]] = field(default_factory=dict)


class LeveledSets:
    """The *sets* of a packing, at most *most* of them, with *room* changes each; *on* has their numbers by level.

    *placed* has the set of each unit. *touched* has the set that has each object on a level, and *changed* the one that
    changes more of it than its principals. *felt* has the sets whose moves forbid that.
    """

    def __init__(self, tasks: Tasks, room: int, most: int) -> None:
        """Begin without sets."""
        self.tasks, self.room, self.most = tasks, room, most
        self.sets: list[LeveledSet] = []
        self.on: list[list[int]] = []
        self.placed: dict[int, int] = {}
        self.touched: dict[Place, int] = {}
        self.changed: dict[Place, int] = {}
        self.felt: dict[Place, set[int]] = {}

    def level(self, index: int) -> int:
        """Return the level of a unit, 0 when it is not placed."""
        return self.sets[self.placed[index]].level if index in self.placed else 0

    @property
    def pairs(self) -> int:
        """Return how many pairs of sets there are for the halves of moves."""
        return sum(one.first is not None for one in self.sets)

    def open_pair(self, level: int) -> tuple[int, int]:
        """Open two sets for the halves of moves, on *level* and on the next one."""
        first, second = self.open(level), self.open(level + 1)
        self.sets[first].second, self.sets[second].first = second, first
        return first, second

    def close(self) -> None:
        """Remove the set that was opened last; it is empty."""
        self.on[self.sets.pop().level].pop()

    def open(self, level: int) -> int:
        """Open a set. Raises UnplaceableError if there are too many."""
        if len(self.sets) == self.most:
            raise UnplaceableError
        while len(self.on) <= level:
            self.on.append([])
        self.sets.append(LeveledSet(level, self.room))
        self.on[level].append(len(self.sets) - 1)
        return len(self.sets) - 1

    def takes(self, index: int, number: int) -> bool:
        """Tell whether the set can take a unit: no set beside it is about the object, and all edges are kept."""
        one, address = self.sets[number], self.tasks.units[index].address
        if not self.tasks.verbs[index].isdisjoint(one.verbs.get(address, ())):
            return False
        apart, half = self.tasks.apart[index], index in self.tasks.halves
        for level, own in self._spans(index, number):
            if self.touched.get((address, level), own) != own:
                return False
            if apart and any(self.changed.get((felt, level), own) != own for felt in apart):
                return False
            if not half and not self.felt.get((address, level), NOWHERE) <= {own}:
                return False
        return self._keeps_edges(index, number)

    def _spans(self, index: int, number: int) -> Iterator[tuple[int, int]]:
        """Return the levels on which a unit occupies its object, each with the set that may touch it there."""
        one = self.sets[number]
        yield one.level, number
        if one.first is not None:
            yield one.level - 1, one.first
        elif one.second is not None and index in self.tasks.halves:
            yield one.level + 1, one.second

    def _keeps_edges(self, index: int, number: int) -> bool:
        unit, here = self.tasks.units[index], self.sets[number]
        for one in unit.after | unit.not_before:
            earlier = self.placed.get(one)
            if earlier is not None and not self._precedes(earlier, here, number, strict=one in unit.after):
                return False
        for one, strict in self.tasks.followers[index]:
            later = self.placed.get(one)
            if later is not None and not self._precedes(number, self.sets[later], later, strict=strict):
                return False
        return True

    def _precedes(self, earlier: int, later: LeveledSet, number: int, *, strict: bool) -> bool:
        """Tell whether *later* may wait for the set *earlier*; the two sets of a pair have nothing between them."""
        if earlier == number:
            return not strict
        if later.first is None:
            return self.sets[earlier].level < later.level
        return earlier == later.first or self.sets[earlier].level < later.level - 1

    def put(self, index: int, number: int) -> None:
        """Place a unit in a set that takes it."""
        one, unit = self.sets[number], self.tasks.units[index]
        one.units.append(index)
        one.room -= unit.size
        one.verbs.setdefault(unit.address, set()).update(self.tasks.verbs[index])
        self.placed[index] = number
        for level, own in self._spans(index, number):
            self.touched[unit.address, level] = own
            if index not in self.tasks.halves:
                self.changed[unit.address, level] = own
            for felt in self.tasks.apart[index]:
                self.felt.setdefault((felt, level), set()).add(own)
