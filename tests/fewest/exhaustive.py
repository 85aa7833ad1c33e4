"""Every way of carrying out a small desired state: all cuts into changes and change sets that the rules allow.

It is written from docs/aws and from the four rules of safe order, not from the code that plans. Items are bits: whether
a set is allowed depends on what is done before it and on what it does itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from reconciler.model import Request
from tests.fakes.world import ORGANIZATION
from tests.fewest.wishes import State, Wish

ENABLED, ARCHIVED = "enabled", "archived"


class Item(NamedTuple):
    """One product or principal of a list, or a change that has no members."""

    experience: str
    verb: str
    member: str = ""


class Place(NamedTuple):
    """A principal in an enabled experience: present when all of *comes* is done and until any of *goes* is done."""

    principal: str
    experience: str
    comes: int
    goes: int


@dataclass(frozen=True)
class Search:
    """The items of a desired state, with those that come before each (*strict*) or in the same set at the latest."""

    wish: Wish
    items: list[Item] = field(default_factory=list)
    strict: dict[Item, int] = field(default_factory=dict)
    loose: dict[Item, int] = field(default_factory=dict)

    @classmethod
    def of(cls, wish: Wish) -> "Search":
        """Return the items of *wish* and their dependencies."""
        search = cls(wish)
        for name, (before, after) in wish.ends.items():
            search.items.extend(_items(name, before, after))
        search.strict.update((item, search.bits(search._strictly(item))) for item in search.items)
        search.loose.update((item, search.bits(search._loosely(item))) for item in search.items)
        for first, then in search._governing():
            for item in search.items:
                if search.bit(item) & then.goes:
                    search.strict[item] |= first.comes
        return search

    def bit(self, item: Item) -> int:
        """Return the bit of an item; 0 where there is no such item."""
        return 1 << self.items.index(item) if item in self.items else 0

    def bits(self, items: Iterator[Item]) -> int:
        """Return the bits of several items."""
        return sum({self.bit(item) for item in items})

    @property
    def everything(self) -> int:
        """Return the bits of all items."""
        return (1 << len(self.items)) - 1

    def _of(self, experience: str, *verbs: str) -> Iterator[Item]:
        return (item for item in self.items if item.experience == experience and item.verb in verbs)

    @cached_property
    def moving(self) -> dict[str, tuple[Item, Item]]:
        """Return the two halves of each move."""
        left = {item.member: item for item in self.items if item.verb == "leave"}
        come = {item.member: item for item in self.items if item.verb == "arrive"}
        return {one: (left[one], come[one]) for one in left.keys() & come.keys()}

    def _strictly(self, item: Item) -> Iterator[Item]:
        """An archived experience refuses all other changes, and a principal that moves leaves first."""
        everything = (one for one in self.items if one.experience == item.experience and one != item)
        if item.verb == "archive":
            yield from everything
        if item.verb != "revive":
            yield from self._of(item.experience, "revive")
        if item.verb == "arrive" and item.member in self.moving:
            yield self.moving[item.member][0]

    def _loosely(self, item: Item) -> Iterator[Item]:
        """A creation comes first, with its policy; then COMPLETE and KEPT hold."""
        yield from self._of(item.experience, "create")
        if item.verb in {"create", "allow", "deny"}:
            yield from self._of(item.experience, "policy")
        if item.verb == "arrive" and item.member in self.moving:
            yield from self._of(item.experience, "policy", "allow", "deny", "enable")
        if item.verb in {"disable", "archive"}:
            yield from (come for left, come in self.moving.values() if left.experience == item.experience)

    @cached_property
    def places(self) -> list[Place]:
        """Return every place that a principal has at some time."""
        found: list[Place] = []
        for name, (before, after) in self.wish.ends.items():
            if ENABLED not in {before.status if before else "", after.status}:
                continue
            held = before.principals if before else frozenset()
            for one in held | after.principals:
                comes, goes = ((Item(name, "arrive", one), Item(name, verb)) for verb in ("enable", "disable"))
                ends = Item(name, "leave", one), goes[1]
                found.append(Place(one, name, self.bits(iter(comes)), self.bits(iter(ends))))
        return found

    @cached_property
    def accounts(self) -> list[list[Place]]:
        """Return the places above every open account that is governed at both ends, the closest first."""
        paths = [list(ORGANIZATION.path(one.id)) for one in ORGANIZATION.accounts.values() if one.open]
        above = [[place for here in path for place in self.places if place.principal == here] for path in paths]
        return [one for one in above if all(self._at(one, end) for end in (0, self.everything))]

    def _at(self, places: Sequence[Place], done: int) -> list[Place]:
        return [place for place in places if not place.comes & ~done and not place.goes & done]

    def _governing(self) -> Iterator[tuple[Place, Place]]:
        """COVERED: the seat that will govern an account comes before the seat that governs it goes."""
        for places in self.accounts:
            then, first = self._at(places, 0)[0], self._at(places, self.everything)[0]
            if first.principal != then.principal:
                yield first, then

    @cached_property
    def bridged(self) -> list[list[Place]]:
        """Return the places above accounts that need never be ungoverned: all places without those of a lone move."""
        return [
            one
            for one in self.accounts
            if self._seats(one, 0) != self._seats(one, self.everything) or self._seats(one, 0)[1:]
        ]

    def _seats(self, places: Sequence[Place], done: int) -> list[str]:
        return [place.principal for place in self._at(places, done)]

    @cached_property
    def at_once(self) -> list[tuple[int, int]]:
        """AT_ONCE: the halves of moves follow each other; principals of a disabled experience may wait."""
        opening = {item.experience for item in self.items if item.verb == "enable"}
        return [
            (self.bit(left), self.bit(come)) for left, come in self.moving.values() if left.experience not in opening
        ]

    def allows(self, done: int, chosen: int) -> bool:
        """Return whether a set may do *chosen* when *done* has ended."""
        doing = [item for item in self.items if self.bit(item) & chosen]
        if any(self.strict[item] & ~done or self.loose[item] & ~(done | chosen) for item in doing):
            return False
        if any(done & left and not done & come and not chosen & come for left, come in self.at_once):
            return False
        return all(any(not place.goes & chosen for place in self._at(places, done)) for places in self.bridged)

    def fewest(self, most: int) -> int:
        """Return the number of sets of the shortest way; at most *most* are tried."""
        states = {0}
        for sets in range(most + 1):
            if self.everything in states:
                return sets
            states = {state | chosen for state in states for chosen in self._sets(state)}
        raise AssertionError("no way is as short as what is planned")

    def _sets(self, done: int) -> Iterator[int]:
        """Yield every content that the next set may have."""
        left = [item for item in self.items if not self.bit(item) & done and not self.strict[item] & ~done]
        for chosen in self._choices(left, []):
            bits = self.bits(iter(chosen))
            if chosen and self.allows(done, bits):
                yield bits

    def _choices(self, left: Sequence[Item], chosen: list[Item]) -> Iterator[list[Item]]:
        """Choose among *left* as much as a set and a change take; products of a list are taken in order."""
        if not left:
            yield chosen
            return
        item, *rest = left
        if self._fits([*chosen, item]):
            yield from self._choices(rest, [*chosen, item])
        if item.verb in {"allow", "deny"}:
            rest = [one for one in rest if one[:2] != item[:2]]
        yield from self._choices(rest, chosen)

    def _fits(self, chosen: Sequence[Item]) -> bool:
        sizes, changes = self.wish.sizes, [item[:2] for item in chosen]
        alone = not self.wish.isolated or len({item.experience for item in chosen}) == 1
        return alone and len(set(changes)) <= sizes.changes and changes.count(changes[-1]) <= sizes.members

    def sent(self, requests: Sequence[Request]) -> int:
        """Return the bits of a change set."""
        return self.bits(item for request in requests for item in _sent(request))


def _items(name: str, before: State | None, after: State) -> Iterator[Item]:
    """Yield the items of one experience in AWS's words, one product or principal each."""
    was = before or State("")
    if before is None:
        yield from (Item(name, "create"), Item(name, "policy"))
    if was.status == ARCHIVED != after.status:
        yield Item(name, "revive")
    if ENABLED in {was.status, after.status} and was.status != after.status:
        yield Item(name, "enable" if after.status == ENABLED else "disable")
    if was.status != ARCHIVED == after.status:
        yield Item(name, "archive")
    yield from (Item(name, "allow", one) for one in sorted(after.allow - was.allow))
    yield from (Item(name, "leave", one) for one in sorted(was.principals - after.principals))
    yield from (Item(name, "arrive", one) for one in sorted(after.principals - was.principals))


VERBS = {
    "CreateExperience": "create",
    "CreateProcurementPolicy": "policy",
    "ReviveExperience": "revive",
    "RestrictExperience": "archive",
    "AllowProductProcurement": "allow",
    "DenyProductProcurement": "deny",
    "DisassociateAudience": "leave",
    "AssociateAudience": "arrive",
}


def _sent(request: Request) -> Iterator[Item]:
    details, name = request.details, request.address.name
    members = [*details.get("Principals", ()), *(id_ for block in details.get("Products", ()) for id_ in block["Ids"])]
    verb = VERBS.get(request.verb.name) or ("enable" if details["Status"] == "Enabled" else "disable")
    yield from (Item(name, verb, member) for member in members or [""])
