"""Change sets on levels, and which units each of them can take.

Example: a set on level 0 changes a. No other set on level 0 takes a change of a; a set on level 1 does, and waits. A
pair has its first set on level 0 and its second on level 1, in which a principal arrives at b. No other set on either
level takes a change of b, so nothing is waited for between the two.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from reconciler.model import Address

from .tasks import Tasks


class UnplaceableError(Exception):
    """No set can take a unit: this way of packing fails."""


@dataclass(slots=True)
class LeveledSet:
    """A change set on a *level*, with *room* for so many more changes. *first* is the set before it in a pair.

    *spans* are the levels on which its units occupy their objects, each with the set that may touch them there;
    *of_halves* are those of halves of moves.
    """

    level: int
    room: int
    spans: tuple["Span", ...]
    of_halves: tuple["Span", ...]
    first: int | None = None
    second: int | None = None
    units: list[int] = field(default_factory=list)
    verbs: dict[Address, set[str]] = field(default_factory=dict)


Span = tuple[int, int]
"""A level and a set, by number."""


@dataclass(slots=True)
class Level:
    """What the sets of one level are about, the *sets* by number.

    *touched* has the set that has each object, and *changed* the one that changes more of it than its principals.
    *felt* has the sets whose moves forbid that.
    """

    sets: list[int] = field(default_factory=list)
    touched: dict[Address, int] = field(default_factory=dict)
    changed: dict[Address, int] = field(default_factory=dict)
    felt: dict[Address, set[int]] = field(default_factory=dict)

    def changed_beside(self, own: int, objects: Collection[Address]) -> bool:
        """Tell whether another set than *own* changes one of *objects*."""
        if self.changed.keys().isdisjoint(objects):
            return False
        return any(self.changed.get(one, own) != own for one in objects)


class LeveledSets:
    """The *sets* of a packing, at most *most* of them, with *room* changes each, by number and *on* their levels.

    *placed* has the set of each unit.
    """

    def __init__(self, tasks: Tasks, room: int, most: int) -> None:
        """Begin without sets."""
        self.tasks, self.room, self.most = tasks, room, most
        self.sets: list[LeveledSet] = []
        self.on: list[Level] = []
        self.placed: dict[int, int] = {}

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
        one, other = self.sets[first], self.sets[second]
        one.second, other.first = second, first
        one.of_halves = other.spans = other.of_halves = (level, first), (level + 1, second)
        return first, second

    def close(self) -> None:
        """Remove the set that was opened last; it is empty."""
        self.on[self.sets.pop().level].sets.pop()

    def open(self, level: int) -> int:
        """Open a set. Raises UnplaceableError if there are too many."""
        if len(self.sets) == self.most:
            raise UnplaceableError
        while len(self.on) <= level:
            self.on.append(Level())
        number = len(self.sets)
        self.sets.append(LeveledSet(level, self.room, ((level, number),), ((level, number),)))
        self.on[level].sets.append(number)
        return number

    def takes(self, index: int, number: int) -> bool:
        """Tell whether the set can take a unit: no set beside it is about the object, and all edges are kept."""
        one, address = self.sets[number], self.tasks.addresses[index]
        if not self.tasks.verbs[index].isdisjoint(one.verbs.get(address, ())):
            return False
        apart, half = self.tasks.apart[index], index in self.tasks.halves
        for on, own in one.of_halves if half else one.spans:
            level = self.on[on]
            if level.touched.get(address, own) != own or (apart and level.changed_beside(own, apart)):
                return False
            if not half and level.felt.get(address, {own}) != {own}:
                return False
        return self._keeps_edges(index, number)

    def _keeps_edges(self, index: int, number: int) -> bool:
        here = self.sets[number]
        for one, strict in self.tasks.leaders[index]:
            earlier = self.placed.get(one)
            if earlier is not None and not self._precedes(earlier, here, number, strict=strict):
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
        one, address = self.sets[number], self.tasks.addresses[index]
        one.units.append(index)
        one.room -= self.tasks.sizes[index]
        one.verbs.setdefault(address, set()).update(self.tasks.verbs[index])
        self.placed[index] = number
        half = index in self.tasks.halves
        for on, own in one.of_halves if half else one.spans:
            level = self.on[on]
            level.touched[address] = own
            if not half:
                level.changed[address] = own
            for felt in self.tasks.apart[index]:
                level.felt.setdefault(felt, set()).add(own)
