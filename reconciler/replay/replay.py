"""The replay of one plan: it finds refused calls, a final state other than the desired one, and needless changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from reconciler.effects import Effects, Json
from reconciler.governance import Experiences
from reconciler.model import Fields

from .needs import Needs
from .objects import Impossible, KindCall, Objects
from .waits import Waits

NONE: frozenset[str] = frozenset()
ObjectsByKind = Mapping[str, Mapping[str, Fields]]
"""Objects by kind and address, or by AWS's id where no document names them."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """The result of a replay: the experiences before all operations and after each (*states*), and the findings.

    A plan without *findings* is proven: AWS accepts every call, the final state is the desired state, and no change is
    needless.
    """

    states: tuple[Experiences, ...]
    findings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Replay:
    """A plan with the objects that it knows, as plain data, and the *effects* of the kinds.

    *before* are the objects as observed, and *wish* is the desired state of the objects that the plan is about. *ids*
    has the address of each of AWS's ids, or what the spec calls the part of an object that has the id. *operations* are
    those of the plan's JSON, each after the operations that it waits for. Each also has the key `about`: the addresses
    of its requests, in the order of its changes.
    """

    effects: Mapping[str, Effects]
    before: ObjectsByKind
    wish: ObjectsByKind
    ids: Mapping[str, str]
    operations: Sequence[Json]

    @cached_property
    def calls(self) -> Sequence[KindCall]:
        """Return the changes of each operation, in the order of the operations."""
        return [self._call(operation, operation["about"][0].partition(".")[0]) for operation in self.operations]

    def _call(self, operation: Json, kind: str) -> KindCall:
        return KindCall(operation["id"], kind, tuple(self.effects[kind].read(operation, self.ids)))

    def run(self) -> Replayed:
        """Execute the plan on the model, and compare the final state with the desired one."""
        objects = {kind: Objects.of(effects, self.before.get(kind, {})) for kind, effects in self.effects.items()}
        states, ended = [self._governing(self.before)], False
        try:
            for call in self.calls:
                self._taken(call, ended=ended)
                touched = objects[call.kind].carry_out(call)
                fields = {name: objects[call.kind].fields[name] for name in touched}
                now = self._governing({call.kind: fields})
                ended = ended or self._ends(call)
                states.append(self._ungoverned(call, {**states[-1], **now} if now else states[-1]))
        except Impossible as refused:
            return Replayed(tuple(states), (f"AWS would refuse {refused}",))
        findings = [*self.early(), *self.unwaited()]
        for kind, one in objects.items():
            findings += self.differences(kind, one.fields)
            findings += one.held_twice(self.before.get(kind, {}))
        return Replayed(tuple(states), tuple(findings or Needs(self.effects, self.before, self.calls).needless()))

    def _governing(self, state: ObjectsByKind) -> Experiences:
        """Return the experiences in *state*."""
        told = (self.effects[kind].governs(*one) for kind, objects in state.items() for one in objects.items())
        return {one.id: one for one in told if one}

    def _ungoverned(self, call: KindCall, state: Experiences) -> Experiences:
        """Return *state* as *call* leaves it: without principals after a verb that ends governance."""
        if not self._ends(call):
            return state
        return {name: replace(one, principals=NONE) for name, one in state.items()}

    def _ends(self, call: KindCall) -> bool:
        """Tell whether no object governs after *call*, and AWS takes no call on one (facts: catalog 4.4)."""
        return not self.effects[call.kind].ungoverning.isdisjoint(change.verb for change in call.changes)

    def _taken(self, call: KindCall, *, ended: bool) -> None:
        """Raise Impossible for a call on what governs, once an earlier call has *ended* that."""
        if ended and self.effects[call.kind].is_governing:
            raise Impossible(f"{call.operation}: an earlier call has ended what takes it")

    def early(self) -> Iterator[str]:
        """Find operations that are listed before an operation that they wait for."""
        seen: set[str] = set()
        for operation in self.operations:
            yield from (f"{operation['id']} comes before {one}" for one in operation["after"] if one not in seen)
            seen.add(operation["id"])

    def unwaited(self) -> Iterator[str]:
        """Find operations that depend on an earlier one and do not wait for it."""
        waits = Waits(self.effects, self.before)
        for operation, call in zip(self.operations, self.calls, strict=True):
            yield from waits.missing(operation, call)

    def differences(self, kind: str, after: Mapping[str, Fields]) -> Iterator[str]:
        """Find every value that is not as desired. Values that are not stated must stay, or be AWS's default."""
        effects, observed, wish = self.effects[kind], self.before.get(kind, {}), self.wish.get(kind, {})
        for name, fields in after.items():
            before = observed.get(name)
            if fields is not before or name in wish:
                fresh = dict.fromkeys(() if before is None else fields.keys() - effects.defaulted)
                wanted = {**fresh, **(before or {}), **wish.get(name, {})}
                yield from _differences(name, fields, wanted, effects.lists)
        yield from (f"{name} was not made" for name in sorted(wish.keys() - after.keys()))
        made = after.keys() - observed.keys() - wish.keys()
        yield from (f"{name} was created, but the desired state does not have it" for name in sorted(made))

    def as_json(self) -> dict[str, Any]:
        """Return all inputs of the replay as JSON, for a bug report; `Replay.read` reads them."""
        return {
            "before": _plain(self.before),
            "wish": _plain(self.wish),
            "ids": dict(sorted(self.ids.items())),
            "operations": list(self.operations),
        }

    @classmethod
    def read(cls, stored: Json, effects: Mapping[str, Effects]) -> "Replay":
        """Read what `as_json` returned."""
        before, wish = (
            {
                kind: {name: _fields(fields, effects[kind].lists) for name, fields in objects.items()}
                for kind, objects in stored[key].items()
            }
            for key in ("before", "wish")
        )
        return cls(effects=effects, before=before, wish=wish, ids=stored["ids"], operations=stored["operations"])


def _differences(name: str, fields: Fields, wanted: Fields, lists: frozenset[str]) -> Iterator[str]:
    for path in sorted(wanted):
        found, wish = _at(fields, path, lists), _at(wanted, path, lists)
        if found != wish:
            yield f"{name} {path} is {_sorted(found)} in the end, not {_sorted(wish)}"


def _at(fields: Fields, path: str, lists: frozenset[str]) -> Any:  # noqa: ANN401 - any value of a field
    return fields.get(path) or NONE if path in lists else fields.get(path)


def _sorted(value: Any) -> Any:  # noqa: ANN401 - any value of a field
    return sorted(value) if isinstance(value, frozenset) else value


def _plain(state: ObjectsByKind) -> dict[str, Any]:
    return {
        kind: {
            name: {path: _sorted(value) for path, value in sorted(fields.items())}
            for name, fields in sorted(objects.items())
        }
        for kind, objects in sorted(state.items())
    }


def _fields(value: Json, lists: frozenset[str]) -> Fields:
    return {path: frozenset(value) if path in lists else value for path, value in value.items()}
