"""The organization as a tree, by which accounts are summed up: `all 12 of Finance` instead of twelve names."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple


class Units(NamedTuple):
    """The units by parent and the open accounts by unit; *root* is the parent of the highest units.

    Example: the root has the units a and b; a has the accounts 1 and 2, b has 3 and 4. Of the accounts 1, 2 and 3 the
    unit a is whole: `cover([1, 2, 3])` is `["a"]`.
    """

    root: str = ""
    children: Mapping[str, list[str]] = {}
    members: Mapping[str, list[str]] = {}

    @classmethod
    def of(cls, units: Iterable[Mapping[str, Any]], accounts: Iterable[Mapping[str, Any]]) -> "Units":
        """Build the tree from the world of a plan (contract 4)."""
        parents = {unit["id"]: unit["parent"] for unit in units}
        below: dict[str, list[str]] = {}
        for id_, parent in parents.items():
            below.setdefault(parent, []).append(id_)
        members: dict[str, list[str]] = {}
        for account in accounts:
            members.setdefault(account["unit"], []).append(account["id"])
        tops = (parent for parent in (*parents.values(), *members) if parent not in parents)
        return cls(next(tops, ""), below, members)

    def cover(self, accounts: Collection[str]) -> list[str]:
        """Return the highest units that have at least two accounts below them, all of which are among *accounts*."""
        wanted, found, stack = frozenset(accounts), list[str](), [self.root]
        while stack and wanted:
            here = stack.pop()
            below = frozenset(self.below(here))
            if len(below) > 1 and below <= wanted:
                found.append(here)
            elif not below.isdisjoint(wanted):
                stack.extend(reversed(self.children.get(here, ())))
        return found

    def below(self, unit: str) -> Iterator[str]:
        """Return all accounts below a unit."""
        stack = [unit]
        while stack:
            here = stack.pop()
            yield from self.members.get(here, ())
            stack.extend(self.children.get(here, ()))


NO_UNITS = Units()
"""Nothing is known of the organization: accounts are named one by one."""
