"""Values that a document says once (`&name`) and repeats (`*name`)."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from reconciler.model import Mark, Marks

Place: TypeAlias = Mark | Marks
Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"

MOST_REPEATED: Final = 100_000
"""How many values the aliases of one document may repeat: lists can be shared, but nothing explodes."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """A value that can be repeated, where it stands, how many values it has, and how deep they are nested."""

    value: Value
    place: Place
    size: int
    depth: int

    def repeated(self, at: Mark) -> tuple[Value, Place]:
        """Return the value for the place *at*: inside it, marks are those of the text that is repeated."""
        if isinstance(self.place, Marks):
            return self.value, Marks(at, self.place.inside, self.place.keys)
        return self.value, at


class Anchors:
    """The anchors of one document."""

    def __init__(self) -> None:
        self._named: dict[str, Anchored] = {}
        self._repeated = 0

    def keep(self, name: str, value: Value, place: Place) -> None:
        """Return *value* a name; a later value of that name takes its place, as YAML has it."""
        self._named[name] = Anchored(value, place, *_measure(value))

    def find(self, name: str) -> Anchored | None:
        """Return what is named, None when nothing above is; a value cannot repeat itself."""
        return self._named.get(name)

    def exhausted_by(self, anchored: Anchored) -> bool:
        """Count *anchored* as repeated once more, and tell whether that is too often."""
        self._repeated += anchored.size
        return self._repeated > MOST_REPEATED

    @property
    def exhausted(self) -> bool:
        """Tell whether more was repeated than a document may."""
        return self._repeated > MOST_REPEATED


def _measure(value: Value) -> tuple[int, int]:
    """Count the values of *value* and the containers that stand in each other."""
    if not isinstance(value, dict | list):
        return 1, 0
    inside = [_measure(item) for item in (value.values() if isinstance(value, dict) else value)]
    return 1 + sum(size for size, _ in inside), 1 + max((depth for _, depth in inside), default=0)
