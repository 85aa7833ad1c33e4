"""Tasks: units as the packing on levels sees them, with the earliest level of each.

The order of the parts of moves is *free*: each half of a move is `after` the half with the part before it only since
both change one list, and AWS takes one change of a type for an object in a set. Any order will do, so those edges are
left out, and the parts are numbered again when all sets are known.

Example: b is after a, and c is `not_before` b. The earliest levels are 0, 1 and 1. A move whose arrival is
`not_before` c begins on level 0: c may share the set of the arrival, which is on level 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reconciler.model import Address, RequestKey

from .heights import Nodes
from .order import Unit, UnitWave, waves_of


@dataclass(frozen=True)
class Tasks:
    """The *units* to pack, without the edges between parts of moves, and the *waves* of moves."""

    units: Sequence[Unit]
    waves: Sequence[UnitWave]

    @classmethod
    def of(cls, units: Sequence[Unit]) -> "Tasks":
        """Free the order of the parts of moves."""
        waves = waves_of(units)
        halves = {index for wave in waves for index in (*wave.firsts, *wave.seconds)}
        parts = {request.key: index for index, unit in enumerate(units) for request in unit.requests}
        freed = [_freed(unit, parts, halves) if index in halves else unit for index, unit in enumerate(units)]
        return cls(freed, waves)

    @cached_property
    def halves(self) -> frozenset[int]:
        """Return the units that are halves of moves."""
        return frozenset(index for wave in self.waves for index in (*wave.firsts, *wave.seconds))

    @cached_property
    def addresses(self) -> Sequence[Address]:
        """Return the object of each unit."""
        return [unit.address for unit in self.units]

    @cached_property
    def sizes(self) -> Sequence[int]:
        """Return the number of changes of each unit."""
        return [unit.size for unit in self.units]

    @cached_property
    def verbs(self) -> Sequence[frozenset[str]]:
        """Return the verbs of each unit: a set takes one change of a verb for each object."""
        return [frozenset(request.verb.name for request in unit.requests) for unit in self.units]

    @cached_property
    def apart(self) -> Sequence[frozenset[Address]]:
        """Return for each unit the other objects that must not change beside it in another set."""
        return [frozenset[Address]().union(*(one.apart_from for one in unit.requests)) for unit in self.units]

    @cached_property
    def leaders(self) -> Sequence[Sequence[tuple[int, bool]]]:
        """Return for each unit those that it waits for; the second value tells whether it needs a later set."""
        return [[(one, one in unit.after) for one in unit.after | unit.not_before] for unit in self.units]

    @cached_property
    def followers(self) -> Sequence[Sequence[tuple[int, bool]]]:
        """Return for each unit those that wait for it; the second value tells whether they need a later set."""
        found: list[list[tuple[int, bool]]] = [[] for _ in self.units]
        for index, unit in enumerate(self.units):
            for one in unit.after:
                found[one].append((index, True))
            for one in unit.not_before - unit.after:
                found[one].append((index, False))
        return found

    @cached_property
    def leaving(self) -> Mapping[Address, Sequence[int]]:
        """Return the units by which principals leave each object, as first halves of moves."""
        found: dict[Address, list[int]] = {}
        for wave in self.waves:
            for index in wave.firsts:
                found.setdefault(self.units[index].address, []).append(index)
        return found

    @cached_property
    def order(self) -> Sequence[int] | None:
        """Return the units, each after all that it waits for; None if waves would wait for each other."""
        nodes = Nodes.of(self.units, self.waves)
        order = nodes.order()
        return order and [
            index for node in order for index in sorted(nodes.members[node], key=nodes.offset.__getitem__)
        ]

    @cached_property
    def earliest(self) -> Sequence[int]:
        """Return the earliest level of each unit; the first halves of a wave have one level, the seconds the next."""
        nodes = Nodes.of(self.units, self.waves)
        begin = dict.fromkeys(nodes.members, 0)
        for node in nodes.order() or ():
            for index in nodes.members[node]:
                for one in self.units[index].after | self.units[index].not_before:
                    strict = one in self.units[index].after
                    lead = 1 if strict else -nodes.offset[index]
                    if nodes.node[one] != node:
                        begin[node] = max(begin[node], begin[nodes.node[one]] + nodes.offset[one] + lead)
        return [begin[nodes.node[index]] + nodes.offset[index] for index in range(len(self.units))]


def _freed(unit: Unit, parts: Mapping[RequestKey, int], halves: set[int]) -> Unit:
    """Return a half of a move without its edge to the part before, if that is a half of a move, too."""
    after = set(unit.after)
    for request in unit.requests:
        key = request.key._replace(part=request.part - 1)
        if (one := parts.get(key)) in after and one in halves:
            after.remove(one)
            while (one := parts.get(key)) is not None and one in halves:
                key = key._replace(part=key.part - 1)
            if one is not None:
                after.add(one)
    return Unit(unit.requests, frozenset(after), unit.not_before, unit.right_after)
