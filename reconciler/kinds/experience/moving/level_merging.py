"""Moves put off to a later level whose changes have room for them. Pure.

The moves of a level do not wait for each other; some wait for moves of earlier levels. A move that no move of the next
level waits for may come with a later level. That saves its change if the later level has a change of the same
experience with room.

Example: p moves from `a` to `b` on level 0, and q moves from `a` to `b` on level 1. Put off to level 1, p shares the
changes of q: one change of `a` and one of `b` instead of two each.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from reconciler.limits import SIZES, Sizes
from reconciler.model import Move

from .wave_builder import nodes_of

Levels = Mapping[int, Sequence[Move]]
Followers = Mapping[str, Collection[str]]
"""The principals that may leave only after another has arrived, by that other principal."""


def merged(levels: Levels, followers: Followers, sizes: Sizes = SIZES) -> Levels:
    """Return *levels* with moves put off to later ones if that saves changes."""
    if len(levels) == 1:
        return levels
    merging = LevelMerging(levels, followers, sizes)
    for level in sorted(levels, reverse=True):
        merging.put_off(level)
    return merging.levels


class LevelMerging:
    """Puts moves off, from the last level to the first.

    So when a move is put off, the moves that wait for it have their final level.
    """

    def __init__(self, levels: Levels, followers: Followers, sizes: Sizes) -> None:
        """Count the members of all changes of each level."""
        self.sizes = sizes
        self.levels = {level: list(moves) for level, moves in levels.items()}
        self.followers = followers
        self.ends = {level: {_ends(move) for move in moves} for level, moves in levels.items()}
        self.level_of = {move.principal: level for level, moves in levels.items() for move in moves}
        self.members = {
            level: Counter(one for move in moves for one in nodes_of(move.source, move.target))
            for level, moves in levels.items()
        }

    def put_off(self, level: int) -> None:
        """Put off moves of *level* to the next level that has room for them, if that saves a change."""
        for moves in _alike(self.levels[level]):
            for later in sorted(one for one in self.levels if one > level):
                able = self._able(moves, later)
                if self._saves(able, level):
                    self._put_off(able, level, later)
                    break

    def _able(self, moves: Sequence[Move], later: int) -> Sequence[Move]:
        """Return those of *moves* that the changes of the level *later* have room for.

        The moves have the same source and target.
        """
        first = moves[0]
        if first.source and first.target and _ends(first) not in self.ends[later]:
            return ()
        room = min(-self.members[later][node] % self.sizes.members for node in nodes_of(first.source, first.target))
        return [move for move in moves if self._latest(move) >= later][:room]

    def _latest(self, move: Move) -> int:
        """Return the last level on which *move* may come."""
        following = (self.level_of[one] for one in self.followers.get(move.principal, ()) if one in self.level_of)
        return min((level - 1 for level in following), default=max(self.levels))

    def _saves(self, moves: Sequence[Move], level: int) -> bool:
        """Tell whether an experience needs fewer changes on *level* without *moves*."""
        here, many = self.members[level], len(moves)
        nodes = nodes_of(moves[0].source, moves[0].target) if moves else ()
        needed = self.sizes.changes_for
        return any(needed(here[node] - many) < needed(here[node]) for node in nodes)

    def _put_off(self, moves: Sequence[Move], level: int, later: int) -> None:
        self.levels[level] = sorted(set(self.levels[level]).difference(moves))
        self.ends[level] = {_ends(move) for move in self.levels[level]}
        self.levels[later] += moves
        self.level_of.update((move.principal, later) for move in moves)
        nodes = [node for move in moves for node in nodes_of(move.source, move.target)]
        self.members[level].subtract(nodes)
        self.members[later].update(nodes)


def _alike(moves: Sequence[Move]) -> list[list[Move]]:
    """Group the moves by source and target."""
    return [list(group) for _, group in groupby(sorted(moves, key=_ends), key=_ends)]


def _ends(move: Move) -> tuple[str, str]:
    return str(move.source or ""), str(move.target or "")
