"""Waves built from moves that share experiences. Pure.

A wave starts at an experience with few partners, or with many. It then adds, one by one, the experience with the most
partners in the wave, until it is full. Waves in rounds leave out the experiences of the other waves of their round:
such waves need not wait for each other.

Example: 20 principals move from `legacy` to `web`, 40 to `data` and 10 to `sales`. One change of `legacy` takes 50, so
this is more than one wave. With all principals of one target kept together there are two: `web` and `sales` (30), and
`data` (40).
"""

import heapq
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from reconciler.limits import SIZES, Sizes
from reconciler.model import Address

WORTH = 0.8
"""The share of its first wave's density that each wave of a round has at least."""


class Rounds(Enum):
    """Where the waves of rounds start: at an experience with few partners, or with many.

    Waves that start at many partners take more changes, and share fewer experiences with the waves of other rounds.
    """

    FROM_FEW = "few"
    FROM_MANY = "many"


@dataclass(frozen=True, slots=True)
class Wave:
    """Principals that leave experiences in one change set, and arrive at experiences in the next one.

    *flows* has those that do both, by source and target.
    """

    leaving: dict[Address, list[str]] = field(default_factory=dict)
    arriving: dict[Address, list[str]] = field(default_factory=dict)
    flows: dict["MoveEnds", list[str]] = field(default_factory=dict)

    @property
    def nodes(self) -> list["Node"]:
        """Return the experiences and sides that the wave has a change for."""
        leaving = [Node(one, leaves=True) for one in self.leaving]
        return leaving + [Node(one, leaves=False) for one in self.arriving]

    @property
    def density(self) -> float:
        """Return how many principals the wave moves for each of its changes."""
        return sum(map(len, self.flows.values())) / len(self.nodes)

    def carry(self, source: Address, target: Address, principals: Sequence[str]) -> None:
        """Add *principals* that move from *source* to *target*."""
        self.flows.setdefault((source, target), []).extend(principals)
        self.leaving.setdefault(source, []).extend(principals)
        self.arriving.setdefault(target, []).extend(principals)


MoveEnds = tuple[Address, Address]
"""The source and the target of moves."""
GroupedMoves = dict[MoveEnds, list[str]]
"""The principals that are still to move, by source and target."""


class Node(NamedTuple):
    """An experience on one side of moves: principals leave it or arrive at it."""

    address: Address
    leaves: bool


def nodes_of(source: Address | None, target: Address | None) -> list[Node]:
    """Return the two sides of a move, or one if it comes from or goes to no experience."""
    leaving = [Node(source, leaves=True)] if source else []
    return [*leaving, Node(target, leaves=False)] if target else leaving


class WaveBuilder:
    """Builds waves from moves that share experiences.

    Each step adds the experience with the most partners in the wave.
    """

    def __init__(self, moves: GroupedMoves, *, whole: bool, sizes: Sizes = SIZES) -> None:
        """Index the moves by both sides.

        With *whole*, all principals of one source and target go in one wave, since splitting them takes another change.
        """
        self.whole = whole
        self.members = sizes.members
        self.links: dict[Node, dict[Node, list[str]]] = {}
        for ends, principals in moves.items():
            (here, there), moving = nodes_of(*ends), list(principals)
            for one, other in ((here, there), (there, here)):
                self.links.setdefault(one, {})[other] = moving

    def waves(self, changes: int, of_a_side: int) -> list[Wave]:
        """Return waves of at most *changes* changes, and of at most *of_a_side* changes on each side."""
        found: list[Wave] = []
        while self.links:
            found.append(self._wave(changes, of_a_side))
        return found

    def rounds(self, of_a_side: int, start: Rounds = Rounds.FROM_FEW) -> list[Wave]:
        """Return waves of at most *of_a_side* changes on each side, in rounds of waves that share no experience.

        The waves of a round need not wait for each other. A round ends when its next wave would move fewer principals
        for each change than `WORTH` of its first wave: the experiences that are left have few moves in common.
        """
        found: list[Wave] = []
        while self.links:
            found += self._round(of_a_side, start)
        return found

    def _round(self, of_a_side: int, start: Rounds) -> list[Wave]:
        found: list[Wave] = []
        used: set[Address] = set()
        while (wave := self._wave(2 * of_a_side, of_a_side, used, start)).leaving:
            if found and wave.density < WORTH * found[0].density:
                self._put_back(wave)
                break
            found.append(wave)
            used.update(one.address for one in wave.nodes)
        return found

    def _put_back(self, wave: Wave) -> None:
        for (source, target), principals in wave.flows.items():
            here, there = nodes_of(source, target)
            left = self.links.get(here, {}).get(there, [])
            moving = [*principals, *left]
            for one, other in ((here, there), (there, here)):
                self.links.setdefault(one, {})[other] = moving

    def _wave(
        self, changes: int, of_a_side: int, used: Collection[Address] = (), start: Rounds = Rounds.FROM_FEW
    ) -> Wave:
        """Take a wave out of the moves; it has no experience of *used*, and is empty if all the others are used."""
        wave = Wave()
        free = [one for one in self.links if one.address not in used] if used else self.links
        if not free:
            return wave
        sides = [0, 0]
        room: dict[Node, int] = {}
        ties: dict[Node, int] = {}
        edge = [self._rank(self._first(free, used, start), 0, 0)]
        while edge and len(room) < changes:
            *_, node = heapq.heappop(edge)
            if node in room or node not in self.links or sides[node.leaves] == of_a_side:
                continue
            if room and not any(self._taken(node, other, room) for other in self.links[node] if other in room):
                continue
            sides[node.leaves] += 1
            room[node] = self.members
            for other in sorted(self.links[node]):
                if other.address in used:
                    continue
                if other not in room:
                    ties[other] = ties.get(other, 0) + 1
                    heapq.heappush(edge, self._rank(other, ties[other], len(self.links[node][other])))
                else:
                    self._carry(wave, node, other, room)
        return wave

    def _first(self, free: Collection[Node], used: Collection[Address], start: Rounds) -> Node:
        """Return the experience of *free* with the fewest partners, or with the most that are not *used*."""
        if start is Rounds.FROM_FEW:
            fewest = min(len(self.links[node]) for node in free)
            return min(node for node in free if len(self.links[node]) == fewest)
        return max(free, key=lambda node: (sum(one.address not in used for one in self.links[node]), node))

    def _rank(self, node: Node, ties: int, members: int) -> tuple[int, int, int, Node]:
        return -ties, len(self.links[node]), -members * self.whole, node

    def _taken(self, one: Node, other: Node, room: dict[Node, int]) -> int:
        """Return how many of the principals between the two still fit."""
        wanted = len(self.links[one][other])
        free = min(room.get(one, self.members), room[other], wanted)
        return free if free == wanted or not self.whole else 0

    def _carry(self, wave: Wave, one: Node, other: Node, room: dict[Node, int]) -> None:
        principals, many = self.links[one][other], self._taken(one, other, room)
        source, target = (one, other) if one.leaves else (other, one)
        if many:
            wave.carry(source.address, target.address, principals[:many])
        del principals[:many]
        for here, there in ((one, other), (other, one)):
            room[here] -= many
            if not principals:
                del self.links[here][there]
                if not self.links[here]:
                    del self.links[here]
