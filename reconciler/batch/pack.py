"""Units into sets: highest first, 20 changes a set, one object a set where change sets are isolated.

The first halves of a wave are let into a set only when all of its second halves, and what these still wait for, fit
into the next one: the places there are kept for them.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reconciler.limits import CHANGES_PER_SET
from reconciler.model import Address

from .heights import heights
from .order import Unit, Wave, waves_of

Rank = tuple[int, Address, int, int]


@dataclass(slots=True)
class Places:
    """The places of one set, and the units that have taken some of them."""

    units: Sequence[Unit]
    isolated: bool
    room: int
    taken: dict[int, None] = field(default_factory=dict)

    def fit(self, indices: Iterable[int]) -> bool:
        """Tell whether all of *indices* may join."""
        joining = [self.units[index] for index in indices if index not in self.taken]
        if self.isolated and len({unit.address for unit in joining} | self._addresses()) > 1:
            return False
        return sum(unit.size for unit in joining) <= self.room

    def take(self, indices: Iterable[int]) -> None:
        """Let *indices* join."""
        for index in indices:
            if index not in self.taken:
                self.taken[index] = None
                self.room -= self.units[index].size

    def leave(self, index: int) -> None:
        """Give the places of *index* back, if it has any."""
        if index in self.taken:
            del self.taken[index]
            self.room += self.units[index].size

    def _addresses(self) -> set[Address]:
        return {self.units[index].address for index in self.taken}


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
        self.first: dict[int, Wave] = {index: wave for wave in waves for index in wave.firsts}
        self.second: dict[int, Wave] = {index: wave for wave in waves for index in wave.seconds}
        self.waiting = [len(unit.after) + len(unit.not_before - unit.after) for unit in units]
        self.followers, self.strict_followers = _followers(units)
        self.placed: set[int] = set()
        self.ahead = self._places()
        self.ready: list[Rank] = []
        self.blocked: set[Rank] = set()
        for index, count in enumerate(self.waiting):
            if not count:
                self._offer(index)

    def next_set(self) -> list[int]:
        """Fill one set with what is ready, then with what becomes ready by it and may share it."""
        here, self.ahead = self.ahead, self._places()
        for index in here.taken:
            self._place(index)
        passed = self._fill(here)
        while self.blocked and here.room:
            filled = here.room
            passed += self._fill(here, again=True)
            if here.room == filled:
                break
        for rank in (*passed, *self.blocked):
            heapq.heappush(self.ready, rank)
        self.blocked = set()
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
        self.ready = [rank for rank in self.ready if rank[-1] not in wave.firsts]
        heapq.heapify(self.ready)
        for index in wave.firsts:
            if not self.waiting[index]:
                self._offer(index)

    def _places(self) -> Places:
        return Places(self.units, self.isolated, self.room)

    def _fill(self, here: Places, *, again: bool = False) -> list[Rank]:
        """Let in what fits; give what does not. *again*: with waves that waited for something not placed until now."""
        if again:
            self.ready = [*self.ready, *self.blocked]
            heapq.heapify(self.ready)
            self.blocked = set()
        passed: list[Rank] = []
        while self.ready and here.room:
            rank = heapq.heappop(self.ready)
            if rank[-1] in self.placed or self._admit(rank, here):
                continue
            if rank not in self.blocked:
                passed.append(rank)
        return passed

    def _admit(self, rank: Rank, here: Places) -> bool:
        wave = self.first.get(rank[-1])
        joining = wave.firsts if wave else (rank[-1],)
        if not here.fit(joining) or (wave and not self._reserve(wave, rank)):
            return False
        here.take(joining)
        for index in joining:
            self.ahead.leave(index)
            self._place(index)
        return True

    def _reserve(self, wave: Wave, rank: Rank) -> bool:
        """Keep places in the next set for the second halves of *wave* and what they still wait for, if it has them."""
        if not self.ahead.fit(wave.seconds):
            return False
        needed = self._needed(wave)
        if needed is None:
            self.blocked.add(rank)
            return False
        if not self.ahead.fit(needed):
            return False
        self.ahead.take(needed)
        return True

    def _needed(self, wave: Wave) -> dict[int, None] | None:
        """Give what must share the next set if *wave* begins in this one; None when something is not ready for that."""
        needed: dict[int, None] = {}
        waiting = list(wave.seconds)
        while waiting:
            index = waiting.pop()
            if index in self.placed or index in wave.firsts or index in needed or index in self.ahead.taken:
                continue
            other = self.first.get(index) or self.second.get(index)
            early = self.units[index].after - self.placed
            if (other and other is not wave) or not early.issubset(wave.firsts):
                return None
            needed[index] = None
            waiting.extend(self.units[index].not_before)
        return needed

    def _place(self, index: int) -> None:
        self.placed.add(index)
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
        heapq.heappush(self.ready, min(self.ranks[one] for one in (wave.firsts if wave else (index,))))


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
