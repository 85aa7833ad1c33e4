"""The effects of verbs on objects: the types in which each kind's `proof.py` describes them.

A fact is a value at a YAML path, or the membership in the list at a path. A change sets facts without reading the
earlier state. So the replay finds in one pass which changes of a plan have no effect.

Example: AssociateAudience with `ou-1` sets the fact `principals`, member `ou-1`, true; UpdateExperience with status
Enabled sets the fact `status`, no member, `enabled`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from .governance import Experience
from .model import Fields

Json = Mapping[str, Any]
"""A part of a plan's JSON, or the details of a call."""

HoldersByMember = Mapping[str, Collection[str]]
"""For each member of a list whose members only one object can have: the objects that have it."""

NONE: frozenset[str] = frozenset()


class Fact(NamedTuple):
    """One fact of one object: the value at *path*, or whether *member* is in the list at *path*."""

    path: str
    member: str | None
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One change as it is sent: *verb* is a change type, or the action of an operation without carrier.

    *about* is the address of its object, or AWS's id where no document names it. *locked_on* is the operation whose
    revision the change is locked on, None for the observed revision. The *details* of an operation without carrier
    include its account and region.
    """

    verb: str
    about: str
    details: Json
    tags: Mapping[str, str]
    locked_on: str | None = None


RefusalCheck = Callable[[Sequence[Sent], Mapping[str, Fields], HoldersByMember, Mapping[str, str]], Iterator[str]]
"""Returns why AWS would refuse changes in one call.

The arguments are the changes, all objects by name, the holders of members, and the last operation on each object.
"""


def nothing_governed(_name: str, _fields: Fields) -> Experience | None:
    """Return None: objects of the kind govern no account."""
    return None


@dataclass(frozen=True, kw_only=True)
class Effects:
    """The effects of a kind's verbs, as the replay uses them.

    *facts* has, by verb, a function from details to facts (without tags), in the order in which the changes of one call
    take effect. *lists* are the paths that have lists. *read* returns the changes that an operation in a plan's JSON
    sends; its second argument maps AWS's ids to addresses, and the ids of parts of objects to what specs call them.
    *refusals* returns why AWS would refuse them.

    Only one object can have a member of the list at *exclusive*: an object that is *alive*, or, with *dead_hold*, one
    that is not alive as long as no other object that is alive has the member.

    *makes* and *ends* are the verbs that create and end their object; *unlocked* are verbs that keep its revision.
    After a verb of *ungoverning*, no experience of the organization holds a principal. *defaulted* are paths that AWS
    fills although the documents do not state them. Paths that begin with one of *unseen* are returned by AWS in another
    form than they were sent in, or only on demand. *governs* returns an object as governance sees it, or None.
    """

    facts: Mapping[str, Callable[[Json], Iterable[Fact]]]
    lists: frozenset[str]
    read: Callable[[Json, Mapping[str, str]], Iterable[Sent]]
    refusals: RefusalCheck
    alive: Callable[[Fields], bool]
    exclusive: str = ""
    dead_hold: bool = False
    makes: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    unlocked: frozenset[str] = frozenset()
    ungoverning: frozenset[str] = frozenset()
    defaulted: frozenset[str] = frozenset()
    unseen: tuple[str, ...] = ()
    governs: Callable[[str, Fields], Experience | None] = nothing_governed

    @property
    def is_governing(self) -> bool:
        """Tell whether objects of the kind govern accounts, so that no call on them may come after *ungoverning*."""
        return self.governs is not nothing_governed

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """Return the position of each verb in the order in which the changes of one call take effect."""
        return {verb: number for number, verb in enumerate(self.facts)}

    def of(self, change: Sent) -> Iterator[Fact]:
        """Return every fact that *change* sets. Raises KeyError for an unknown verb."""
        yield from self.facts[change.verb](change.details)
        yield from (Fact(f"tags.{key}", None, value) for key, value in change.tags.items())

    def blank(self) -> dict[str, Any]:
        """Return an object with no values and empty lists."""
        return dict.fromkeys(self.lists, NONE)

    def after(self, fields: Fields, verb: str, details: Json) -> Fields:
        """Return *fields* after one change, without the tags that it writes."""
        return changed(fields, self.facts[verb](details))

    def shows(self, verb: str, details: Json) -> bool:
        """Tell whether AWS returns all facts that one change sets as they were sent."""
        return not any(fact.path.startswith(self.unseen) for fact in self.facts[verb](details))

    def as_expected(self, expected: Fields, found: Fields) -> bool:
        """Tell whether the object *found* has all *expected* values, apart from those that AWS does not show."""
        seen = {path: value for path, value in expected.items() if value is not None}
        return all(
            found.get(path, NONE if path in self.lists else None) == value
            for path, value in seen.items()
            if not path.startswith(self.unseen)
        )


def held(fields: Fields, fact: Fact) -> Any:  # noqa: ANN401 - any value of a field
    """Return the value of *fact* in *fields*; None when there is no value at its path."""
    if fact.member is None:
        return fields.get(fact.path)
    return fact.member in fields.get(fact.path, ())


def changed(fields: Fields, facts: Iterable[Fact]) -> Fields:
    """Return *fields* with *facts* set; a member that is added and removed is removed."""
    after = dict(fields)
    joined: dict[str, set[str]] = {}
    left: dict[str, set[str]] = {}
    for path, member, value in facts:
        if member is None:
            after[path] = value
        else:
            (joined if value else left).setdefault(path, set()).add(member)
    for path in joined.keys() | left.keys():
        members = (after.get(path, frozenset()) | joined.get(path, set())) - left.get(path, set())
        if members or path in after:
            after[path] = members
    return after


def members(path: str, joined: Iterable[str], *, are_in: bool = True) -> Iterable[Fact]:
    """Return the facts that the members *joined* are in the list at *path*, or that they are not."""
    return (Fact(path, member, are_in) for member in joined)


def tags_of(tags: Iterable[Mapping[str, str]]) -> Mapping[str, str]:
    """Return tags by key from the form of the API, a list of Key and Value."""
    return {tag["Key"]: tag["Value"] for tag in tags}
