"""Changes: the difference between the desired state and the live state of one object."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from reconciler.printed import ChangeJson, SetChangeJson, ValueChangeJson

from .address import Address
from .origin import NOT_ATTRIBUTED, Attribution


class Action(StrEnum):
    """What happens to an object as a whole. An experience is never deleted, but archived."""

    CREATE = "create"
    UPDATE = "update"
    ARCHIVE = "archive"
    REVIVE = "revive"
    DELETE = "delete"


ACCEPTED = "accept"
"""The path of the endpoints that a plan accepts. They come and go by themselves, so they are no part of the digest."""
ENDING = frozenset({Action.ARCHIVE, Action.DELETE})
"""The actions after which an object serves nobody."""


@dataclass(frozen=True, slots=True)
class ValueChange:
    """The change of a single value; *path* is its dotted YAML path: `branding.title`."""

    path: str
    before: Any
    after: Any

    def as_json(self) -> ValueChangeJson:
        """Return the JSON of the plan (contract 4)."""
        return {"path": self.path, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class SetChange:
    """The change of an unordered list, by members; *unchanged* counts the members that stay.

    *sources* has the place, `file:line:column`, where another document adds a member to the list or ends its stay. It
    is None for a list that no other document feeds. It informs the user and never decides anything.
    """

    path: str
    added: frozenset[str]
    removed: frozenset[str]
    unchanged: int
    sources: Mapping[str, str] | None = field(default=None, compare=False)

    def as_json(self) -> SetChangeJson:
        """Return the JSON of the plan (contract 4), members sorted."""
        told: SetChangeJson = {
            "path": self.path,
            "added": sorted(self.added),
            "removed": sorted(self.removed),
            "unchanged": self.unchanged,
        }
        return told if self.sources is None else {**told, "sources": dict(sorted(self.sources.items()))}


FieldChange = ValueChange | SetChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """What guards have to know of an object beside what differs: no part of the plan.

    *principals* are the principals that an experience holds when it is disabled or archived. *verified* tells that AWS
    has verified the private DNS name of an endpoint service. *expired* are grants whose written ending has come. *cut*
    are the connected endpoints that a user rejects by hand.
    """

    principals: frozenset[str] = frozenset()
    verified: bool = False
    expired: frozenset[str] = frozenset()
    cut: frozenset[str] = frozenset()


NOTHING_AT_STAKE = Stakes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The difference of one object. *reason* and *source* inform the user and never decide anything.

    *stakes* are further facts for the guards. *observed* is the digest of what AWS had of the object: the plan is
    another one if that changes. None for an object that is created. *attribution* says how the difference came about.
    """

    address: Address
    action: Action
    fields: tuple[FieldChange, ...]
    remote_id: str | None
    reason: str
    source: str
    stakes: Stakes = NOTHING_AT_STAKE
    observed: str | None = None
    attribution: Attribution = NOT_ATTRIBUTED

    def field(self, path: str) -> FieldChange | None:
        """Return the change of the field at *path*, or None when it does not change."""
        return next((field for field in self.fields if field.path == path), None)

    def value(self, path: str) -> ValueChange | None:
        """Return the change of the single value at *path*, or None when it does not change."""
        found = self.field(path)
        return found if isinstance(found, ValueChange) else None

    def members(self, path: str) -> SetChange:
        """Return the change of the list at *path*; one that does not change adds and removes nothing."""
        found = self.field(path)
        return found if isinstance(found, SetChange) else SetChange(path, frozenset(), frozenset(), 0)

    def as_json(self) -> ChangeJson:
        """Return the JSON of the plan (contract 4)."""
        known = self.attribution
        return {
            "address": str(self.address),
            "kind": self.address.kind,
            "name": self.address.name,
            "action": self.action.value,
            "remote_id": self.remote_id,
            "observed": self.observed,
            "reason": self.reason,
            "source": self.source,
            "origin": known.origin.value if known.origin else None,
            "because": known.because or None,
            "change_sets": [one.as_json() for one in known.change_sets],
            "last_edit": known.edit.as_json() if known.edit else None,
            "fields": [field.as_json() for field in self.fields],
        }
