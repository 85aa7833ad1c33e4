"""Anchors: values that a document states once (`&name`) and repeats by aliases (`*name`)."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from reconciler.model import Mark, Marks

Place: TypeAlias = Mark | Marks
Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"

MOST_REPEATED: Final = 100_000
"""How many values the aliases of one document may repeat. It allows shared lists and stops exponential expansion."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """A value with an anchor, and its place; *size* counts the values in it, *depth* the levels of nesting."""

    value: Value
    place: Place
    size: int
    depth: int

    def repeated(self, at: Mark) -> tuple[Value, Place]:
        """Return the value for an alias at *at*; places inside the value are those of the anchored text."""
        if isinstance(self.place, Marks):
            return self.value, Marks(at, self.place.inside, self.place.keys)
        return self.value, at


class Anchors:
    """The anchors of one document."""

    def __init__(self) -> None:
        self._named: dict[str, Anchored] = {}
        self._repeated = 0

    def keep(self, name: str, value: Value, place: Place) -> None:
        """Store *value* by its anchor; a later anchor of the same name replaces it, as YAML demands."""
        self._named[name] = Anchored(value, place, *_measure(value))

    def find(self, name: str) -> Anchored | None:
        """Return the anchored value, or None when no value above has that anchor; a value cannot repeat itself."""
        return self._named.get(name)

    def exhausted_by(self, anchored: Anchored) -> bool:
        """Count one more repetition of *anchored*, and tell whether the limit is now exceeded."""
        self._repeated += anchored.size
        return self._repeated > MOST_REPEATED

    @property
    def exhausted(self) -> bool:
        """Tell whether the aliases have already exceeded the limit."""
        return self._repeated > MOST_REPEATED


def _measure(value: Value) -> tuple[int, int]:
    """Return how many values *value* has, itself included, and how deep its containers are nested."""
    if not isinstance(value, dict | list):
        return 1, 0
    inside = [_measure(item) for item in (value.values() if isinstance(value, dict) else value)]
    return 1 + sum(size for size, _ in inside), 1 + max((depth for _, depth in inside), default=0)
