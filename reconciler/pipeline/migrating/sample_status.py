"""Status and error files: what the sample has noted of change sets, and of the ids of experiences. Pure.

A status is about the last change set of its experience only. An error file is the whole answer of DescribeChangeSet for
a change set that failed or was cancelled (samples 1).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from reconciler.spelling import printable

from .placed_json import PlacedJson
from .sample_command import CHOICES, LISTS
from .sample_key import SampleKey

RUNNING: Final = "In Progress"
FAILED: Final = "Failed"
_FIELDS: Final = {
    "AssociateAudience": "AssociatePrincipals",
    "DisassociateAudience": "DisassociatePrincipals",
    "AllowProductProcurement": "AllowProducts",
    "DenyProductProcurement": "DenyProducts",
    "UpdateExperience": "Status",
    "UpdateProcurementPolicy": "PolicyResourceRequests",
}
"""The field of a command from which the sample made a change, by the type of the change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleStatus:
    """A status file. *stated* is its id of the experience as it stands there; None if it has none.

    *place* is where the id stands, `file:line:column`, or where the file begins.
    """

    file: str
    key: SampleKey
    place: str = ""
    change_set: str | None = None
    state: str | None = None
    stated: str | None = None
    error: str | None = None

    @property
    def id(self) -> str | None:
        """Return the id of the experience without blanks around it, None if the file has none."""
        return (self.stated or "").strip() or None

    @property
    def blank(self) -> bool:
        """Tell whether blanks stand around the id: the sample's function sent them, and AWS refused every command."""
        return bool(self.stated) and self.stated != self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleError:
    """An error file. *asked* are the values of its changes, by the field of a command that they were made from.

    *told* are AWS's errors, each with the type of its change.
    """

    file: str
    key: SampleKey
    change_set: str | None = None
    asked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    told: tuple[str, ...] = ()


def read_status(file: str, key: SampleKey, found: PlacedJson) -> SampleStatus:
    """Understand the object of a status file."""
    said = {name: value for name, value in found.values.items() if isinstance(value, str)}
    return SampleStatus(
        file=file,
        key=key,
        place=f"{file}:{found.place('Experience Id')}",
        change_set=said.get("ChangeSetId") or None,
        state=said.get("ChangeSetStatus") or None,
        stated=said.get("Experience Id") or None,
        error=said.get("Error Message") or None,
    )


def read_error(file: str, key: SampleKey, found: PlacedJson) -> SampleError:
    """Understand the object of an error file; changes that the sample never sends are left out."""
    changes = [one for one in _objects(found.values.get("ChangeSet")) if isinstance(one.get("ChangeType"), str)]
    asked = {_FIELDS[one["ChangeType"]]: _values(one) for one in changes if one["ChangeType"] in _FIELDS}
    change_set = found.values.get("ChangeSetId")
    return SampleError(
        file=file,
        key=key,
        change_set=change_set if isinstance(change_set, str) else None,
        asked={name: values for name, values in asked.items() if values},
        told=tuple(told for one in changes for told in _told(one)),
    )


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    yield from (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _values(change: Mapping[str, Any]) -> frozenset[str]:
    """Return every text in the details of a change: each of them is a principal, a product id or the one value."""
    details = change.get("DetailsDocument") or change.get("Details")
    if isinstance(details, str):
        try:
            details = json.loads(details)
        except (ValueError, RecursionError):
            return frozenset()
    return frozenset(_texts(details))


def _texts(value: object) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict | list):
            waiting.extend(one.values() if isinstance(one, dict) else one)


def _told(change: Mapping[str, Any]) -> Iterator[str]:
    for error in _objects(change.get("ErrorDetailList")):
        said = [str(error[key]) for key in ("ErrorCode", "ErrorMessage") if error.get(key)]
        yield printable(f"{change['ChangeType']}: {': '.join(said) or 'an error without a message'}")


def asked_by(asked: Mapping[str, tuple[str, ...]]) -> Mapping[str, frozenset[str]]:
    """Return the values of a command in the form of those of an error."""
    return {name: frozenset(asked[name]) for name in (*LISTS, *CHOICES) if name in asked}
