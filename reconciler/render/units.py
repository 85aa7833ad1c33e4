"""The organization as a tree, by which accounts are summed up: `all 12 of Finance` instead of twelve names."""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from reconciler.printed import WorldJson


class Units(NamedTuple):
    """The units by parent and the open accounts by unit; *root* has no parent.

    Example: the root has the units a and b; a has the accounts 1 and 2, b has 3 and 4. Of the accounts 1, 2 and 3 the
    unit a is whole: `cover([1, 2, 3])` is `["a"]`.
    """

    root: str = ""
    children: Mapping[str, list[str]] = {}
    members: Mapping[str, list[str]] = {}
    names: Mapping[str, str] = {}

    @classmethod
    def of(cls, world: WorldJson | None) -> "Units":
        """Build the tree of the organization in *world*; an organization that was not read has no units."""
        children, members = dict[str, list[str]](), dict[str, list[str]]()
        if world is None or not world["units"]:
            return cls()
        for unit in world["units"]:
            children.setdefault(unit["parent"] or "", []).append(unit["id"])
        names = {unit["id"]: unit["name"] for unit in world["units"]}
        for account in world["accounts"] or ():
            members.setdefault(account["unit"], []).append(account["id"])
        return cls(next(iter(children.get("", ())), ""), children, members, names)

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
