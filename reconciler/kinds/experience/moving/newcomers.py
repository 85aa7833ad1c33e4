"""Principals that nobody holds, of an experience that is not enabled: they come early, or wait for a move there. Pure.

A disabled experience governs nobody, so newcomers may come before it is complete. Where others move to it, those who
fill no change of their own may share the first change of these: it takes one change less. The enabling then shares the
set with it, so that they come no later than it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reconciler.limits import Sizes
from reconciler.model import Address, Move

from .seat_changes import SeatChanges
from .wave_builder import Wave


@dataclass(frozen=True, slots=True)
class Waiting:
    """The moves that are still *early*, and the experiences whose *opening* shares a set with newcomers that wait."""

    early: Sequence[Move]
    opening: Sequence[Address] = ()

    @classmethod
    def of(cls, seat_changes: SeatChanges, early: Sequence[Move], waves: Sequence[Wave], sizes: Sizes) -> "Waiting":
        """Let newcomers wait for the first of *waves* that arrives where they do, if it has room for them."""
        opened: dict[int, int] = {}
        opening: list[Address] = []
        postponed: set[Move] = set()
        for target, rest in _rests(seat_changes, sizes.members):
            number = next((n for n, wave in enumerate(waves) if target in wave.arriving), None)
            opens = seat_changes.enablements[target].opens
            if number is None or not _room(waves[number], target, len(rest), opened.get(number, 0) + opens, sizes):
                continue
            waves[number].arriving[target].extend(move.principal for move in rest)
            postponed.update(rest)
            if opens:
                opened[number] = opened.get(number, 0) + 1
                opening.append(target)
        return cls([move for move in early if move not in postponed], opening)


def _room(wave: Wave, target: Address, members: int, opened: int, sizes: Sizes) -> bool:
    """Tell whether so many *members* find room, and the *opened* experiences in the set of those that arrive."""
    return len(wave.arriving[target]) + members <= sizes.members and len(wave.arriving) + opened <= sizes.changes


def _rests(seat_changes: SeatChanges, most: int) -> Iterator[tuple[Address, Sequence[Move]]]:
    """Give the newcomers of each experience that fill no change, unless others count on its being enabled."""
    for target, moves in sorted(seat_changes.newcomers.items()):
        rest = sorted(moves)[len(moves) // most * most :]
        if rest and target not in seat_changes.awaited:
            yield target, rest
