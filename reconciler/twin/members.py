"""Whether a request has the members that botocore's model of an operation asks for, in the types it asks for.

moto takes most of them for granted. Only types and what is required are judged here: what a value may be is for the
services to say. The query protocol sends a form, the others JSON.
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from .bridge.service_models import Shape, is_moment

Tree = dict[str, Any]
"""The fields of a form by the parts of their names between the dots; the value of a field stands under ""."""

DEEPEST: Final = 50
"""How many parts of a name are told apart; what lies deeper is one part."""
CONTAINERS: Final = frozenset({"structure", "list", "map"})


class Wrong(NamedTuple):
    """A member that does not fit; *expected* is the type it should have, empty where the member is missing."""

    path: str
    expected: str = ""
    value: object = None


def wrong_in_json(shape: Shape, value: object, path: str = "") -> Iterator[Wrong]:
    """Walk what is wrong with a value of JSON; null counts as left out."""
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
    """Walk the members that a structure needs and that were not sent."""
    return (Wrong(_inside(path, name)) for name in shape.required_members if name not in sent)


def _inside(path: str, name: str) -> str:
    """Return the path of a member of what stands at *path*."""
    return f"{path}.{name}" if path else name


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


def _is_base64(value: object) -> bool:
    """Whether *value* is bytes as text carries them."""
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
"""What JSON may hold for each type of botocore's; the types not named here are texts."""

IN_FORM: Final[Mapping[str, Callable[[object], bool]]] = {
    "boolean": _matches("(?i:true|false)"),
    "blob": _is_base64,
    "timestamp": is_moment,
    **dict.fromkeys(("integer", "long", "short", "byte"), _matches(r"-?\d{1,18}")),
    **dict.fromkeys(("float", "double"), _matches(r"-?\d{1,300}(\.\d{1,300})?([eE][+-]?\d{1,2})?")),
}
"""What a field may hold for each type of botocore's; the types not named here are texts."""
