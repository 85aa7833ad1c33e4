"""Units into sets: highest first, 20 changes a set, one object a set where change sets are isolated.

The first halves of a wave are let into a set only when all of its second halves, and what these still wait for, fit
into the next one: room is kept there for them.
"""

from collections.abc import Collection, Sequence

from reconciler.limits import CHANGES_PER_SET

from .capacity import Capacity, Rank, Ready
from .heights import heights
from .order import Unit, UnitWave, waves_of


class Packing:
    """The work while it is packed. A unit is ready when what it waits for is placed (`after`: in earlier sets)."""

    def __init__(self, units: Sequence[Unit], *, isolated: bool, room: int) -> None:
        """Rank units: highest first, then by object so that one object's changes stay together, then as requested."""
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
        """Fill one set with what is ready, and with what becomes ready by it and may share it."""
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
        """Let the halves of the highest wave go apart: no two sets in a row can take it."""
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
        """Let one in if it fits; tell whether it has to be offered to another set."""
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
        """Give what must share the next set if *wave* begins in this one, and what has to be placed before it may."""
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
        """Offer the waves again that waited for *index*."""
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
        """Take what waits for nothing any more as ready: a wave by its highest first half, when none of them waits."""
        wave = self.first.get(index)
        if index in self.placed or index in self.second or (wave and any(self.waiting[one] for one in wave.firsts)):
            return
        self.ready.offer([min(self.ranks[one] for one in (wave.firsts if wave else (index,)))])


def _followers(units: Sequence[Unit]) -> tuple[list[list[int]], list[list[int]]]:
    """Give for each unit those that wait for it: to be placed, and to be in an earlier set."""
    followers: list[list[int]] = [[] for _ in units]
    strict_followers: list[list[int]] = [[] for _ in units]
    for index, unit in enumerate(units):
        for earlier in unit.after:
            strict_followers[earlier].append(index)
        for earlier in unit.not_before - unit.after:
            followers[earlier].append(index)
    return followers, strict_followers


def pack(units: Sequence[Unit], *, isolated: bool = False, room: int = CHANGES_PER_SET) -> tuple[tuple[Unit, ...], ...]:
    """Pack *units* into as few sets as list scheduling finds, each after all that it waits for. Raises Cycle.

    *room* is how many changes a set takes; no unit may be larger. Halves of moves go apart only where no two sets in a
    row could take them all.
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
