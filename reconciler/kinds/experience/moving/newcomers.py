"""Newcomers: principals that no experience holds, of an experience that is not enabled. They come early or wait. Pure.

A disabled experience governs no account, so newcomers may arrive before it is complete. If principals move to it,
newcomers that fill no change of their own may share the first change of those principals, which saves a change. The
enabling then is in the same change set, so that the newcomers come no later than it.

Example: `web` is archived. 111111111111, which no experience holds, comes to `web`, and 333333333333 moves there from
`legacy`. Set 1 revives `web` and releases 333333333333; set 2 associates both and enables `web`. With a change of its
own, the newcomer would take a third set, since a set has one AssociateAudience of an experience.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reconciler.limits import Sizes
from reconciler.model import Address, Move

from .seat_changes import SeatChanges
from .wave_builder import Wave


@dataclass(frozen=True, slots=True)
class Waiting:
    """The moves that are still *early*, and the experiences that are enabled with waiting newcomers (*opening*)."""

    early: Sequence[Move]
    opening: Sequence[Address] = ()

    @classmethod
    def of(cls, seat_changes: SeatChanges, early: Sequence[Move], waves: Sequence[Wave], sizes: Sizes) -> "Waiting":
        """Let newcomers wait for the first of *waves* that arrives at their experience, if it has room for them."""
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
    """Tell whether a wave has room for *members* more arrivals and for *opened* experiences to be enabled."""
    return len(wave.arriving[target]) + members <= sizes.members and len(wave.arriving) + opened <= sizes.changes


def _rests(seat_changes: SeatChanges, most: int) -> Iterator[tuple[Address, Sequence[Move]]]:
    """Return the newcomers of each experience that fill no change.

    Experiences whose enabling other seats wait for are left out.
    """
    for target, moves in sorted(seat_changes.newcomers.items()):
        rest = sorted(moves)[len(moves) // most * most :]
        if rest and target not in seat_changes.awaited:
            yield target, rest
