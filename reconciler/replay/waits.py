"""Missing dependencies: operations that depend on an earlier one and do not wait for it.

Several operations run at the same time, so the order of the list is no proof.

Example: op-1 disassociates `ou-1` from a, and op-2 associates it with b. If `after` of op-2 does not lead to op-1, the
finding is "op-2 does not wait for op-1".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from reconciler.effects import Effects, Json, Sent
from reconciler.model import Fields

from .objects import KindCall


@dataclass(slots=True)
class Waits:
    """The dependencies that earlier operations create for later ones, while the operations are visited in order.

    *before* are the objects of each kind. *waited* has, for each operation, the bits of itself and of all operations
    that it waits for, directly or through others. *freed* has the operation that last freed an exclusive member.
    *governing* are the operations on objects that govern accounts, which one that ends all of that waits for.
    """

    effects: Mapping[str, Effects]
    before: Mapping[str, Mapping[str, Fields]]
    bits: dict[str, int] = field(default_factory=dict)
    waited: dict[str, int] = field(default_factory=dict)
    freed: dict[tuple[str, str], str] = field(default_factory=dict)
    governing: list[str] = field(default_factory=list)

    def missing(self, operation: Json, call: KindCall) -> Iterator[str]:
        """Return a finding for each operation that *operation* needs and does not wait for; then record *operation*."""
        name = operation["id"]
        self.bits[name] = 1 << len(self.bits)
        known = reduce(or_, (self.waited.get(one, 0) for one in operation["after"]), 0)
        self.waited[name] = known | self.bits[name]
        relied_on = {one for change in call.changes for one in self._relied_on(call.kind, change)}
        relied_on |= set(_told_by(operation["parameters"]))
        yield from (f"{name} does not wait for {one}" for one in sorted(relied_on) if not self.bits.get(one, 0) & known)
        for change in call.changes:
            self._note(call.kind, change, name)
        if self.effects[call.kind].is_governing:
            self.governing.append(name)

    def _relied_on(self, kind: str, change: Sent) -> Iterator[str]:
        if change.verb in self.effects[kind].ungoverning:
            yield from self.governing
        taken = self._exclusive(kind, change, taken=True)
        yield from (self.freed[kind, one] for one in taken if (kind, one) in self.freed)

    def _note(self, kind: str, change: Sent, operation: str) -> None:
        effects = self.effects[kind]
        observed = self.before.get(kind, {}).get(change.about, {})
        ended = observed.get(effects.exclusive, ()) if change.verb in effects.ends else ()
        let_go = (*self._exclusive(kind, change, taken=False), *ended)
        self.freed.update(((kind, one), operation) for one in let_go)

    def _exclusive(self, kind: str, change: Sent, *, taken: bool) -> Iterator[str]:
        """Return the exclusive members that *change* takes, or those that it frees when *taken* is false."""
        effects = self.effects[kind]
        for path, member, value in effects.facts[change.verb](change.details):
            if member is not None and path == effects.exclusive and value is taken:
                yield member


def _told_by(value: Any) -> Iterable[str]:  # noqa: ANN401 - JSON
    """Return the operations that return an id or revision in *value*."""
    if isinstance(value, Mapping):
        if "known_after" in value:
            yield value["known_after"]
        for one in value.values():
            yield from _told_by(one)
    elif isinstance(value, list):
        for one in value:
            if not isinstance(one, str):
                yield from _told_by(one)
