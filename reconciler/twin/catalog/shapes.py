"""A small vocabulary of shapes, for parameters and for the Details of changes.

botocore checks minima and neither `max` nor `pattern` (catalog 1.1), so the server has to check every maximum and
pattern. Each shape yields what is wrong with a value, and where. Example: `Text((1, 50), "[a-z]+").problems("Name",
"A")` yields one problem, of `Name`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from .codes import VALIDATION


class Shape(Protocol):
    """A description that a value fits or does not fit."""

    def problems(self, path: str, value: object) -> Iterator[str]:
        """Yield what is wrong with *value*, which stands at *path*; nothing if it fits."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """A string of *length* (fewest, most) characters that fully matches *pattern*; `$` and letters are ASCII."""

    length: tuple[int, int] = (1, 255)
    pattern: str = r"[\s\S]*"
    flags: int = re.ASCII

    def problems(self, path: str, value: object) -> Iterator[str]:
        """Check type, length and pattern, in this order."""
        fewest, most = self.length
        if not isinstance(value, str):
            yield f"{path}: expected a string"
        elif not fewest <= len(value) <= most:
            yield f"{path}: expected {fewest} to {most} characters, found {len(value)}"
        elif not re.fullmatch(self.pattern, value, self.flags):
            yield f"{path}: must satisfy regular expression pattern: {self.pattern}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few values."""

    values: tuple[str | int, ...]

    def problems(self, path: str, value: object) -> Iterator[str]:
        """Check that the value is one of them."""
        if value not in self.values:
            yield f"{path}: must be one of: {', '.join(map(str, self.values))}"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from *fewest* to *most*."""

    fewest: int
    most: int

    def problems(self, path: str, value: object) -> Iterator[str]:
        """Check type and range; a boolean is not a number."""
        if isinstance(value, bool) or not isinstance(value, int):
            yield f"{path}: expected a whole number"
        elif not self.fewest <= value <= self.most:
            yield f"{path}: must be between {self.fewest} and {self.most}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is not negative."""

    def problems(self, path: str, value: object) -> Iterator[str]:
        """Check type and sign."""
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            yield f"{path}: expected a number of at least 0"


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def problems(self, path: str, value: object) -> Iterator[str]:
        """Check the type."""
        if not isinstance(value, bool):
            yield f"{path}: expected true or false"


@dataclass(frozen=True, slots=True)
class Null:
    """Null, or a value of *shape*."""

    shape: Shape

    def problems(self, path: str, value: object) -> Iterator[str]:
        """Check a value that is not null."""
        if value is not None:
            yield from self.shape.problems(path, value)


@dataclass(frozen=True, slots=True)
class Anything:
    """A value that is checked elsewhere."""

    def problems(self, path: str, value: object) -> Iterator[str]:  # noqa: ARG002 - the protocol's signature
        """Yield nothing."""
        yield from ()


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of *length* (fewest, most) items of one shape."""

    item: Shape
    length: tuple[int, int]

    def problems(self, path: str, value: object) -> Iterator[str]:
        """Check type, length and each item."""
        fewest, most = self.length
        if not isinstance(value, list):
            yield f"{path}: expected a list"
        elif not fewest <= len(value) <= most:
            yield f"{path}: expected {fewest} to {most} items, found {len(value)}"
        else:
            for index, item in enumerate(value):
                yield from self.item.problems(f"{path}[{index}]", item)


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping of texts to texts."""

    key: Shape
    value: Shape

    def problems(self, path: str, value: object) -> Iterator[str]:
        """Check type, keys and values."""
        if not isinstance(value, dict):
            yield f"{path}: expected an object"
            return
        for name, item in value.items():
            yield from self.key.problems(f"{path}.{name}", name)
            yield from self.value.problems(f"{path}.{name}", item)


@dataclass(frozen=True, slots=True)
class Structure:
    """A mapping with required and optional members and no others, and with at least *fewest* members."""

    required: Mapping[str, Shape] = field(default_factory=dict)
    optional: Mapping[str, Shape] = field(default_factory=dict)
    fewest: int = 0

    def problems(self, path: str, value: object) -> Iterator[str]:
        """Check type, missing and unknown members, and each member."""
        if not isinstance(value, dict):
            yield f"{path}: expected an object"
            return
        members = {**self.required, **self.optional}
        if len(value) < self.fewest:
            yield f"{path}: must not be empty"
        for name in self.required.keys() - value.keys():
            yield f"{path}.{name}: required"
        for name, item in value.items():
            yield from self._member(members, f"{path}.{name}", name, item)

    @staticmethod
    def _member(members: Mapping[str, Shape], path: str, name: str, item: object) -> Iterator[str]:
        if name in members:
            yield from members[name].problems(path, item)
        else:
            yield f"{path}: unknown field"


def check(shape: Shape, path: str, value: Any) -> None:  # noqa: ANN401 - untrusted input of any type
    """Refuse *value* with everything that is wrong with it.

    Raises:
        ValidationException: *value* does not fit *shape*.
    """
    found = sorted(shape.problems(path, value))
    if found:
        count = f"{len(found)} validation error{'s' * (len(found) > 1)} detected"
        raise VALIDATION(f"{count}: {'; '.join(found)}")
