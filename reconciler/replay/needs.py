"""Which changes a plan could do without: none, if it is as small as it can be.

Almost always one look is enough: a change is needed when some fact of the end was last set by it, and was otherwise
before. What is left over, like disabling what is archived afterwards, is tried: its object is replayed without it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reconciler.effects import Effects, Sent, held
from reconciler.model import Fields

from .objects import NOTHING, Impossible, KindCall, Objects, course

Position = tuple[int, int]
"""A change: the number of its operation, and its number in it."""


@dataclass(frozen=True, slots=True)
class Needs:
    """The *calls* of a plan, and the world *before* them: objects by kind and name."""

    effects: Mapping[str, Effects]
    before: Mapping[str, Mapping[str, Fields]]
    calls: Sequence[KindCall]

    def needless(self) -> Iterator[str]:
        """Name the changes without which the end would be the same."""
        needed, courses = self._last_to_set(), course(self.calls)
        for number, (operation, _, changes) in enumerate(self.calls):
            for index, change in enumerate(changes):
                if (number, index) in needed:
                    continue
                calls = courses[change.about]
                if self._end(change.about, calls, without=change) == self._end(change.about, calls):
                    yield f"{operation} could do without {change.verb} of {change.about}"

    def _last_to_set(self) -> frozenset[Position]:
        """Return the changes that last set a fact of the end which was otherwise right before."""
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
        """Replay one object alone, not asking for locks; None where AWS would refuse, or where there is none."""
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
