"""Packing on levels: units into change sets of which as few as possible wait for each other.

A level is a number of sets that run side by side; the sets of a level wait for sets of lower levels only. The number of
levels is the longest chain. Two sets of one level never share an object, which AWS locks. The two sets of a wave are on
consecutive levels, and what either of them touches is free on both: nothing is waited for between the halves of a move,
and no other set holds the source meanwhile.

Example: 60 objects with three changes each fill 9 sets of 20. No set can be filled with whole objects. If each set is
filled before the next one, it shares an object with the one before it and with the one after it. So the sets are on two
levels in turn, and none waits for more than one other: this is the wrap-around rule of R. McNaughton, "Scheduling with
Deadlines and Loss Functions", Management Science 6 (1959). 61 objects with two changes each need not be split: one
level.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from reconciler.model import Address

from .leveled_sets import LeveledSet, LeveledSets, UnplaceableError
from .manners import Manner
from .order import UnitWave
from .tasks import Tasks


class Leveling:
    """A packing on levels in the making, in one *manner*; *turn* counts the sets that were opened for split objects."""

    def __init__(self, tasks: Tasks, manner: Manner, room: int) -> None:
        """Begin without sets."""
        self.tasks, self.manner = tasks, manner
        self.state = LeveledSets(tasks, room, manner.most)
        self.turn = 0

    def pack(self) -> list[LeveledSet]:
        """Place all waves, then all other units, object by object. Raises UnplaceableError."""
        earliest, rank = self.tasks.earliest, {index: number for number, index in enumerate(self.tasks.order or ())}
        for wave in self.manner.waves:
            self._place_wave(wave, earliest[wave.firsts[0]] + self.manner.offset)
        blocks: dict[tuple[int, Address], list[int]] = {}
        for index in sorted(rank, key=rank.__getitem__):
            if index not in self.state.placed:
                blocks.setdefault((earliest[index], self.tasks.addresses[index]), []).append(index)
        for (_, _), block in sorted(blocks.items(), key=lambda one: self._block_rank(*one)):
            self._place_block(block)
        return self.state.sets

    def _block_rank(self, key: tuple[int, Address], block: Sequence[int]) -> tuple[int, bool, int, Address]:
        """Return the rank of a block: what moves wait for comes first, then large blocks."""
        size = sum(self.tasks.sizes[index] for index in block)
        waited = any(one in self.state.placed for index in block for one, _ in self.tasks.followers[index])
        return key[0], not waited, 0 if self.manner.split else -size, key[1]

    # --- waves

    def _place_wave(self, wave: UnitWave, level: int) -> None:
        sizes = [sum(self.tasks.sizes[index] for index in side) for side in (wave.firsts, wave.seconds)]
        if max(sizes) > self.state.room:
            raise UnplaceableError
        highest, pairs = len(self.state.on) + 1, self.state.pairs
        for opening in (self.manner.pairs, len(self.tasks.waves)):
            for here in range(level, highest + 1):
                pair = self._best_pair(wave, sizes, here)
                if pair is None and pairs < opening:
                    pair = self.state.open_pair(here)
                    if not self._takes_wave(wave, *pair):
                        self.state.close()
                        self.state.close()
                        pair = None
                if pair is not None:
                    self._put_wave(wave, *pair)
                    return
        raise UnplaceableError

    def _best_pair(self, wave: UnitWave, sizes: Sequence[int], level: int) -> tuple[int, int] | None:
        best: tuple[int, int, int] | None = None
        for number in self.state.on[level].sets if level < len(self.state.on) else ():
            first = self.state.sets[number]
            if first.second is None:
                continue
            second = self.state.sets[first.second]
            free = first.room - sizes[0], second.room - sizes[1]
            if min(free) < self.manner.reserve or not self._takes_wave(wave, number, first.second):
                continue
            about = first.verbs.keys() | second.verbs.keys()
            shared = sum(self.tasks.addresses[index] in about for index in wave.firsts + wave.seconds)
            best = max(best or (-1, 0, 0), (shared, -min(free), -number))
        return None if best is None else (-best[2], self.state.sets[-best[2]].second or 0)

    def _takes_wave(self, wave: UnitWave, first: int, second: int) -> bool:
        return all(self.state.takes(index, first) for index in wave.firsts) and all(
            self.state.takes(index, second) for index in wave.seconds
        )

    def _put_wave(self, wave: UnitWave, first: int, second: int) -> None:
        for index in wave.firsts:
            self.state.put(index, first)
        for index in wave.seconds:
            self.state.put(index, second)

    # --- other units

    def _place_block(self, block: Sequence[int]) -> None:
        """Place the units of one object together, or else one by one."""
        low, high = self._window(block)
        whole = None if self.manner.split and len(block) > 1 else self._best_set(block, low, high)
        if whole is None and not self.manner.split:
            whole = self._open_for(block, low, high)
        if whole is not None:
            for index in block:
                self.state.put(index, whole)
            return
        if len(block) == 1 and not self.manner.split:
            raise UnplaceableError
        for index in block:
            low, high = self._window([index])
            one = self._best_set([index], low, high)
            one = self._open_for([index], low, high) if one is None else one
            if one is None:
                raise UnplaceableError
            self.state.put(index, one)

    def _window(self, block: Iterable[int]) -> tuple[int, int]:
        """Return the lowest and the highest level that the placed units before and after *block* leave."""
        low, high = 0, 2 * len(self.tasks.units)
        for index in block:
            low = max(low, self.tasks.earliest[index])
            low = max(low, *(self.state.level(one) + strict for one, strict in self.tasks.leaders[index]), 0)
            for one, strict in self.tasks.followers[index]:
                if one in self.state.placed:
                    high = min(high, self.state.level(one) - strict)
        return low, high

    def _best_set(self, block: Sequence[int], low: int, high: int) -> int | None:
        """Return the set for *block*: early changes last the shortest, it has the object already, it is the fullest."""
        size = sum(self.tasks.sizes[index] for index in block)
        address = self.tasks.addresses[block[0]]
        going = self._going(address)
        ranked: list[tuple[int, bool, int, int]] = []
        for level in range(low, min(high + 1, len(self.state.on))):
            early = _early(going, level)
            for number in self.state.on[level].sets:
                one = self.state.sets[number]
                if one.room >= size:
                    ranked.append((early, address not in one.verbs, one.room, number))
        able = (number for *_, number in sorted(ranked) if all(self.state.takes(index, number) for index in block))
        return next(able, None)

    def _open_for(self, block: Sequence[int], low: int, high: int) -> int | None:
        address = self.tasks.addresses[block[0]]
        levels = range(low, min(high, max(len(self.state.on), low + 1 + self.manner.split)) + 1)
        if self.manner.split and len(levels) > 1:
            self.turn += 1
            levels = range(levels[self.turn % 2], levels[-1] + 1)
        going = self._going(address)
        for level in sorted(levels, key=lambda level: (_early(going, level), level)):
            number = self.state.open(level)
            if sum(self.tasks.sizes[index] for index in block) <= self.state.room and all(
                self.state.takes(index, number) for index in block
            ):
                return number
            self.state.close()
        return None

    def _going(self, address: Address) -> Counter[int]:
        """Return how many principals leave *address* on each level, as far as they are placed."""
        going = Counter[int]()
        for index in self.tasks.leaving.get(address, ()):
            if index in self.state.placed:
                going[self.state.level(index)] += sum(len(one.leaving) for one in self.tasks.units[index].requests)
        return going


def _early(going: Mapping[int, int], level: int) -> int:
    """Return for how many levels principals that leave an object would feel a change of it on *level*, in all."""
    return sum((left - level) * many for left, many in going.items() if left > level)


def on_levels(tasks: Tasks, manner: Manner, room: int) -> Sequence[Sequence[int]] | None:
    """Pack *tasks* on levels; return the units of each set, or None where this manner fails.

    A set comes after all sets that it waits for. The second set of a pair comes directly after the first.
    """
    if tasks.order is None:
        return None
    try:
        sets = Leveling(tasks, manner, room).pack()
    except UnplaceableError:
        return None
    ordered: list[Sequence[int]] = []
    for one in sorted((one for one in sets if one.first is None), key=lambda one: one.level):
        ordered += [one.units, *([sets[one.second].units] if one.second is not None else [])]
    return [units for units in ordered if units]
