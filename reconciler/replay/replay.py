"""One plan replayed: what AWS would refuse of it, what it would leave other than wished, what it could do without."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reconciler.governance import Experience, Experiences

from .catalogue import Catalogue, Impossible
from .effects import ALLOW, LISTS, POLICY, PRINCIPALS, Fields
from .needs import needless
from .sent import Document, Names, Sent

NONE: frozenset[str] = frozenset()


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

    *before* are the experiences as observed and *wish* those that the plan is about as they shall be, by address, or by
    AWS's id where no document names them; *ids* are the addresses by AWS's id; *operations* are those of the plan
    document, each after those that it waits for.
    """

    before: Mapping[str, Fields]
    wish: Mapping[str, Fields]
    ids: Mapping[str, str]
    operations: Sequence[Document]

    @cached_property
    def calls(self) -> Sequence[tuple[str, tuple[Sent, ...]]]:
        """Give what each operation changes, by its id, in the order of the operations."""
        titles = {fields["title"]: name for name, fields in self.wish.items() if name not in self.before}
        names = Names(self.ids, titles)
        return [(operation["id"], names.sent(operation)) for operation in self.operations]

    def run(self) -> Replayed:
        """Carry the plan out on the model, and compare."""
        catalogue = Catalogue.of(self.before)
        worlds: list[Experiences] = [{name: _seen(name, fields) for name, fields in self.before.items()}]
        try:
            for operation, changes in self.calls:
                touched = catalogue.carry_out(operation, changes)
                now = {name: _seen(name, catalogue.experiences[name]) for name in touched}
                worlds.append({**worlds[-1], **now} if now else worlds[-1])
        except Impossible as refused:
            return Replayed(tuple(worlds), (f"AWS would refuse {refused}",))
        findings = [*self.early(), *self.differences(catalogue.experiences)]
        return Replayed(tuple(worlds), tuple(findings or needless(self.before, self.calls)))

    def early(self) -> Iterator[str]:
        """Find operations that come before what they wait for."""
        seen: set[str] = set()
        for operation in self.operations:
            yield from (f"{operation['id']} comes before {one}" for one in operation["after"] if one not in seen)
            seen.add(operation["id"])

    def differences(self, after: Mapping[str, Fields]) -> Iterator[str]:
        """Find everything that is not as wished; what is not wished for stays as it was."""
        for name, fields in after.items():
            before = self.before.get(name, {})
            if fields is not before or name in self.wish:
                yield from _differences(name, fields, {**before, **self.wish.get(name, {})})
        yield from (f"{name} was not made" for name in self.wish.keys() - after.keys())

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


def _seen(name: str, fields: Fields) -> Experience:
    """Give what governance needs to know of an experience."""
    return Experience(
        id=name,
        status=fields.get("status", ""),
        principals=fields.get(PRINCIPALS, NONE),
        products=fields.get(ALLOW, NONE) if POLICY in fields else None,
    )


def _differences(name: str, fields: Fields, wanted: Fields) -> Iterator[str]:
    for path in sorted(wanted):
        absent = NONE if path in LISTS else None
        found = fields.get(path, absent)
        if found != wanted[path]:
            yield f"{name} {path} is {_told(found)} in the end, not {_told(wanted[path])}"


def _told(value: Any) -> Any:  # noqa: ANN401 - any value of a field
    return sorted(value) if isinstance(value, frozenset) else value


def _plain(fields: Fields) -> dict[str, Any]:
    return {path: _told(value) for path, value in sorted(fields.items())}


def _fields(document: Document) -> Fields:
    return {path: frozenset(value) if path in LISTS else value for path, value in document.items()}
