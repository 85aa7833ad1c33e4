"""The difference of one object between the wish and AWS."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .address import Address


class Action(StrEnum):
    """What happens to an object as a whole. Nothing of an experience is ever deleted: it is archived."""

    CREATE = "create"
    UPDATE = "update"
    ARCHIVE = "archive"
    REVIVE = "revive"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value: *path* is the dotted YAML path in YAML's words."""

    path: str
    before: Any
    after: Any

    def as_json(self) -> dict[str, Any]:
        """Return the form of the plan document (contract 4)."""
        return {"path": self.path, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class SetChange:
    """One unordered list, by members; *unchanged* counts those on both sides."""

    path: str
    added: frozenset[str]
    removed: frozenset[str]
    unchanged: int

    def as_json(self) -> dict[str, Any]:
        """Return the form of the plan document (contract 4): members sorted."""
        return {
            "path": self.path,
            "added": sorted(self.added),
            "removed": sorted(self.removed),
            "unchanged": self.unchanged,
        }


FieldChange = ValueChange | SetChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """What guards have to know of an object beside what differs: no part of the plan document.

    *principals* are those that an experience still holds when it is disabled or archived; *verified* tells that AWS
    has verified the private DNS name that an endpoint service has.
    """

    principals: frozenset[str] = frozenset()
    verified: bool = False


NOTHING_AT_STAKE = Stakes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One object's difference. *reason* and *source* are for people and never decide anything.

    *stakes* are what guards weigh beside the fields.
    """

    address: Address
    action: Action
    fields: tuple[FieldChange, ...]
    remote_id: str | None
    reason: str
    source: str
    stakes: Stakes = NOTHING_AT_STAKE

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

    def as_json(self) -> dict[str, Any]:
        """Return the form of the plan document (contract 4)."""
        return {
            "address": str(self.address),
            "kind": self.address.kind,
            "name": self.address.name,
            "action": self.action.value,
            "remote_id": self.remote_id,
            "reason": self.reason,
            "source": self.source,
            "fields": [field.as_json() for field in self.fields],
        }
