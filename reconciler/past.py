"""What a kind tells of the past of its live objects: when they were modified, and by which change sets.

Example: exp-a was modified at 09:30:00. The newest change set on it, `by hand`, ended then, and its facts are that
prod-x is in `products.allow` and not in `products.deny`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from .effects import Fact
from .ports import Clients


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSet:
    """A change set that succeeded, as far as it concerns one object.

    *ours* tells whether reconciler sent it. Times are AWS's, `YYYY-MM-DDTHH:MM:SSZ`. *facts* are what it made true of
    the object, in the order in which they took effect; a value is in the form in which AWS shows it.
    """

    id: str
    name: str
    ours: bool
    started_at: str
    ended_at: str
    facts: tuple[Fact, ...] = ()


class FactKey(NamedTuple):
    """What a fact is about: the value at *path*, or one *member* of the list there."""

    path: str
    member: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the past of one object: which change sets wrote the facts *keys* last, after the time *since*.

    Without a time, as far back as AWS lists change sets.
    """

    keys: frozenset[FactKey]
    since: str | None = None


PastSets = Mapping[str, Sequence[PastSet]]
"""The change sets on each object, by its id, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """How a kind reads the past of its objects. No function writes.

    *modified* returns from an observation when AWS last modified each live object, by its id; empty where AWS does not
    tell. *change_sets* reads the change sets that succeeded on the objects that questions are about, by their ids, as
    far as AWS lists them to the account; where the newest ones have written all that is asked for, no older ones.
    Fields whose paths begin with one of *unlisted* are changed without a change set, and without a new time.
    """

    modified: Callable[[Any], Mapping[str, str]]
    change_sets: Callable[[Mapping[str, Question], Clients], PastSets]
    unlisted: tuple[str, ...] = ()
