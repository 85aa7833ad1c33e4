"""The capacity of one change set, and the queue of units that are ready for one."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reconciler.model import Address

from .order import Unit

Rank = tuple[int, Address, int, int]
"""The sort key of a unit: negative height, address, negative size, and its position. Lower ranks are placed first."""


@dataclass(slots=True)
class Capacity:
    """The capacity of one change set: the *room* that is left, in changes, and the units that it has *taken*."""

    units: Sequence[Unit]
    isolated: bool
    room: int
    taken: dict[int, None] = field(default_factory=dict)

    @property
    def address(self) -> Address | None:
        """Return the object that an isolated set is about; None when the set may take any object."""
        return self.units[next(iter(self.taken))].address if self.isolated and self.taken else None

    def fit(self, indices: Iterable[int]) -> bool:
        """Tell whether all units at *indices* fit into the set."""
        added = [self.units[index] for index in indices if index not in self.taken]
        if self.isolated:
            about = self.address or added[0].address if added else None
            if any(unit.address != about for unit in added):
                return False
        return sum(unit.size for unit in added) <= self.room

    def take(self, indices: Iterable[int]) -> None:
        """Add the units at *indices* to the set."""
        for index in indices:
            if index not in self.taken:
                self.taken[index] = None
                self.room -= self.units[index].size

    def leave(self, index: int) -> None:
        """Remove the unit at *index* from the set, if it is in it."""
        if index in self.taken:
            del self.taken[index]
            self.room += self.units[index].size


class Ready:
    """The units that wait only for capacity, by rank; with isolated change sets also by object."""

    def __init__(self, *, isolated: bool) -> None:
        """Begin without units."""
        self.isolated = isolated
        self.ranks: set[Rank] = set()
        self.heaps: dict[Address | None, list[Rank]] = {None: []}

    def offer(self, ranks: Iterable[Rank]) -> None:
        """Add the units with *ranks*."""
        for rank in ranks:
            if rank not in self.ranks:
                self.ranks.add(rank)
                heapq.heappush(self.heaps[None], rank)
                if self.isolated:
                    heapq.heappush(self.heaps.setdefault(rank[1], []), rank)

    def best(self, address: Address | None) -> Rank | None:
        """Remove and return the lowest rank of *address*, or of all objects if it is None; None when there is none."""
        heap = self.heaps.get(address, [])
        while heap:
            rank = heapq.heappop(heap)
            if rank in self.ranks:
                self.ranks.remove(rank)
                return rank
        return None
