"""One plan replayed: what AWS would refuse of it, what it would leave other than wished, what it could do without."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reconciler.governance import Experience, Experiences

from .catalogue import Catalogue, Impossible
from .experience_facts import ALLOW, POLICY, PRINCIPALS
from .facts import Fields
from .needs import needless
from .sent import NAME_TAG, Document, Names, Sent
from .verbs import LISTS
from .waits import Waits

NONE: frozenset[str] = frozenset()
DEFAULTED = frozenset({"user_requests"})
"""What comes with a first policy though nobody wished for it: AWS's own default."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of it: the *worlds* before all operations and after each, and everything that is wrong.

    A plan without *findings* is proven: AWS takes every call, the end is the wish, and no change could be left out.
    """

    worlds: tuple[Experiences, ...]
    findings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Replay:
    """A plan and what it knows of AWS, all of it plain data.

    *before* are experiences and endpoint services as observed and *wish* those that the plan is about as they shall be,
    by address, or by AWS's id where no document names them; *ids* are the addresses by AWS's id; *operations* are those
    of the plan document, each after those that it waits for.
    """

    before: Mapping[str, Fields]
    wish: Mapping[str, Fields]
    ids: Mapping[str, str]
    operations: Sequence[Document]

    @cached_property
    def calls(self) -> Sequence[tuple[str, tuple[Sent, ...]]]:
        """Give what each operation changes, by its id, in the order of the operations."""
        coming = [(name, fields) for name, fields in self.wish.items() if name not in self.before]
        titles = {fields["title"]: name for name, fields in coming if "title" in fields}
        tags = {fields[f"tags.{NAME_TAG}"]: name for name, fields in coming if "title" not in fields}
        names = Names(self.ids, titles, tags)
        return [(operation["id"], names.sent(operation)) for operation in self.operations]

    def run(self) -> Replayed:
        """Carry the plan out on the model, and compare."""
        catalogue = Catalogue.of(self.before)
        worlds: list[Experiences] = [_seen(self.before)]
        try:
            for operation, changes in self.calls:
                touched = catalogue.carry_out(operation, changes)
                now = _seen({name: catalogue.objects[name] for name in touched})
                worlds.append({**worlds[-1], **now} if now else worlds[-1])
        except Impossible as refused:
            return Replayed(tuple(worlds), (f"AWS would refuse {refused}",))
        findings = [*self.early(), *self.unwaited(), *self.differences(catalogue.objects)]
        findings += catalogue.held_twice(self.before)
        return Replayed(tuple(worlds), tuple(findings or needless(self.before, self.calls)))

    def early(self) -> Iterator[str]:
        """Find operations that come before what they wait for."""
        seen: set[str] = set()
        for operation in self.operations:
            yield from (f"{operation['id']} comes before {one}" for one in operation["after"] if one not in seen)
            seen.add(operation["id"])

    def unwaited(self) -> Iterator[str]:
        """Find operations that rely on an earlier one and would not wait for it."""
        waits = Waits(self.before)
        for operation, (_, changes) in zip(self.operations, self.calls, strict=True):
            yield from waits.missing(operation, changes)

    def differences(self, after: Mapping[str, Fields]) -> Iterator[str]:
        """Find everything that is not as wished; what is not wished for stays as it was, or is AWS's default."""
        for name, fields in after.items():
            before = self.before.get(name)
            if fields is not before or name in self.wish:
                fresh = dict.fromkeys(() if before is None else fields.keys() - DEFAULTED)
                yield from _differences(name, fields, {**fresh, **(before or {}), **self.wish.get(name, {})})
        yield from (f"{name} was not made" for name in sorted(self.wish.keys() - after.keys()))
        made = after.keys() - self.before.keys() - self.wish.keys()
        yield from (f"{name} was made, and nobody wished for it" for name in sorted(made))

    def as_json(self) -> dict[str, Any]:
        """Give everything that replaying takes, for a report: `Replay.read` takes it back."""
        return {
            "before": {name: _plain(fields) for name, fields in sorted(self.before.items())},
            "wish": {name: _plain(fields) for name, fields in sorted(self.wish.items())},
            "ids": dict(sorted(self.ids.items())),
            "operations": list(self.operations),
        }

    @classmethod
    def read(cls, document: Document) -> "Replay":
        """Read what `as_json` gave."""
        before, wish = ({name: _fields(fields) for name, fields in document[key].items()} for key in ("before", "wish"))
        return cls(before=before, wish=wish, ids=document["ids"], operations=document["operations"])


def _seen(objects: Mapping[str, Fields]) -> Experiences:
    """Give what governance needs to know of *objects*: of experiences, which alone have a status."""
    return {
        name: Experience(
            id=name,
            status=fields["status"],
            principals=fields.get(PRINCIPALS, NONE),
            products=fields.get(ALLOW, NONE) if POLICY in fields else None,
        )
        for name, fields in objects.items()
        if "status" in fields
    }


def _differences(name: str, fields: Fields, wanted: Fields) -> Iterator[str]:
    for path in sorted(wanted):
        found, wish = _at(fields, path), _at(wanted, path)
        if found != wish:
            yield f"{name} {path} is {_told(found)} in the end, not {_told(wish)}"


def _at(fields: Fields, path: str) -> Any:  # noqa: ANN401 - any value of a field
    return fields.get(path) or NONE if path in LISTS else fields.get(path)


def _told(value: Any) -> Any:  # noqa: ANN401 - any value of a field
    return sorted(value) if isinstance(value, frozenset) else value


def _plain(fields: Fields) -> dict[str, Any]:
    return {path: _told(value) for path, value in sorted(fields.items())}


def _fields(document: Document) -> Fields:
    return {path: frozenset(value) if path in LISTS else value for path, value in document.items()}
