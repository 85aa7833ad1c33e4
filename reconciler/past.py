"""What a kind tells of the past of its live objects: when they were modified, and by which change sets.

Example: exp-a was modified at 09:30:00. The newest change set on it, `by hand`, ended then, and its facts are that
prod-x is in `products.allow` and not in `products.deny`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


PastSets = Mapping[str, Sequence[PastSet]]
"""The change sets on each object, by its id, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """How a kind reads the past of its objects. No function writes.

    *modified* returns from an observation when AWS last modified each live object, by its id; empty where AWS does not
    tell. *change_sets* reads the change sets on objects that succeeded, as far as AWS lists them to the account. Its
    first argument has, for each object, the time before which nothing is read, None without one.
    Fields whose paths begin with one of *unlisted* are changed without a change set, and without a new time.
    """

    modified: Callable[[Any], Mapping[str, str]]
    change_sets: Callable[[Mapping[str, str | None], Clients], PastSets]
    unlisted: tuple[str, ...] = ()
