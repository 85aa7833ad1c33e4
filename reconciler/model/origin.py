"""Origins of differences between a document and AWS: what is known of how each of them came about."""

from dataclasses import dataclass
from enum import StrEnum

from reconciler.printed import ChangedByJson, LastEditJson

from .address import Address


class Origin(StrEnum):
    """How a difference came about: somebody edited AWS, nobody has applied the document yet, or neither is proven."""

    CHANGED_IN_AWS = "changed_in_aws"
    UNFINISHED = "unfinished"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Edit:
    """The last change of what documents say, by the document *address*, *at* a time `YYYY-MM-DDTHH:MM:SSZ`.

    *commit* is the full hash of the commit that made it; None while it is in no commit.
    """

    address: Address
    at: str
    commit: str | None

    def as_json(self) -> LastEditJson:
        """Return the JSON of the plan (contract 4)."""
        return {"address": str(self.address), "at": self.at, "commit": self.commit}


@dataclass(frozen=True, slots=True)
class ChangedBy:
    """A change set of another program or user that made fields, by their *paths*, what they are in AWS.

    *at* is the time when it ended, `YYYY-MM-DDTHH:MM:SSZ`.
    """

    id: str
    name: str
    at: str
    paths: tuple[str, ...]

    def as_json(self) -> ChangedByJson:
        """Return the JSON of the plan (contract 4)."""
        return {"id": self.id, "name": self.name, "at": self.at, "paths": list(self.paths)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """What is known of how a difference came about.

    *because* says why the origin is unknown, else it is empty. *change_sets* are those that account for fields, newest
    first, also where they do not account for all. *edit* is the last change of the documents, None if it is unknown.
    *origin* is None if it was not asked for.
    """

    origin: Origin | None = None
    because: str = ""
    change_sets: tuple[ChangedBy, ...] = ()
    edit: Edit | None = None


NOT_ATTRIBUTED = Attribution()
