"""Whether a form has the members that botocore's model of an operation asks for: `members`, for the query protocol."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from .bridge.service_models import Shape, is_moment
from .members import Wrong, inside, is_base64, missing

Tree = dict[str, Any]
"""The fields of a form by the parts of their names between the dots; the value of a field stands under ""."""

DEEPEST: Final = 50
"""How many parts of a name are told apart; what lies deeper is one part."""


def tree_of(fields: Mapping[str, str]) -> Tree:
    """Arrange fields by the parts of their names."""
    tree: Tree = {}
    for name, value in fields.items():
        place = tree
        for part in name.split(".", DEEPEST):
            place = place.setdefault(part, {})
        place[""] = value
    return tree


@dataclass(frozen=True, slots=True)
class FormMembers:
    """Looks for what is wrong; EC2 names the fields of a form in its own way."""

    ec2: bool

    def wrong(self, shape: Shape, tree: Tree, path: str = "") -> Iterator[Wrong]:
        """Walk what is wrong with the fields of a shape."""
        kind = shape.type_name
        if kind not in CONTAINERS:
            if not FITS.get(kind, _is_text)(tree.get("")):
                yield Wrong(path, kind, tree.get(""))
        elif tree.get(""):
            yield Wrong(path, kind, tree[""])
        else:
            yield from getattr(self, f"_in_{kind}")(shape, tree, path)

    def _in_structure(self, shape: Shape, tree: Tree, path: str) -> Iterator[Wrong]:
        names = {name: self._field(member, name) for name, member in shape.members.items()}
        sent = {name: tree[field] for name, field in names.items() if field in tree}
        yield from missing(shape, sent, path)
        for name, inner in sent.items():
            yield from self.wrong(shape.members[name], inner, inside(path, name))

    def _in_list(self, shape: Shape, tree: Tree, path: str) -> Iterator[Wrong]:
        """Walk the items; a flattened list of the query protocol has them beside it and is left to moto."""
        if self.ec2 or not shape.is_flattened:
            items = tree if self.ec2 else tree.get(self._field(shape.member, "member"), {})
            for number in filter(str.isdecimal, items):
                yield from self.wrong(shape.member, items[number], f"{path}.{number}")

    def _in_map(self, shape: Shape, tree: Tree, path: str) -> Iterator[Wrong]:
        entries = tree if shape.is_flattened else tree.get("entry", {})
        for number in filter(str.isdecimal, entries):
            value = entries[number].get(self._field(shape.value, "value"), {})
            yield from self.wrong(shape.value, value, f"{path}.{number}.value")

    def _field(self, shape: Shape, name: str) -> str:
        """Return how a form names a member (botocore's query and ec2 serializers)."""
        known: str = shape.serialization.get("name", name)
        if not self.ec2:
            return known
        special: str | None = shape.serialization.get("queryName")
        return special or (known[0].upper() + known[1:])


CONTAINERS: Final = frozenset({"structure", "list", "map"})


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _matches(pattern: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None


FITS: Final[Mapping[str, Callable[[object], bool]]] = {
    "boolean": _matches("(?i:true|false)"),
    "blob": is_base64,
    "timestamp": is_moment,
    **dict.fromkeys(("integer", "long", "short", "byte"), _matches(r"-?\d{1,18}")),
    **dict.fromkeys(("float", "double"), _matches(r"-?\d{1,300}(\.\d{1,300})?([eE][+-]?\d{1,2})?")),
}
"""What a field may hold for each type of botocore's; the types not named here are texts."""
