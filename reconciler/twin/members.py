"""Whether JSON has the members that botocore's model of an operation asks for, in the types it asks for.

moto takes most of them for granted. Only types and what is required are judged here: what a value may be is for the
services to say.
"""

import binascii
from base64 import b64decode
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final, NamedTuple

from .bridge.service_models import Shape


class Wrong(NamedTuple):
    """A member that does not fit; *expected* is the type it should have, empty where the member is missing."""

    path: str
    expected: str = ""
    value: object = None


def wrong_in_json(shape: Shape, value: object, path: str = "") -> Iterator[Wrong]:
    """Walk what is wrong with a value of JSON; null counts as left out."""
    kind = shape.type_name
    if not FITS.get(kind, _is_text)(value):
        yield Wrong(path or "the request body", kind, value)
    elif isinstance(value, dict) and kind == "structure" and not shape.is_document_type:
        sent = {name: item for name, item in value.items() if item is not None and name in shape.members}
        yield from missing(shape, sent, path)
        for name, item in sent.items():
            yield from wrong_in_json(shape.members[name], item, inside(path, name))
    elif isinstance(value, dict) and kind == "map":
        for name, item in value.items():
            yield from wrong_in_json(shape.value, item, inside(path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from wrong_in_json(shape.member, item, f"{path}[{index}]")


def missing(shape: Shape, sent: Collection[str], path: str) -> Iterator[Wrong]:
    """Walk the members that a structure needs and that were not sent."""
    return (Wrong(inside(path, name)) for name in shape.required_members if name not in sent)


def inside(path: str, name: str) -> str:
    """Return the path of a member of what stands at *path*."""
    return f"{path}.{name}" if path else name


def is_base64(value: object) -> bool:
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


FITS: Final[Mapping[str, Callable[[object], bool]]] = {
    "structure": lambda value: isinstance(value, dict),
    "list": lambda value: isinstance(value, list),
    "map": lambda value: isinstance(value, dict),
    "boolean": lambda value: isinstance(value, bool),
    "blob": is_base64,
    **dict.fromkeys(("integer", "long", "short", "byte"), _is_whole),
    **dict.fromkeys(("float", "double", "timestamp"), _is_number),
}
"""What JSON may hold for each type of botocore's; the types not named here are texts."""
