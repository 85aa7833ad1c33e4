"""The schemas that reconciler works by -> those that it publishes, for editors and other programs."""

from collections.abc import Mapping
from typing import Any, cast

from .naming import NAME_PATTERN

_NAME = {"type": "string", "description": "the object's name: its address is KIND.NAME", "pattern": NAME_PATTERN}
_OF_THE_WHOLE = ("$schema", "$defs", "title", "description")


def document_schema(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Wrap *body*, the schema of the fields of *kind*, into one that knows `kind`, `name` and `items` too.

    A document has a name and fields, or items: a mapping of names to fields (contract 1.2).
    """
    public = public_schema(body)
    fields = {key: value for key, value in public.items() if key not in _OF_THE_WHOLE}
    items = {
        "type": "object",
        "description": "several objects in one document: a mapping of names to fields",
        "propertyNames": {"pattern": NAME_PATTERN},
        "additionalProperties": {"$ref": "#/$defs/fields"},
    }
    envelope = {"kind": {"const": kind, "description": "what the document is about"}, "name": _NAME, "items": items}
    named = {"kind": True, "name": True, **fields.get("properties", {})}
    return {
        **{key: value for key, value in public.items() if key in _OF_THE_WHOLE},
        "type": "object",
        "properties": envelope,
        "required": ["kind"],
        "if": {"required": ["items"]},
        "then": {"properties": {"kind": True, "items": True}, "additionalProperties": False},
        "else": {**fields, "properties": named, "required": ["name", *fields.get("required", ())]},
        "$defs": {**public.get("$defs", {}), "fields": fields},
    }


def public_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Give *schema* without what only reconciler's own messages are made from, such as `x-hint`."""
    return cast("dict[str, Any]", _public(schema))


def _public(schema: object) -> object:
    if isinstance(schema, Mapping):
        return {key: _public(value) for key, value in schema.items() if not key.startswith("x-")}
    return [_public(item) for item in schema] if isinstance(schema, list) else schema
