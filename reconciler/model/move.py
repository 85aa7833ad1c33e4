"""Who changes object in a plan."""

from typing import NamedTuple

from .address import Address


class Move(NamedTuple):
    """One principal on its way: from nowhere when *source* is None, to nowhere when *target* is None."""

    principal: str
    source: Address | None
    target: Address | None
