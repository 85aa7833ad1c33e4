"""What an object is: wished for and observed, in the same type."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from .address import Address
from .document import Document

S = TypeVar("S")


class Mode(StrEnum):
    """Who owns an object's lists: all of it (exclusive), what it names (additive), nobody (observe)."""

    EXCLUSIVE = "exclusive"
    ADDITIVE = "additive"
    OBSERVE = "observe"


@dataclass(frozen=True, slots=True)
class Feed:
    """What the document at *source* adds to the list of the object at *target*: members with their positions in it."""

    source: Address
    target: Address
    document: Document
    members: Mapping[str, int]

    def at(self, member: str) -> str:
        """Say where the document names *member*, as `file:line:column`."""
        return self.document.at("principals", self.members[member])


@dataclass(frozen=True, slots=True, kw_only=True)
class Desired(Generic[S]):
    """One object of the wish. A field of *spec* that is None is not managed.

    *pin* is the `id` that the document states; *places* says at which position of its list of the document each member
    is first named; *taken* are members that another object of the wish takes from this one; *fed* is what
    other documents add to its list.
    """

    address: Address
    spec: S
    document: Document
    mode: Mode = Mode.EXCLUSIVE
    pin: str | None = None
    places: Mapping[str, int] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    fed: tuple[Feed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed(Generic[S]):
    """One object as AWS has it. A field of *spec* that is None does not exist there.

    *revision* is the entity's latest revision as AWS counts it (empty where the service has none);
    *facts* are what requests need and the wish never holds (ARN, ids of child entities).
    """

    spec: S
    remote_id: str
    revision: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pair(Generic[S]):
    """A wish and the live object that it is about; *observed* is None when there is none yet."""

    desired: Desired[S]
    observed: Observed[S] | None

    @property
    def live(self) -> S | None:
        """Return what the live object is."""
        return self.observed.spec if self.observed else None

    @property
    def remote_id(self) -> str:
        """Return the id of the live object; empty where there is none yet."""
        return self.observed.remote_id if self.observed else ""


Wish = Mapping[Address, Desired[Any]]
"""Everything that the repository states, by address."""
