"""What the verbs of a kind do to the world: the words in which each kind's `proof.py` says it.

A fact is a value at a YAML path, or a member's place in the list at a path. That each change sets facts, and never
looks at what was there, is what lets a replay tell in one pass which changes a plan could do without.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from .governance import Experience
from .model import Fields

Document = Mapping[str, Any]
"""JSON of a plan document, or of a call."""

Holders = Mapping[str, Collection[str]]
"""The objects that have each member of a list whose members only one object can have."""

NONE: frozenset[str] = frozenset()


class Fact(NamedTuple):
    """One value of one object: at *path*, or whether *member* is in the list there."""

    path: str
    member: str | None
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One change as it is sent: *verb* is a change type, or the action of a call of its own.

    *about* is the address of its object, or AWS's id where no document names it; *locked_on* is the operation whose
    revision the change is locked on, None where that is the one observed. The *details* of a call of its own say its
    account and region, too.
    """

    verb: str
    about: str
    details: Document
    tags: Mapping[str, str]
    locked_on: str | None = None


Refusals = Callable[[Sequence[Sent], Mapping[str, Fields], Holders, Mapping[str, str]], Iterator[str]]
"""Says why AWS would refuse changes sent together: takes them, all objects, who holds what, and what changed each."""


def nothing_governed(_name: str, _fields: Fields) -> Experience | None:
    """Govern nobody."""
    return None


@dataclass(frozen=True, kw_only=True)
class Effects:
    """What a kind tells the replay of its verbs, which come by name, in the order in which those of a call take effect.

    *facts* are what each verb makes of an object, tags apart; *lists* the paths that hold lists; *read* finds in an
    operation of a plan document what is sent, AWS's ids being told by address; *refusals* are AWS's.
    Members of the list at *exclusive* are had by one object at a time: by one that is *alive*; where *dead_hold*, by
    another one, too, as long as no other that is alive has them.
    *makes* and *ends* are the verbs that do that to their object, *unlocked* those that leave its revision alone.
    *defaulted* are paths that AWS fills though nobody wished for it; paths that begin with one of *unseen* AWS tells in
    another form than they were sent, or only on demand. *governs* is what governance needs to know.
    """

    facts: Mapping[str, Callable[[Document], Iterable[Fact]]]
    lists: frozenset[str]
    read: Callable[[Document, Mapping[str, str]], Iterable[Sent]]
    refusals: Refusals
    alive: Callable[[Fields], bool]
    exclusive: str = ""
    dead_hold: bool = False
    makes: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    unlocked: frozenset[str] = frozenset()
    defaulted: frozenset[str] = frozenset()
    unseen: tuple[str, ...] = ()
    governs: Callable[[str, Fields], Experience | None] = nothing_governed

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """Number the verbs in the order in which those of one call take effect."""
        return {verb: number for number, verb in enumerate(self.facts)}

    def of(self, change: Sent) -> Iterator[Fact]:
        """Return every fact that *change* sets; raises KeyError for a verb that there is none of."""
        yield from self.facts[change.verb](change.details)
        yield from (Fact(f"tags.{key}", None, value) for key, value in change.tags.items())

    def blank(self) -> dict[str, Any]:
        """Return an object that has nothing: its lists are empty."""
        return dict.fromkeys(self.lists, NONE)

    def after(self, fields: Fields, verb: str, details: Document) -> Fields:
        """Return *fields* after one change, less the tags that it writes."""
        return changed(fields, self.facts[verb](details))

    def shows(self, verb: str, details: Document) -> bool:
        """Tell whether all that one change sets can be seen."""
        return not any(fact.path.startswith(self.unseen) for fact in self.facts[verb](details))

    def as_expected(self, expected: Fields, found: Fields) -> bool:
        """Tell whether an object that was *found* is as *expected*, in all that is expected of it and can be seen."""
        seen = {path: value for path, value in expected.items() if value is not None}
        return all(
            found.get(path, NONE if path in self.lists else None) == value
            for path, value in seen.items()
            if not path.startswith(self.unseen)
        )


def held(fields: Fields, fact: Fact) -> Any:  # noqa: ANN401 - any value of a field
    """Return what *fields* have in the place of *fact*; None where they have nothing."""
    if fact.member is None:
        return fields.get(fact.path)
    return fact.member in fields.get(fact.path, ())


def changed(fields: Fields, facts: Iterable[Fact]) -> Fields:
    """Return *fields* after *facts*."""
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
    """Return the facts that *joined* are in the list at *path*, or are not."""
    return (Fact(path, member, are_in) for member in joined)


def tags_of(tags: Iterable[Mapping[str, str]]) -> Mapping[str, str]:
    """Return tags by key, as calls list them."""
    return {tag["Key"]: tag["Value"] for tag in tags}
