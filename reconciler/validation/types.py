"""The text of a scalar -> a value of the type in its schema."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,15}")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})")
_BOOLEANS: Final = {"true": True, "false": False}


def _integer(text: str) -> int | str:
    return int(text) if _INTEGER.fullmatch(text) else text


def _number(text: str) -> float | str:
    return float(text) if _NUMBER.fullmatch(text) else text


def _boolean(text: str) -> bool | str:
    return _BOOLEANS.get(text, text)


_READ: Final[Mapping[str, Callable[[str], Any]]] = {"integer": _integer, "number": _number, "boolean": _boolean}


def has_types(schema: object) -> bool:
    """Tell whether *schema* has a boolean or number anywhere."""
    if isinstance(schema, Mapping):
        return schema.get("type") in _READ or any(has_types(part) for part in schema.values())
    return isinstance(schema, list) and any(has_types(part) for part in schema)


def typed(value: object, schema: object, root: Mapping[str, Any]) -> object:
    """Return *value* with each text converted to the boolean or number that *schema* has at its path.

    Text that spells no such value stays text, so that validation reports it. A schema has the type itself, or a `$ref`
    into the `$defs` of *root*.
    """
    if not isinstance(schema, Mapping):
        return value
    if "$ref" in schema:
        return typed(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root)
    if isinstance(value, str):
        return _READ[schema["type"]](value) if schema.get("type") in _READ else value
    if isinstance(value, Mapping):
        properties, others = schema.get("properties", {}), schema.get("additionalProperties")
        return {key: typed(item, properties.get(key, others), root) for key, item in value.items()}
    return [typed(item, schema.get("items"), root) for item in value] if isinstance(value, list) else value
