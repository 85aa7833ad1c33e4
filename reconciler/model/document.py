"""One YAML document with the places of its values. Its content is untrusted and has JSON types only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .address import Address

Mark = int
"""A place in a text as one int, since a repository may have a million: `line << 20 | column`, both counted from 1.

Example: line 3, column 5 is `3 << 20 | 5`, which is 3145733.
"""

_COLUMN_BITS = 20


def mark(line: int, column: int) -> Mark:
    """Pack a line and a column, both counted from 1."""
    return line << _COLUMN_BITS | column


def marks_below(at: Mark, count: int) -> range:
    """Return the marks of *count* lines from *at* on, all in the column of *at*."""
    return range(at, at + (count << _COLUMN_BITS), 1 << _COLUMN_BITS)


def place(at: Mark) -> str:
    """Return `line:column`."""
    return f"{at >> _COLUMN_BITS}:{at & ((1 << _COLUMN_BITS) - 1)}"


@dataclass(frozen=True, slots=True)
class Marks:
    """The place of a mapping or a list, and the places of its members.

    *inside* has the marks of the members, by key for a mapping and by position for a list: a `Mark` for a scalar and a
    `Marks` for a container. *keys* has the marks of a mapping's keys.
    """

    here: Mark
    inside: "Mapping[str, Mark | Marks] | Sequence[Mark | Marks]" = ()
    keys: Mapping[str, Mark] | None = None

    def child(self, step: str | int) -> "Mark | Marks | None":
        """Return the mark of one member, or None when there is no member with that key or position."""
        if isinstance(self.inside, Mapping):
            return self.inside.get(str(step))
        known = isinstance(step, int) and 0 <= step < len(self.inside)
        return self.inside[int(step)] if known else None

    def find(self, path: Sequence[str | int]) -> Mark:
        """Return the mark of the value at *path*, or of its nearest ancestor with a mark."""
        found: Mark | Marks = self
        for step in path:
            deeper = found.child(step) if isinstance(found, Marks) else None
            if deeper is None:
                break
            found = deeper
        return found.here if isinstance(found, Marks) else found


@dataclass(frozen=True, slots=True)
class Document:
    """One object of the repository as its document states it; *body* has its fields without `kind` and `name`.

    *file* is the path as users see it, relative to their working directory.
    """

    address: Address
    body: Mapping[str, Any]
    file: str
    marks: Marks

    @property
    def source(self) -> str:
        """Return the place where the document begins, `file:line:column`."""
        return f"{self.file}:{place(self.marks.here)}"

    def at(self, *path: str | int) -> str:
        """Return the place of the value at *path*, or of its nearest ancestor, `file:line:column`."""
        return f"{self.file}:{place(self.marks.find(path))}"

    def at_key(self, *path: str | int) -> str:
        """Return the place of the last key of *path*, or of its nearest ancestor, `file:line:column`."""
        parent: Mark | Marks | None = self.marks
        for step in path[:-1]:
            parent = parent.child(step) if isinstance(parent, Marks) else None
        keys = parent.keys if isinstance(parent, Marks) else None
        found = (keys or {}).get(str(path[-1])) if path else None
        return self.at(*path) if found is None else f"{self.file}:{place(found)}"
