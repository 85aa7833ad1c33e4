"""Record sets, and what Route 53 refuses of a change batch (private-dns 2.2; privatelink 4.5).

Example: a batch that deletes a record set and states other values than it has is refused as a whole.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reconciler.twin.refusal import Code

from .seed import SeededZone

INVALID_CHANGE_BATCH: Final = Code("InvalidChangeBatch", "[{}]")
NO_SUCH_CHANGE: Final = Code("NoSuchChange", "A change with id {} does not exist.", 404)
CREATE, DELETE, UPSERT = "CREATE", "DELETE", "UPSERT"
TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
"""One string of a TXT record: "TXT values go in quotes"."""
TEXTS: Final = re.compile(rf"{TEXT.pattern}(?:\s+{TEXT.pattern})*")


@dataclass(frozen=True, slots=True)
class RecordSet:
    """All records of one *name*, with its last dot, and *type*; *due* is when the public DNS knows it."""

    name: str
    type: str
    ttl: int
    values: tuple[str, ...]
    due: float = 0.0

    @property
    def texts(self) -> Iterator[str]:
        """Yield the values as the DNS answers them: the strings of a TXT record without quotes, joined."""
        for value in self.values:
            yield "".join(re.sub(r"\\(.)", r"\1", text[1:-1]) for text in TEXT.findall(value))


Sets = Mapping[tuple[str, str], RecordSet]
"""The record sets of a zone, by name and type."""


def seeded(zone: SeededZone) -> Iterator[RecordSet]:
    """Yield the record sets of a seed's zone."""
    for one in zone.records:
        yield RecordSet(full(one.name), one.type, one.ttl, one.values)


def changed(zone: str, sets: Sets, changes: Sequence[Mapping[str, Any]], due: float) -> Sets:
    """Return the record sets of *zone* after a batch, which is carried out as a whole or not at all.

    UPSERT replaces the whole record set. The public DNS knows the changes at *due*.

    Raises:
        InvalidChangeBatch: with every reason.
    """
    left, wrong = dict(sets), list[str]()
    for change in changes:
        one = _record_set(change["ResourceRecordSet"], due)
        wrong += _refusals(zone, left, change["Action"], one)
        left.pop((one.name, one.type), None)
        if change["Action"] != DELETE:
            left[one.name, one.type] = one
    if wrong:
        raise INVALID_CHANGE_BATCH(", ".join(wrong))
    return left


def full(name: str) -> str:
    """Return a name as Route 53 returns it: in lower case, with its last dot."""
    return name.lower().rstrip(".") + "."


def _record_set(sent: Mapping[str, Any], due: float) -> RecordSet:
    values = tuple(one["Value"] for one in sent.get("ResourceRecords", ()))
    return RecordSet(full(sent["Name"]), sent["Type"], int(sent.get("TTL", 0)), values, due)


def _refusals(zone: str, sets: Sets, action: str, one: RecordSet) -> Iterator[str]:
    """Yield why Route 53 refuses one change."""
    which, there = f"resource record set [name='{one.name}', type='{one.type}']", sets.get((one.name, one.type))
    if one.name != zone and not one.name.endswith(f".{zone}"):
        yield f"RRSet with DNS name {one.name} is not permitted in zone {zone}"
    if action == CREATE and there:
        yield f"Tried to create {which} but it already exists"
    if action == DELETE and there is None:
        yield f"Tried to delete {which} but it was not found"
    elif action == DELETE and there and (there.ttl, sorted(there.values)) != (one.ttl, sorted(one.values)):
        yield f"Tried to delete {which} but the values provided do not match the current values"
    if action != DELETE and not one.values:
        yield f"Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords]] in Change of {which}"
    if len(set(one.values)) < len(one.values):
        yield f"Duplicate Resource Record in {which}"
    if one.type == "TXT":
        yield from _unquoted(one.values)


def _unquoted(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        if not TEXTS.fullmatch(value):
            yield (
                "Invalid Resource Record: 'FATAL problem: InvalidCharacterString "
                f"(Value should be enclosed in quotation marks) encountered with '{value}''"
            )
