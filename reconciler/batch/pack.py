"""Units into sets: highest first, 20 changes a set, one object a set where change sets are isolated."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field

from reconciler.limits import CHANGES_PER_SET
from reconciler.model import Address

from .order import Unit, heights

Rank = tuple[int, Address, int, int]


@dataclass(slots=True)
class Packing:
    """The work while it is packed. A unit is ready when what it waits for is placed (`after`: in earlier sets)."""

    units: Sequence[Unit]
    isolated: bool
    room: int
    ranks: list[Rank]
    waiting: list[int]
    followers: list[list[int]]
    strict_followers: list[list[int]]
    ready: list[Rank] = field(default_factory=list)

    @classmethod
    def of(cls, units: Sequence[Unit], *, isolated: bool, room: int) -> "Packing":
        """Rank units: highest first, then by object so that one object's changes stay together, then as requested."""
        ranks = [
            (-height, unit.address, -unit.size, index)
            for index, (unit, height) in enumerate(zip(units, heights(units), strict=True))
        ]
        packing = cls(units, isolated, room, ranks, [], [[] for _ in units], [[] for _ in units])
        for index, unit in enumerate(units):
            packing.waiting.append(len(unit.after) + len(unit.not_before - unit.after))
            for earlier in unit.after:
                packing.strict_followers[earlier].append(index)
            for earlier in unit.not_before - unit.after:
                packing.followers[earlier].append(index)
        packing.ready = [ranks[index] for index, count in enumerate(packing.waiting) if not count]
        heapq.heapify(packing.ready)
        return packing

    def next_set(self) -> list[int]:
        """Fill one set with what is ready, then with what becomes ready by it and may share it."""
        placed: list[int] = []
        passed: list[Rank] = []
        room = self.room
        while self.ready and room:
            rank = heapq.heappop(self.ready)
            unit = self.units[rank[-1]]
            if unit.size > room or (self.isolated and placed and unit.address != self.units[placed[0]].address):
                passed.append(rank)
                continue
            placed.append(rank[-1])
            room -= unit.size
            self._release(self.followers[rank[-1]])
        for rank in passed:
            heapq.heappush(self.ready, rank)
        for index in placed:
            self._release(self.strict_followers[index])
        return placed

    def _release(self, followers: Sequence[int]) -> None:
        for index in followers:
            self.waiting[index] -= 1
            if not self.waiting[index]:
                heapq.heappush(self.ready, self.ranks[index])


def pack(units: Sequence[Unit], *, isolated: bool = False, room: int = CHANGES_PER_SET) -> tuple[tuple[Unit, ...], ...]:
    """Pack *units* into as few sets as list scheduling finds, each after all that it waits for. Raises Cycle.

    *room* is how many changes a set takes; no unit may be larger.
    """
    packing = Packing.of(units, isolated=isolated, room=room)
    sets: list[tuple[Unit, ...]] = []
    while packing.ready:
        sets.append(tuple(units[index] for index in packing.next_set()))
    return tuple(sets)
