"""The ways to pack on levels that are tried, and the order of waves in each.

Waves that share experiences with each other are a group. A pair of sets that takes a whole group shares no experience
with the other pairs, so all pairs are on the same levels. Waves of a round share no experience, either: their order is
for groups that no pair can take.

Example: `ou-1` moves from a to b, `ou-2` from b to c, and `ou-3` from d to e: three waves. The first two share b, so
they are placed one after the other, before the third wave: the first pair takes both. Waves in the order of list
scheduling need more levels, but principals leave a source before its list changes wherever they do so in that order.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reconciler.model import Address

from .order import UnitWave
from .tasks import Tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """A way to pack on levels.

    *waves* are placed in their order. Waves leave *reserve* changes of each of their sets to other units, and begin
    *offset* levels later than they could. More than *pairs* pairs of sets are opened only where no level is left. With
    *split*, the changes of an object may be in two sets. There are at most *most* sets.
    """

    waves: Sequence[UnitWave] = ()
    offset: int = 0
    reserve: int = 0
    pairs: int = 0
    split: bool = False
    most: int


def manners(tasks: Tasks, place: Mapping[int, int], room: int, most: int) -> Iterator[Manner]:
    """Yield the ways that are tried, each once, those that split no object first; each takes at most *most* sets.

    *place* has the number of the set of each unit in list scheduling.
    """
    if not tasks.waves:
        yield from (Manner(split=split, most=most) for split in (False, True))
        return
    sides = [(len(wave.firsts), len(wave.seconds)) for wave in tasks.waves]
    larger = max(sum(firsts for firsts, _ in sides), sum(seconds for _, seconds in sides))
    grouped, in_rounds = (sorted(tasks.waves, key=rank) for rank in _ranks(tasks))
    in_list_order = sorted(tasks.waves, key=lambda wave: place[wave.firsts[0]])
    found: list[Manner] = []
    for waves, offset, reserve, split in (
        (grouped, 1, 0, False),
        (grouped, 0, 0, False),
        (grouped, 1, 3, False),
        (grouped, 0, 3, False),
        (grouped, 1, 5, False),
        (in_rounds, 1, 0, False),
        (in_list_order, 1, 0, False),
        (in_list_order, 1, 5, False),
        (grouped, 1, 0, True),
    ):
        kept = reserve * room // 10
        pairs = 5 * -(-larger // (room - kept)) // 4
        manner = Manner(waves=waves, offset=offset, reserve=kept, pairs=pairs, split=split, most=most)
        if manner not in found:
            found.append(manner)
            yield manner


WaveRank = Callable[[UnitWave], tuple[int | Address, ...]]


def _ranks(tasks: Tasks) -> tuple[WaveRank, WaveRank]:
    """Return the order by groups, large ones first, and by rounds; waves that can begin early come first in both."""
    groups = Groups.of(tasks)

    def by_round(wave: UnitWave) -> tuple[int | Address, ...]:
        units = [tasks.units[index] for index in (*wave.firsts, *wave.seconds)]
        last = max(request.part for unit in units for request in unit.requests)
        return tasks.earliest[wave.firsts[0]], last, -len(units), wave.firsts[0]

    def by_group(wave: UnitWave) -> tuple[int | Address, ...]:
        size, group = groups.of_address(tasks.units[wave.firsts[0]].address)
        return tasks.earliest[wave.firsts[0]], -size, group, *by_round(wave)

    return by_group, by_round


@dataclass(frozen=True, slots=True)
class Groups:
    """The objects that waves connect; *joined* leads from each object to another one of its group, or to itself."""

    joined: dict[Address, Address]
    sizes: dict[Address, int]

    @classmethod
    def of(cls, tasks: Tasks) -> "Groups":
        """Return the groups of the objects of all waves."""
        groups = cls({}, {})
        for wave in tasks.waves:
            first, *others = (tasks.units[index].address for index in (*wave.firsts, *wave.seconds))
            for other in others:
                groups.joined[groups._first(other)] = groups._first(first)
        for wave in tasks.waves:
            group = groups._first(tasks.units[wave.firsts[0]].address)
            groups.sizes[group] = groups.sizes.get(group, 0) + len(wave.firsts) + len(wave.seconds)
        return groups

    def of_address(self, address: Address) -> tuple[int, Address]:
        """Return the size of the group of an object, in units, and the object that stands for the group."""
        group = self._first(address)
        return self.sizes[group], group

    def _first(self, address: Address) -> Address:
        while (other := self.joined.setdefault(address, address)) != address:
            address = other
        return address
