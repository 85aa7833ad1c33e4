"""The organization as a tree, by which accounts are summed up: `all 12 of Finance` instead of twelve names."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from reconciler.printed import ExperienceStateJson, WorldJson


class Units(NamedTuple):
    """The units by parent and the open accounts by unit; *root* has no parent.

    Example: the root has the units a and b; a has the accounts 1 and 2, b has 3 and 4. Of the accounts 1, 2 and 3 the
    unit a is whole: `cover([1, 2, 3])` is `["a"]`.

    *tops* are the units at which the search for whole units begins; above them, not all may have been read.
    """

    root: str = ""
    children: Mapping[str, list[str]] = {}
    members: Mapping[str, list[str]] = {}
    names: Mapping[str, str] = {}
    tops: Sequence[str] = ()

    @classmethod
    def of_plan(cls, world: WorldJson | None) -> "Units":
        """Build the trees below the principals whose seats or catalogues a plan changes.

        Accounts are summed up by these and lower units alone: a sentence must not depend on what else was read.
        """
        found = cls.of(world)
        changed = frozenset(_changed(world)) if world else frozenset[str]()
        return found._replace(tops=[*found.uppermost(changed)])

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
        root = next(iter(children.get("", ())), "")
        return cls(root, children, members, names, [root])

    def cover(self, accounts: Collection[str]) -> list[str]:
        """Return the highest units that have at least two accounts below them, all of which are among *accounts*."""
        wanted, found, stack = frozenset(accounts), list[str](), [*reversed(self.tops)]
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

    def uppermost(self, principals: Collection[str]) -> Iterator[str]:
        """Return the units among *principals* that are below no other one, sorted; an organization is its root."""
        if any(one.startswith("o-") for one in principals):
            yield self.root
            return
        parents = {child: parent for parent, children in self.children.items() for child in children}
        for unit in sorted(self.names.keys() & principals):
            above = parents.get(unit, "")
            while above and above not in principals:
                above = parents.get(above, "")
            if not above:
                yield unit


def _changed(world: WorldJson) -> Iterator[str]:
    """Return the principals with another seat after the plan, or with a seat whose experience allows other products."""
    for one in world["experiences"] or ():
        before, after = _seated(one["before"]), _seated(one["after"])
        same = _allowed(one["before"]) == _allowed(one["after"])
        yield from before ^ after if same else before | after


def _seated(state: ExperienceStateJson | None) -> frozenset[str]:
    return frozenset(state["principals"]) if state and state["status"] == "enabled" else frozenset()


def _allowed(state: ExperienceStateJson | None) -> Sequence[str] | None:
    return state["allow"] if state else []


NO_UNITS = Units()
"""Nothing is known of the organization: accounts are named one by one."""
