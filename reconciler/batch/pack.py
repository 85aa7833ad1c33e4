"""Packing: units into change sets of at most 20 changes, the highest units first (list scheduling).

The first halves of a wave enter a set only when the next set has room for all its second halves and for everything that
these still wait for. That capacity is then reserved in the next set.

Example: 21 moves, each a wave of its own. Set 1 takes 20 first halves, and set 2 their 20 second halves. The last move
waits: its second half would not fit into set 2. Set 3 takes its first half and set 4 its second half.

Example: 30 changes that wait for nothing, and a wave of 2 first and 3 second halves. The first halves are the highest
units. Set 1 takes them and 18 of the others, set 2 takes the 3 second halves and the remaining 12.
"""

from collections.abc import Collection, Sequence

from reconciler.limits import CHANGES_PER_SET

from .capacity import Capacity, Rank, Ready
from .heights import heights
from .order import Unit, UnitWave, waves_of


class Packing:
    """The state of the packing. A unit is ready when all that it waits for is placed (`after`: in earlier sets)."""

    def __init__(self, units: Sequence[Unit], *, isolated: bool, room: int) -> None:
        """Rank *units*: highest first, then by object, which keeps the changes of an object together, then by size."""
        waves = waves_of(units)
        self.units, self.isolated, self.room = units, isolated, room
        self.ranks: list[Rank] = [
            (-height, unit.address, -unit.size, index)
            for index, (unit, height) in enumerate(zip(units, heights(units, waves), strict=True))
        ]
        self.first: dict[int, UnitWave] = {index: wave for wave in waves for index in wave.firsts}
        self.second: dict[int, UnitWave] = {index: wave for wave in waves for index in wave.seconds}
        self.waiting = [len(unit.after) + len(unit.not_before - unit.after) for unit in units]
        self.followers, self.strict_followers = _followers(units)
        self.placed: set[int] = set()
        self.ahead = self._capacity()
        self.ready = Ready(isolated=isolated)
        self.blocked: dict[int, list[Rank]] = {}
        for index, count in enumerate(self.waiting):
            if not count:
                self._offer(index)

    def next_set(self) -> list[int]:
        """Fill one set with units that are ready, and with units that become ready by that and may share the set."""
        here, self.ahead = self.ahead, self._capacity()
        for index in here.taken:
            self._place(index)
        passed: list[Rank] = []
        while here.room and (rank := self.ready.best(here.address)):
            if self._passes(rank, here):
                passed.append(rank)
        self.ready.offer(passed)
        for index in here.taken:
            self._release(self.strict_followers[index])
        return list(here.taken)

    def part_a_wave(self) -> None:
        """Dissolve the highest wave that is ready: no two consecutive sets can take it."""
        ready = (index for index in self.first if not self.waiting[index] and index not in self.placed)
        wave = self.first[min(ready, key=lambda index: self.ranks[index])]
        for index in wave.firsts:
            del self.first[index]
        for index in wave.seconds:
            del self.second[index]
        for blocker in tuple(self.blocked):
            self._wake(blocker)
        for index in wave.firsts:
            if not self.waiting[index]:
                self._offer(index)

    def _capacity(self) -> Capacity:
        return Capacity(self.units, self.isolated, self.room)

    def _passes(self, rank: Rank, here: Capacity) -> bool:
        """Add a unit or wave to the set if it fits; return whether it has to be offered to the next set."""
        wave = self.first.get(rank[-1])
        added = wave.firsts if wave else (rank[-1],)
        if rank[-1] in self.placed:
            return False
        if not here.fit(added) or (wave and not self.ahead.fit(wave.seconds)):
            return True
        needed, blocker = self._needed(wave) if wave else ((), None)
        if blocker is not None:
            self.blocked.setdefault(blocker, []).append(rank)
            return False
        if not self.ahead.fit(needed):
            return True
        self.ahead.take(needed)
        here.take(added)
        for index in added:
            self.ahead.leave(index)
            self._place(index)
        for index in needed:
            self._wake(index)
        return False

    def _needed(self, wave: UnitWave) -> tuple[Collection[int], int | None]:
        """Return the units that must be in the next set if *wave* begins in this one.

        The second value is a unit that has to be placed before the wave can begin, or None.
        """
        needed: dict[int, None] = {}
        waiting = list(wave.seconds)
        while waiting:
            index = waiting.pop()
            if index in self.placed or index in wave.firsts or index in needed or index in self.ahead.taken:
                continue
            other = self.first.get(index) or self.second.get(index)
            if other and other is not wave:
                return (), index
            early = self.units[index].after - self.placed
            if not early.issubset(wave.firsts):
                return (), min(early.difference(wave.firsts))
            needed[index] = None
            waiting.extend(self.units[index].not_before)
        return needed, None

    def _wake(self, index: int) -> None:
        """Offer again the waves that waited for the unit *index*."""
        self.ready.offer(self.blocked.pop(index, ()))

    def _place(self, index: int) -> None:
        self.placed.add(index)
        self._wake(index)
        self._release(self.followers[index])

    def _release(self, followers: Sequence[int]) -> None:
        for index in followers:
            self.waiting[index] -= 1
            if not self.waiting[index]:
                self._offer(index)

    def _offer(self, index: int) -> None:
        """Add a unit to the ready ones. A wave is added by its highest first half when no first half waits any more."""
        wave = self.first.get(index)
        if index in self.placed or index in self.second or (wave and any(self.waiting[one] for one in wave.firsts)):
            return
        self.ready.offer([min(self.ranks[one] for one in (wave.firsts if wave else (index,)))])


def _followers(units: Sequence[Unit]) -> tuple[list[list[int]], list[list[int]]]:
    """Return for each unit the units that wait until it is placed, and those that need it in an earlier set."""
    followers: list[list[int]] = [[] for _ in units]
    strict_followers: list[list[int]] = [[] for _ in units]
    for index, unit in enumerate(units):
        for earlier in unit.after:
            strict_followers[earlier].append(index)
        for earlier in unit.not_before - unit.after:
            followers[earlier].append(index)
    return followers, strict_followers


def pack(units: Sequence[Unit], *, isolated: bool = False, room: int = CHANGES_PER_SET) -> tuple[tuple[Unit, ...], ...]:
    """Pack *units* into change sets by list scheduling, each unit after all that it waits for. Raises Cycle.

    *room* is the maximum number of changes in a set; no unit may be larger. The halves of a wave are separated only
    when no two consecutive sets can take all of them.
    """
    packing = Packing(units, isolated=isolated, room=room)
    sets: list[tuple[Unit, ...]] = []
    while len(packing.placed) < len(units):
        filled = packing.next_set()
        if filled:
            sets.append(tuple(units[index] for index in filled))
        else:
            packing.part_a_wave()
    return tuple(sets)
