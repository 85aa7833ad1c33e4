"""The capacity of one change set, and the units that are ready for it."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reconciler.model import Address

from .order import Unit

Rank = tuple[int, Address, int, int]
"""Lower ones come first; the last number is the position of the unit."""


@dataclass(slots=True)
class Capacity:
    """The capacity of one change set: the *room* that is left, in changes, and the units that have *taken* some."""

    units: Sequence[Unit]
    isolated: bool
    room: int
    taken: dict[int, None] = field(default_factory=dict)

    @property
    def address(self) -> Address | None:
        """Name the only object that the set can be about, if there is only one."""
        return self.units[next(iter(self.taken))].address if self.isolated and self.taken else None

    def fit(self, indices: Iterable[int]) -> bool:
        """Tell whether all of *indices* may join."""
        added = [self.units[index] for index in indices if index not in self.taken]
        if self.isolated:
            about = self.address or added[0].address if added else None
            if any(unit.address != about for unit in added):
                return False
        return sum(unit.size for unit in added) <= self.room

    def take(self, indices: Iterable[int]) -> None:
        """Let *indices* join."""
        for index in indices:
            if index not in self.taken:
                self.taken[index] = None
                self.room -= self.units[index].size

    def leave(self, index: int) -> None:
        """Free the room that *index* has taken, if any."""
        if index in self.taken:
            del self.taken[index]
            self.room += self.units[index].size


class Ready:
    """What waits for nothing but room: by rank, and by rank for each object where change sets are isolated."""

    def __init__(self, *, isolated: bool) -> None:
        """Begin with nothing."""
        self.isolated = isolated
        self.ranks: set[Rank] = set()
        self.heaps: dict[Address | None, list[Rank]] = {None: []}

    def offer(self, ranks: Iterable[Rank]) -> None:
        """Take *ranks* as ready."""
        for rank in ranks:
            if rank not in self.ranks:
                self.ranks.add(rank)
                heapq.heappush(self.heaps[None], rank)
                if self.isolated:
                    heapq.heappush(self.heaps.setdefault(rank[1], []), rank)

    def best(self, address: Address | None) -> Rank | None:
        """Take out the first one of *address*, of all objects if it is None; give None when there is none."""
        heap = self.heaps.get(address, [])
        while heap:
            rank = heapq.heappop(heap)
            if rank in self.ranks:
                self.ranks.remove(rank)
                return rank
        return None
