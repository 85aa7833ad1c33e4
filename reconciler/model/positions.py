"""The positions of the members of a list, for a list that may have a million members."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property


class Positions(Mapping[str, int]):
    """The position of each member of *members*, which stand in a list once each.

    It has the list itself, since a mapping of it takes five times as much memory and most positions are never asked
    for: they are for messages. Example: of the list [a, b], the position of b is 1.
    """

    def __init__(self, members: Sequence[str]) -> None:
        """Keep *members*, which must not change."""
        self._members = members

    @property
    def unique(self) -> bool:
        """Tell whether no member stands in the list twice, as this class requires."""
        return len(frozenset(self._members)) == len(self._members)

    def __getitem__(self, member: str) -> int:
        """Return the position of *member*; raise KeyError when the list does not have it."""
        return self._by_member[member]

    def __iter__(self) -> Iterator[str]:
        """Return the members in the order of the list."""
        return iter(self._members)

    def __len__(self) -> int:
        """Return the number of members."""
        return len(self._members)

    @cached_property
    def _by_member(self) -> Mapping[str, int]:
        return {member: position for position, member in enumerate(self._members)}
