"""The canonical order of fields, and the fields whose values are no texts: both stand in the schema of a kind.

Example: the schema of `experience` names title before status, so a document writes kind, name, title, status;
`acceptance_required` of `endpoint_service` is a boolean, so its `true` has no quotes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_NO_TEXT: Final = {"boolean", "integer", "number"}


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of one value: *fields* in their canonical order, the shape of all *others*, and whether it is bare.

    *others* are the members of a list, and the values of keys that are not in *fields*. A *bare* value is no text: it
    is not quoted.
    """

    fields: "Mapping[str, Shape]" = field(default_factory=dict)
    others: "Shape | None" = None
    bare: bool = False

    def inside(self, key: str | None) -> "Shape":
        """Return the shape of the value of *key*, or of a member of a list."""
        return self.fields.get(key or "") or self.others or ANYTHING


ANYTHING: Final = Shape()
"""The shape of which nothing is known: every order is right, and every value is a text."""

Shapes = Mapping[str, Shape]
"""Shapes of whole documents, by kind."""


def shapes_of(schemas: Mapping[str, Mapping[str, Any]]) -> Shapes:
    """Return the shapes of documents whose fields have the *schemas*, by kind."""
    return {kind: _document(_shape(schema, schema)) for kind, schema in schemas.items()}


def _document(body: Shape) -> Shape:
    """Return the shape of a document with the fields of *body*: kind, and name with fields or items (contract 1.2)."""
    return Shape({"kind": ANYTHING, "name": ANYTHING, "items": Shape(others=body), **body.fields}, body.others)


def _shape(schema: object, root: Mapping[str, Any]) -> Shape:
    if not isinstance(schema, Mapping):
        return ANYTHING
    if "$ref" in schema:
        return _shape(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    fields = {name: _shape(one, root) for name, one in schema.get("properties", {}).items()}
    others = schema.get("items", schema.get("additionalProperties"))
    return Shape(fields, _shape(others, root), schema.get("type") in _NO_TEXT)
