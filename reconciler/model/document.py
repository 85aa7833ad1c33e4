"""One YAML document with the places its values stood at: untrusted, JSON types only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .address import Address

Mark = int
"""A place in a text: `line << 20 | column`, both counted from 1. One int, because there are a million of them."""

_COLUMN_BITS = 20


def mark(line: int, column: int) -> Mark:
    """Pack a line and a column, both counted from 1."""
    return line << _COLUMN_BITS | column


def marks_below(at: Mark, count: int) -> range:
    """Return the marks of *count* lines in the column of *at*, its own the first of them."""
    return range(at, at + (count << _COLUMN_BITS), 1 << _COLUMN_BITS)


def place(at: Mark) -> str:
    """Return `line:column`."""
    return f"{at >> _COLUMN_BITS}:{at & ((1 << _COLUMN_BITS) - 1)}"


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a mapping or a list stands, and where the things in it stand.

    *inside* has the shape of the value: by key for a mapping, by position for a list; a scalar is a bare
    `Mark`, a container a `Marks`. *keys* holds where a mapping's keys stand.
    """

    here: Mark
    inside: "Mapping[str, Mark | Marks] | Sequence[Mark | Marks]" = ()
    keys: Mapping[str, Mark] | None = None

    def child(self, step: str | int) -> "Mark | Marks | None":
        """Return the mark of one member, None when there is none of that key or position."""
        if isinstance(self.inside, Mapping):
            return self.inside.get(str(step))
        known = isinstance(step, int) and 0 <= step < len(self.inside)
        return self.inside[int(step)] if known else None

    def find(self, path: Sequence[str | int]) -> Mark:
        """Return the mark of the value at *path*, or of its nearest ancestor that has one."""
        found: Mark | Marks = self
        for step in path:
            deeper = found.child(step) if isinstance(found, Marks) else None
            if deeper is None:
                break
            found = deeper
        return found.here if isinstance(found, Marks) else found


@dataclass(frozen=True, slots=True)
class Document:
    """One `kind.name` of the repository: *body* is its fields without `kind` and `name`.

    *file* is the path as users see it, relative to where they stand.
    """

    address: Address
    body: Mapping[str, Any]
    file: str
    marks: Marks

    @property
    def source(self) -> str:
        """Say where the document begins, as `file:line:column`."""
        return f"{self.file}:{place(self.marks.here)}"

    def at(self, *path: str | int) -> str:
        """Say where the value at *path* stands, as `file:line:column`, or its nearest ancestor."""
        return f"{self.file}:{place(self.marks.find(path))}"

    def at_key(self, *path: str | int) -> str:
        """Say where the key that ends *path* stands, as `file:line:column`, or its nearest ancestor."""
        parent: Mark | Marks | None = self.marks
        for step in path[:-1]:
            parent = parent.child(step) if isinstance(parent, Marks) else None
        keys = parent.keys if isinstance(parent, Marks) else None
        found = (keys or {}).get(str(path[-1])) if path else None
        return self.at(*path) if found is None else f"{self.file}:{place(found)}"
