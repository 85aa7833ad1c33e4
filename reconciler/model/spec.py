"""The desired and the live state of an object, in the same type of spec."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from .address import Address
from .document import Document

S = TypeVar("S")


class Mode(StrEnum):
    """The part of an object's lists that its document owns: all, the members that it names, or nothing."""

    EXCLUSIVE = "exclusive"
    ADDITIVE = "additive"
    OBSERVE = "observe"


@dataclass(frozen=True, slots=True)
class Feed:
    """Members that the document *source* adds to the list of the object *target*, by their positions in it.

    *ends* is the day from which on they are members no more; None without such a day. *title* is the name of the
    members that have no other name.
    """

    source: Address
    target: Address
    document: Document
    members: Mapping[str, int]
    ends: date | None = None
    title: str = ""

    def is_over(self, today: date) -> bool:
        """Tell whether the members are members no more on *today*."""
        return self.ends is not None and self.ends <= today

    def at(self, member: str) -> str:
        """Return the place where the document names *member*, `file:line:column`."""
        return self.document.at("principals", self.members[member])


@dataclass(frozen=True, slots=True, kw_only=True)
class Desired(Generic[S]):
    """One object of the desired state. A field of *spec* that is None is not managed.

    *pin* is the `id` that the document states. *places* has, for each member of a list, its first position in the
    document. *taken* are members that another object of the desired state takes from this one. *fed* are members that
    other documents add to its list, and *ended* those whose day has come: they leave the list, whatever the mode,
    unless they are *held*. *by_hand* tells that the spec is what a command asks for beside the documents.
    *facts* are values that requests need and documents do not state.
    """

    address: Address
    spec: S
    document: Document
    mode: Mode = Mode.EXCLUSIVE
    pin: str | None = None
    places: Mapping[str, int] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    fed: tuple[Feed, ...] = ()
    ended: tuple[Feed, ...] = ()
    held: bool = False
    by_hand: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed(Generic[S]):
    """One object as AWS has it. A field of *spec* that is None does not exist in AWS.

    *revision* is AWS's latest revision of the entity, empty when the service has none. *facts* are values that requests
    need and documents never state (ARN, ids of child entities).
    *parts* has, by AWS's ids of parts of the object, what *spec* calls them: calls name such a part by its id.
    """

    spec: S
    remote_id: str
    revision: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pair(Generic[S]):
    """The desired state of an object with its live state; *observed* is None when the object does not exist yet."""

    desired: Desired[S]
    observed: Observed[S] | None

    @property
    def live(self) -> S | None:
        """Return the spec of the live object, or None when it does not exist yet."""
        return self.observed.spec if self.observed else None

    @property
    def remote_id(self) -> str:
        """Return the id of the live object; empty when it does not exist yet."""
        return self.observed.remote_id if self.observed else ""


Wish = Mapping[Address, Desired[Any]]
"""The desired state of the whole repository, by address."""
