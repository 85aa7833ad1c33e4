"""How much of a plan a comment shows, so that it is never longer than GitHub allows.

A long comment loses its middle first: members of lists, then whole changes, then rows of tables. It never loses the
verdict, the points, or the rules. Example: 20 new experiences with 160 products each are too long. The comment shows 50
products of each list and says that there are 110 more.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from .inert import LONGEST

_CALLS: Final = 40
MOST: Final = 65_536
"""Characters that GitHub takes for the body of a comment."""


class Limits(NamedTuple):
    """The longest lists of a comment; *members* of one list of a change, *whole* changes, changes that are *named*.

    *rows* are those of a table. *problems* are the errors and the refusals that are whole, *warnings* the warnings and
    the notes. *message* and *value* are in characters.
    """

    members: int = 200
    whole: int = 1_000
    named: int = 1_000
    rows: int = 20
    problems: int = 50
    warnings: int = 50
    message: int = 1_000
    value: int = LONGEST

    def calls(self, number: int) -> int:
        """Return how many of a *number* of API calls are shown: all of 40, of more as many as a table has rows."""
        return _CALLS if number <= _CALLS and self.rows == Limits().rows else self.rows

    @property
    def reasons(self) -> int:
        """Return how many reasons of a failed call are shown: 5, or fewer if tables are cut."""
        return max(1, self.rows // 4)


_LADDER: Final = (
    ("members", (100, 50, 30, 20, 10, 5, 2, 0)),
    ("whole", (500, 300, 200, 150, 100, 70, 50, 30, 20, 10, 0)),
    ("named", (500, 300, 200, 100, 50, 20, 0)),
    ("rows", (10, 5)),
    ("warnings", (20, 5, 0)),
    ("value", (100, 60)),
    ("rows", (2, 0)),
    ("message", (500, 300)),
    ("value", (30, 15)),
    ("message", (200, 100, 50, 30)),
)


def _steps() -> list[Limits]:
    """Return the limits from the widest to the narrowest; each step takes something away from the step before."""
    steps = [Limits()]
    for name, numbers in _LADDER:
        for number in numbers:
            steps.append(steps[-1]._replace(**{name: number}))
    return steps


def fitted(lines: Callable[[Limits], Iterable[str]]) -> str:
    """Return the *lines* for the widest limits with which they are short enough, as one text."""

    @cache
    def written(number: int) -> str:
        return "\n".join(_tidied(lines(steps[number]))).rstrip("\n") + "\n"

    steps = _steps()
    last = len(steps) - 1
    found = bisect_left(range(last), x=True, key=lambda number: len(written(number)) <= MOST)
    return written(found)


def _tidied(lines: Iterable[str]) -> Iterator[str]:
    """Return *lines* with one empty line where there are several."""
    before = "-"
    for line in lines:
        if line or before:
            yield line
        before = line
