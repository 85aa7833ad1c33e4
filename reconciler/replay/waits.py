"""Whether operations wait for all that they rely on: several run at a time, so the order of a list proves nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from reconciler.effects import Document, Effects, Sent
from reconciler.model import Fields

from .objects import KindCall


@dataclass(slots=True)
class Waits:
    """What earlier operations have left for later ones, while a plan is gone through.

    *before* are the objects of each kind. *waited* has for each operation the bits of itself and all that it waits
    for, be it through others; *freed* says which operation last let something go that only one object can have.
    """

    effects: Mapping[str, Effects]
    before: Mapping[str, Mapping[str, Fields]]
    bits: dict[str, int] = field(default_factory=dict)
    waited: dict[str, int] = field(default_factory=dict)
    freed: dict[tuple[str, str], str] = field(default_factory=dict)

    def missing(self, operation: Document, call: KindCall) -> Iterator[str]:
        """Find what *operation* relies on and does not wait for; then take note of what it leaves."""
        name = operation["id"]
        self.bits[name] = 1 << len(self.bits)
        known = reduce(or_, (self.waited.get(one, 0) for one in operation["after"]), 0)
        self.waited[name] = known | self.bits[name]
        relied_on = {one for change in call.changes for one in self._relied_on(call.kind, change)}
        relied_on |= set(_told_by(operation["parameters"]))
        yield from (f"{name} does not wait for {one}" for one in sorted(relied_on) if not self.bits.get(one, 0) & known)
        for change in call.changes:
            self._note(call.kind, change, name)

    def _relied_on(self, kind: str, change: Sent) -> Iterator[str]:
        taken = self._exclusive(kind, change, taken=True)
        yield from (self.freed[kind, one] for one in taken if (kind, one) in self.freed)

    def _note(self, kind: str, change: Sent, operation: str) -> None:
        effects = self.effects[kind]
        observed = self.before.get(kind, {}).get(change.about, {})
        ended = observed.get(effects.exclusive, ()) if change.verb in effects.ends else ()
        let_go = (*self._exclusive(kind, change, taken=False), *ended)
        self.freed.update(((kind, one), operation) for one in let_go)

    def _exclusive(self, kind: str, change: Sent, *, taken: bool) -> Iterator[str]:
        """Return the members that *change* takes, or lets go, of which only one object can have each."""
        effects = self.effects[kind]
        for path, member, value in effects.facts[change.verb](change.details):
            if member is not None and path == effects.exclusive and value is taken:
                yield member


def _told_by(value: Any) -> Iterable[str]:  # noqa: ANN401 - JSON
    """Return the operations that will tell an id or a revision of what is sent."""
    if isinstance(value, Mapping):
        if "known_after" in value:
            yield value["known_after"]
        for one in value.values():
            yield from _told_by(one)
    elif isinstance(value, list):
        for one in value:
            if not isinstance(one, str):
                yield from _told_by(one)
