"""The objects of one kind during a replay."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reconciler.effects import Effects, Fact, Sent, changed
from reconciler.model import Fields

NOTHING: Fields = {}


class Impossible(Exception):
    """A call that AWS would refuse."""


class KindCall(NamedTuple):
    """One operation, by its id, and its changes of objects of one kind."""

    operation: str
    kind: str
    changes: tuple[Sent, ...]


@dataclass(slots=True)
class Objects:
    """The current state of the objects of a kind: *fields* by address, or by AWS's id where no document names them.

    *holders* are the objects that have each exclusive member. *touched* has the last operation on each object.
    """

    effects: Effects
    fields: dict[str, Fields]
    touched: dict[str, str] = field(default_factory=dict)
    holders: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, effects: Effects, observed: Mapping[str, Fields]) -> "Objects":
        """Begin with the *observed* objects."""
        found = cls(effects, dict(observed))
        for name, fields in observed.items():
            if effects.alive(fields) or effects.dead_hold:
                for member in found._exclusive(name):
                    found.holders.setdefault(member, set()).add(name)
        for held in found.holders.values():
            found._pass_over_dead(held)
        return found

    def carry_out(self, call: KindCall) -> frozenset[str]:
        """Execute a call and return the objects that it changed. Raises Impossible when AWS would refuse it."""
        why = next(self.effects.refusals(call.changes, self.fields, self.holders, self.touched), None)
        if why:
            raise Impossible(f"{call.operation}: {why}")
        for change in sorted(call.changes, key=lambda one: self.effects.rank[one.verb]):
            facts = tuple(self.effects.of(change))
            before = self.fields.get(change.about, NOTHING)
            self.fields[change.about] = changed(before, facts)
            self._hold(change.about, facts, before)
            if change.verb not in self.effects.unlocked:
                self.touched[change.about] = call.operation
        return frozenset(change.about for change in call.changes)

    def held_twice(self, before: Mapping[str, Fields]) -> Iterator[str]:
        """Find members of a revived object that another object holds, too."""
        alive = self.effects.alive
        for name, fields in self.fields.items():
            if name in before and not alive(before[name]) and alive(fields):
                for member in sorted(self._exclusive(name)):
                    others = sorted(one for one in self.holders[member] - {name} if alive(self.fields[one]))
                    yield from (f"{member} is held by {name} and {other} in the end" for other in others)

    def _hold(self, name: str, facts: Iterable[Fact], before: Fields) -> None:
        for fact in facts:
            if fact.member is not None and fact.path == self.effects.exclusive:
                held = self.holders.setdefault(fact.member, set())
                (held.add if fact.value else held.discard)(name)
        lives = self.effects.alive(self.fields[name])
        if before is not NOTHING and lives != self.effects.alive(before):
            for member in self._exclusive(name) if lives or not self.effects.dead_hold else ():
                (self.holders[member].add if lives else self.holders[member].discard)(name)
                self._pass_over_dead(self.holders[member])

    def _exclusive(self, name: str) -> frozenset[str]:
        members: frozenset[str] = self.fields[name].get(self.effects.exclusive, frozenset())
        return members

    def _pass_over_dead(self, held: set[str]) -> None:
        """Keep only the objects of *held* that are alive, if there are any: only they have the member."""
        alive = {one for one in held if self.effects.alive(self.fields[one])}
        if alive:
            held &= alive


def course(calls: Sequence[KindCall]) -> Mapping[str, list[KindCall]]:
    """Return the changes of each object, call by call."""
    found: dict[str, dict[str, list[Sent]]] = {}
    kinds: dict[str, str] = {}
    for operation, kind, changes in calls:
        for change in changes:
            kinds[change.about] = kind
            found.setdefault(change.about, {}).setdefault(operation, []).append(change)
    return {
        name: [KindCall(operation, kinds[name], tuple(changes)) for operation, changes in many.items()]
        for name, many in found.items()
    }
