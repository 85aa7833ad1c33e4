"""The shape of a JSON, found twice: from its type in Python, and from its JSON Schema.

A shape is JSON itself: an object is its keys with their shapes, and an optional key ends in `?`. Example: a list of
objects that have a name and perhaps an age is `[{"name": "string", "age?": "integer"}]`.
"""

from collections.abc import Iterable, Mapping
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

NAMES = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null", Any: "any"}


def any_of(shapes: Iterable[Any]) -> Any:  # noqa: ANN401 - a shape
    """Return the shape of a value that has one of *shapes*, which are in no order."""
    flat: list[Any] = []
    for shape in shapes:
        inner = shape["any of"] if isinstance(shape, dict) and "any of" in shape else [shape]
        flat += [one for one in inner if one not in flat]
    return {"any of": sorted(flat, key=repr)} if len(flat) > 1 else flat[0]


def of_type(hint: Any) -> Any:  # noqa: ANN401 - a type, a shape
    """Return the shape of the values of a type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if is_typeddict(hint):
        hints = get_type_hints(hint)
        return {key + "?" * (key not in hint.__required_keys__): of_type(part) for key, part in hints.items()}
    if origin in {Union, UnionType}:
        return any_of(map(of_type, arguments))
    if origin is Literal:
        return {"words": sorted(arguments)}
    if origin is list:
        return [of_type(arguments[0])]
    return NAMES[hint] if origin is None else {"each": of_type(arguments[1])}


def of_schema(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a shape
    """Return the shape of the values that a part of the schema *whole* describes."""
    if "$ref" in schema:
        return of_schema(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
    if "anyOf" in schema:
        return any_of(of_schema(one, whole) for one in schema["anyOf"])
    if isinstance(schema.get("type"), list):
        return any_of(of_schema({**schema, "type": one}, whole) for one in schema["type"])
    words = [schema["const"]] if "const" in schema else schema.get("enum")
    if words:
        return {"words": sorted(words)}
    return _of_one_type(schema, whole)


def _of_one_type(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a shape
    kind = schema.get("type", "any")
    if kind == "array":
        return [of_schema(schema["items"], whole)]
    if kind != "object":
        return kind
    if "properties" not in schema:
        return {"each": of_schema(schema.get("additionalProperties", {}), whole)}
    required = schema.get("required", ())
    return {key + "?" * (key not in required): of_schema(part, whole) for key, part in schema["properties"].items()}
