"""Needless changes: changes without which a plan would end in the same state. A good plan has none.

One pass finds most changes to be needed: a change is needed when it was the last to set a fact of the final state to
another value than it had before. Each remaining change is tested: its object is replayed without it.

Example: op-1 sets the title of `experience.finance` to Between, op-2 sets it to New. Only op-2 sets the final value, so
op-1 is tested: without it, the final state is the same. The finding is "op-1 could do without UpdateExperience of
experience.finance". If op-1 disables the experience and op-2 archives it, op-1 is tested, too: without it, AWS would
refuse op-2, so op-1 is needed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reconciler.effects import Effects, Sent, held
from reconciler.model import Fields

from .objects import NOTHING, Impossible, KindCall, Objects, course

Position = tuple[int, int]
"""A change: the number of its operation, and its number in the operation."""


@dataclass(frozen=True, slots=True)
class Needs:
    """The *calls* of a plan, and the objects *before* them by kind and name."""

    effects: Mapping[str, Effects]
    before: Mapping[str, Mapping[str, Fields]]
    calls: Sequence[KindCall]

    def needless(self) -> Iterator[str]:
        """Return a finding for each change without which the final state would be the same."""
        needed, courses = self._last_to_set(), course(self.calls)
        for number, (operation, _, changes) in enumerate(self.calls):
            for index, change in enumerate(changes):
                if (number, index) in needed:
                    continue
                calls = courses[change.about]
                if self._end(change.about, calls, without=change) == self._end(change.about, calls):
                    yield f"{operation} could do without {change.verb} of {change.about}"

    def _last_to_set(self) -> frozenset[Position]:
        """Return the changes that were the last to set a fact, and set it to another value than it had before."""
        set_by: dict[tuple[str, str, str | None], tuple[Position, Any, Any]] = {}
        for number, (_, kind, changes) in enumerate(self.calls):
            effects, before = self.effects[kind], self.before.get(kind, {})
            for index in sorted(range(len(changes)), key=lambda one: effects.rank[changes[one].verb]):
                change = changes[index]
                for fact in effects.of(change):
                    key = (change.about, fact.path, fact.member)
                    earlier = set_by.get(key)
                    beneath = earlier[2] if earlier else held(before.get(change.about, NOTHING), fact)
                    set_by[key] = (number, index), beneath, fact.value
        return frozenset(position for position, beneath, value in set_by.values() if beneath != value)

    def _end(self, name: str, calls: Iterable[KindCall], without: Sent | None = None) -> Fields | None:
        """Replay one object alone, without locks; return None when AWS would refuse or the object does not exist."""
        objects: Objects | None = None
        for operation, kind, changes in calls:
            if objects is None:
                observed = self.before.get(kind, {})
                objects = Objects.of(self.effects[kind], {name: observed[name]} if name in observed else {})
            left = tuple(replace(one, locked_on=None) for one in changes if one is not without)
            try:
                if left:
                    objects.carry_out(KindCall(operation, kind, left))
            except Impossible:
                return None
            objects.touched.clear()
        return objects.fields.get(name) if objects else None
