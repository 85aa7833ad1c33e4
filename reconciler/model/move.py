"""Who changes object in a plan."""

from typing import NamedTuple

from .address import Address


class Move(NamedTuple):
    """One principal on its way: from nowhere when *source* is None, to nowhere when *target* is None."""

    principal: str
    source: Address | None
    target: Address | None

    @property
    def halves(self) -> tuple["Move", ...]:
        """Return it as one that only leaves and one that only arrives; from or to nowhere there is one half."""
        halves = (self._replace(target=None), self._replace(source=None))
        return tuple(half for half in halves if half.source or half.target)
