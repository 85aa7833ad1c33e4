"""reconciler's internal schemas -> the schemas that it publishes for editors and other programs."""

from collections.abc import Mapping
from typing import Any, cast

from .naming import NAME_PATTERN

_NAME = {"type": "string", "description": "the object's name: its address is KIND.NAME", "pattern": NAME_PATTERN}
_KIND = "what the document is about"
_OF_THE_WHOLE = ("$schema", "$defs", "title", "description")
_DEFINITION = "#/$defs/"

DOCUMENT, SETTINGS = "document", "settings"
"""The names of the two schemas that belong to no single kind: a document of any kind, and reconciler.yaml."""


def published_schemas(kinds: Mapping[str, Mapping[str, Any]], settings: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return every published schema by its name: one for each kind, DOCUMENT and SETTINGS.

    *kinds* and *settings* are the internal schemas.
    """
    documents = {kind: _document_schema(kind, body) for kind, body in kinds.items()}
    return {**documents, DOCUMENT: _any_document_schema(documents), SETTINGS: _public_schema(settings)}


def _any_document_schema(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Join the schemas of whole *documents*, by kind, into one schema for files that hold several kinds.

    The fields of a document depend on its `kind`, so an editor offers the fields of that kind only. `$defs` has the
    schema of each kind by its name.
    """
    definitions: dict[str, Any] = {}
    for kind, schema in documents.items():
        own = {key: _renamed(value, kind) for key, value in schema.items() if key not in {"$schema", "$defs"}}
        inner = {f"{kind}.{name}": _renamed(body, kind) for name, body in schema.get("$defs", {}).items()}
        definitions |= {kind: own, **inner}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Document",
        "description": "A document of any kind; a file may hold several, of several kinds.",
        "type": "object",
        "properties": {"kind": {"description": _KIND, "enum": list(documents)}},
        "required": ["kind"],
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"$ref": _DEFINITION + kind},
            }
            for kind in documents
        ],
        "$defs": definitions,
    }


def _renamed(schema: object, kind: str) -> object:
    """Return a part of the schema of *kind*, with references into the joined schema: `#/$defs/KIND.color`."""
    if isinstance(schema, Mapping):
        return {
            key: _reference(value, kind) if key == "$ref" else _renamed(value, kind) for key, value in schema.items()
        }
    return [_renamed(item, kind) for item in schema] if isinstance(schema, list) else schema


def _reference(target: str, kind: str) -> str:
    return target.replace(_DEFINITION, f"{_DEFINITION}{kind}.", 1)


def _document_schema(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Wrap *body*, the schema of the fields of *kind*, into the schema of a whole document.

    A document has `kind`, and either `name` and fields or `items`, a mapping of names to fields (contract 1.2).
    """
    public = _public_schema(body)
    fields = {key: value for key, value in public.items() if key not in _OF_THE_WHOLE}
    items = {
        "type": "object",
        "description": "several objects in one document: a mapping of names to fields",
        "propertyNames": {"pattern": NAME_PATTERN},
        "additionalProperties": {"$ref": "#/$defs/fields"},
    }
    envelope = {"kind": {"const": kind, "description": _KIND}, "name": _NAME, "items": items}
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


def _public_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return *schema* without the keys that only serve reconciler's messages, such as `x-hint`."""
    return cast("dict[str, Any]", _public(schema))


def _public(schema: object) -> object:
    if isinstance(schema, Mapping):
        return {key: _public(value) for key, value in schema.items() if not key.startswith("x-")}
    return [_public(item) for item in schema] if isinstance(schema, list) else schema
