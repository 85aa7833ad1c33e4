"""Checks that a request has the members that botocore's model of its operation requires, in the right types.

moto takes most of them for granted. Only presence and types are checked here; the services check values. The query
protocol sends a form, the other protocols send JSON.
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from .bridge.service_models import Shape, is_moment

Tree = dict[str, Any]
"""The fields of a form by the parts of their names between the dots; a field's value is under ""."""

DEEPEST: Final = 50
"""The number of parts of a name that are told apart; a deeper rest is one part."""
CONTAINERS: Final = frozenset({"structure", "list", "map"})


class Wrong(NamedTuple):
    """A member that does not fit; *expected* is its type, or empty if the member is missing."""

    path: str
    expected: str = ""
    value: object = None


def wrong_in_json(shape: Shape, value: object, path: str = "") -> Iterator[Wrong]:
    """Yield what is wrong with a JSON value; null counts as left out."""
    kind = shape.type_name
    if not IN_JSON.get(kind, _is_text)(value):
        yield Wrong(path or "the request body", kind, value)
    elif isinstance(value, dict) and kind == "structure" and not shape.is_document_type:
        sent = {name: item for name, item in value.items() if item is not None and name in shape.members}
        yield from _missing(shape, sent, path)
        for name, item in sent.items():
            yield from wrong_in_json(shape.members[name], item, _inside(path, name))
    elif isinstance(value, dict) and kind == "map":
        for name, item in value.items():
            yield from wrong_in_json(shape.value, item, _inside(path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from wrong_in_json(shape.member, item, f"{path}[{index}]")


def _missing(shape: Shape, sent: Collection[str], path: str) -> Iterator[Wrong]:
    """Yield the members that a structure requires and that were not sent."""
    return (Wrong(_inside(path, name)) for name in shape.required_members if name not in sent)


def _inside(path: str, name: str) -> str:
    """Return the path of a member of the value at *path*."""
    return f"{path}.{name}" if path else name


def tree_of(fields: Mapping[str, str]) -> Tree:
    """Arrange the fields of a form by the parts of their names."""
    tree: Tree = {}
    for name, value in fields.items():
        place = tree
        for part in name.split(".", DEEPEST):
            place = place.setdefault(part, {})
        place[""] = value
    return tree


@dataclass(frozen=True, slots=True)
class FormMembers:
    """The check of a form's members; EC2 has its own names for the fields of a form."""

    ec2: bool

    def wrong(self, shape: Shape, tree: Tree, path: str = "") -> Iterator[Wrong]:
        """Yield what is wrong with the fields of a shape."""
        kind = shape.type_name
        if kind not in CONTAINERS:
            if not IN_FORM.get(kind, _is_text)(tree.get("")):
                yield Wrong(path, kind, tree.get(""))
        elif tree.get(""):
            yield Wrong(path, kind, tree[""])
        else:
            yield from getattr(self, f"_in_{kind}")(shape, tree, path)

    def _in_structure(self, shape: Shape, tree: Tree, path: str) -> Iterator[Wrong]:
        names = {name: self._field(member, name) for name, member in shape.members.items()}
        sent = {name: tree[field] for name, field in names.items() if field in tree}
        yield from _missing(shape, sent, path)
        for name, inner in sent.items():
            yield from self.wrong(shape.members[name], inner, _inside(path, name))

    def _in_list(self, shape: Shape, tree: Tree, path: str) -> Iterator[Wrong]:
        """Yield what is wrong with the items of a list; flattened lists of the query protocol are left to moto."""
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
        """Return the name of a member in a form (botocore's query and ec2 serializers)."""
        known: str = shape.serialization.get("name", name)
        if not self.ec2:
            return known
        special: str | None = shape.serialization.get("queryName")
        return special or (known[0].upper() + known[1:])


def _is_base64(value: object) -> bool:
    """Whether *value* is a text of base64."""
    try:
        return isinstance(value, str) and b64decode(value) is not None
    except (binascii.Error, ValueError):
        return False


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _matches(pattern: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None


IN_JSON: Final[Mapping[str, Callable[[object], bool]]] = {
    "structure": lambda value: isinstance(value, dict),
    "list": lambda value: isinstance(value, list),
    "map": lambda value: isinstance(value, dict),
    "boolean": lambda value: isinstance(value, bool),
    "blob": _is_base64,
    **dict.fromkeys(("integer", "long", "short", "byte"), _is_whole),
    **dict.fromkeys(("float", "double", "timestamp"), _is_number),
}
"""The Python types of each of botocore's types in JSON; other types are texts."""

IN_FORM: Final[Mapping[str, Callable[[object], bool]]] = {
    "boolean": _matches("(?i:true|false)"),
    "blob": _is_base64,
    "timestamp": is_moment,
    **dict.fromkeys(("integer", "long", "short", "byte"), _matches(r"-?\d{1,18}")),
    **dict.fromkeys(("float", "double"), _matches(r"-?\d{1,300}(\.\d{1,300})?([eE][+-]?\d{1,2})?")),
}
"""The check of a field for each of botocore's types; other types are texts."""
