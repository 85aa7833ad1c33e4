"""Moves cut into waves: what leaves in one set and arrives in the next, few enough for both. Pure.

A wave takes at most 50 principals of an experience and 50 to one, in one change each (facts: catalog 1.10), and its
changes have to fit into two sets that follow each other. Waves need nothing of each other, so they may overlap: the
second halves of one share a set with the first halves of the next.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reconciler.limits import CHANGES_PER_SET, MEMBERS_PER_CHANGE
from reconciler.model import Address


class Move(NamedTuple):
    """One principal on its way: from nowhere when *source* is None, to nowhere when *target* is None."""

    principal: str
    source: Address | None
    target: Address | None


@dataclass(frozen=True, slots=True)
class Wave:
    """Principals that leave experiences in one set, and those that arrive at experiences in the next one."""

    leaving: dict[Address, list[str]] = field(default_factory=dict)
    arriving: dict[Address, list[str]] = field(default_factory=dict)

    def carry(self, source: Address, target: Address, principals: Sequence[str]) -> None:
        """Take *principals* along."""
        self.leaving.setdefault(source, []).extend(principals)
        self.arriving.setdefault(target, []).extend(principals)


HALF_A_SET = CHANGES_PER_SET // 2

Flows = dict[tuple[Address, Address], list[str]]
"""Principals that are still to move, by source and target."""


def cut(moves: Iterable[Move], *, isolated: bool = False) -> list[Wave]:
    """Cut *moves* into waves: in as few changes as their numbers allow, unless they hang together too closely.

    Where change sets are *isolated*, each wave has one source and one target.
    """
    flows: Flows = {}
    gone: dict[Address, list[str]] = {}
    come: dict[Address, list[str]] = {}
    for principal, source, target in sorted(moves, key=lambda move: move.principal):
        if source and target:
            flows.setdefault((source, target), []).append(principal)
        elif source:
            gone.setdefault(source, []).append(principal)
        elif target:
            come.setdefault(target, []).append(principal)
    waves = _full(flows, least=1 if isolated else MEMBERS_PER_CHANGE)
    sets = len({Node(one, side == 0) for flow in flows for side, one in enumerate(flow)}) // CHANGES_PER_SET
    for together in _connected(flows):
        waves += _grown(together, sets)
    waves += [Wave(leaving={source: rest}) for source, rest in _beside(gone, [wave.leaving for wave in waves])]
    waves += [Wave(arriving={target: rest}) for target, rest in _beside(come, [wave.arriving for wave in waves])]
    return waves


def _full(flows: Flows, *, least: int) -> list[Wave]:
    """Take from *flows* what fills changes on both sides: 50 from one experience to one other."""
    waves: list[Wave] = []
    for source, target in sorted(flows):
        principals = flows[source, target]
        while len(principals) >= least:
            wave = Wave()
            wave.carry(source, target, principals[:MEMBERS_PER_CHANGE])
            waves.append(wave)
            del principals[:MEMBERS_PER_CHANGE]
        if not principals:
            del flows[source, target]
    return waves


def _beside(
    lists: Mapping[Address, list[str]], sides: Sequence[dict[Address, list[str]]]
) -> list[tuple[Address, list[str]]]:
    """Put principals of *lists* into changes that have room for them; give the rest, fifty at a time."""
    rest: list[tuple[Address, list[str]]] = []
    for address, principals in sorted(lists.items()):
        left = principals
        for side in sides:
            if address in side and left:
                room = MEMBERS_PER_CHANGE - len(side[address])
                side[address].extend(left[:room])
                left = left[room:]
        chunks = range(0, len(left), MEMBERS_PER_CHANGE)
        rest += [(address, left[start : start + MEMBERS_PER_CHANGE]) for start in chunks]
    return rest


def _connected(flows: Flows) -> list[Flows]:
    """Part *flows* that have no source and no target in common."""
    flows_of: dict[Node, list[tuple[Address, Address]]] = {}
    for source, target in flows:
        flows_of.setdefault(Node(source, leaves=True), []).append((source, target))
        flows_of.setdefault(Node(target, leaves=False), []).append((source, target))
    found: list[Flows] = []
    while flows_of:
        waiting = [next(iter(flows_of))]
        together: Flows = {}
        while waiting:
            for source, target in flows_of.pop(waiting.pop(), ()):
                together[source, target] = flows[source, target]
                waiting += [Node(source, leaves=True), Node(target, leaves=False)]
        found.append(together)
    return found


class Node(NamedTuple):
    """An experience on one side of moves."""

    address: Address
    leaves: bool


def _grown(flows: Flows, sets: int) -> list[Wave]:
    """Make one wave of *flows* where it fits into two sets, else as many as it takes to share sets with each other.

    In the long run a set takes second halves of one wave and first halves of the next: equal sides of ten fill it
    exactly. Where one side is much the shorter, waves of ten changes in all leave fewer places empty, unless there are
    then more of them, one after the other, than the *sets* that are needed anyway.
    """
    sides = [len(set(side)) for side in zip(*flows, strict=True)]
    growth = Growth(flows)
    if max(sides) <= CHANGES_PER_SET and max(growth.members.values()) <= MEMBERS_PER_CHANGE:
        return growth.waves(sum(sides), max(sides))
    if min(sides) >= HALF_A_SET:
        return growth.waves(CHANGES_PER_SET, HALF_A_SET)
    waves = growth.waves(HALF_A_SET, HALF_A_SET)
    return waves if len(waves) <= sets else Growth(flows).waves(CHANGES_PER_SET, CHANGES_PER_SET)


class Growth:
    """Flows that hang together: waves grow along them, always by the experience that has most to do with the wave."""

    def __init__(self, flows: Flows) -> None:
        """Look at *flows* from both sides."""
        self.links: dict[Node, dict[Node, list[str]]] = {}
        self.members: dict[Node, int] = {}
        for (source, target), principals in flows.items():
            here, there, moving = Node(source, leaves=True), Node(target, leaves=False), list(principals)
            for one, other in ((here, there), (there, here)):
                self.links.setdefault(one, {})[other] = moving
                self.members[one] = self.members.get(one, 0) + len(principals)

    def waves(self, changes: int, of_a_side: int) -> list[Wave]:
        """Take the flows apart into waves of at most so many *changes*, and so many on each side."""
        found: list[Wave] = []
        while self.links:
            found.append(self._wave(changes, of_a_side))
        return found

    def _wave(self, changes: int, of_a_side: int) -> Wave:
        wave = Wave()
        sides = [0, 0]
        room: dict[Node, int] = {}
        ties: dict[Node, int] = {}
        edge = [self._rank(min(self.links, key=lambda node: (len(self.links[node]), node)), 0)]
        while edge and len(room) < changes:
            *_, node = heapq.heappop(edge)
            if node in room or node not in self.links or sides[node.leaves] == of_a_side:
                continue
            sides[node.leaves] += 1
            room[node] = MEMBERS_PER_CHANGE
            for other in sorted(self.links[node]):
                if other not in room:
                    ties[other] = ties.get(other, 0) + 1
                    heapq.heappush(edge, self._rank(other, ties[other]))
                elif room[other]:
                    self._carry(wave, node, other, room)
        return wave

    def _rank(self, node: Node, ties: int) -> tuple[int, int, Node]:
        return -ties, len(self.links[node]), node

    def _carry(self, wave: Wave, one: Node, other: Node, room: dict[Node, int]) -> None:
        principals = self.links[one][other]
        taken = principals[: min(room[one], room[other])]
        source, target = (one, other) if one.leaves else (other, one)
        if taken:
            wave.carry(source.address, target.address, taken)
        del principals[: len(taken)]
        for here, there in ((one, other), (other, one)):
            room[here] -= len(taken)
            if not principals:
                del self.links[here][there]
                if not self.links[here]:
                    del self.links[here]
