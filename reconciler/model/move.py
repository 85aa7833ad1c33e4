"""Moves: principals that change their experience in a plan."""

from typing import NamedTuple

from .address import Address


class Move(NamedTuple):
    """One principal that leaves the experience *source* and arrives at *target*.

    *source* is None for a principal that no experience held, *target* for one that no experience will hold.
    """

    principal: str
    source: Address | None
    target: Address | None

    @property
    def halves(self) -> tuple["Move", ...]:
        """Return the move as one that only leaves and one that only arrives; without source or target there is one."""
        halves = (self._replace(target=None), self._replace(source=None))
        return tuple(half for half in halves if half.source or half.target)
