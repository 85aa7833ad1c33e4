"""The schemas in schemas/ allow what reconciler allows, kind, name and items included."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from reconciler.documents import document_schema
from reconciler.kinds import all_kinds

SCHEMAS = Path(__file__).parent.parent.parent / "schemas"
SIZE = document_schema(
    "size",
    {"type": "object", "properties": {"width": {"type": "string", "x-hint": {"type": "no number"}}},
     "required": ["width"], "additionalProperties": False},
)  # fmt: skip


@pytest.mark.parametrize(
    "document",
    [
        {"kind": "size", "name": "a", "width": "1"},
        {"kind": "size", "items": {"a": {"width": "1"}, "b": {"width": "2"}}},
        {"kind": "size", "items": {}},
    ],
)
def test_documents_of_both_shapes_are_allowed(document: dict[str, Any]) -> None:
    """A name with fields is as good as items."""
    jsonschema.Draft202012Validator(SIZE).validate(document)


@pytest.mark.parametrize(
    "document",
    [
        {"name": "a", "width": "1"},
        {"kind": "colour", "name": "a", "width": "1"},
        {"kind": "size", "width": "1"},
        {"kind": "size", "name": "a"},
        {"kind": "size", "name": "A", "width": "1"},
        {"kind": "size", "name": "a", "width": "1", "height": "1"},
        {"kind": "size", "name": "a", "items": {}},
        {"kind": "size", "items": {}, "width": "1"},
        {"kind": "size", "items": {"A": {"width": "1"}}},
        {"kind": "size", "items": {"a": {}}},
        {"kind": "size", "items": {"a": {"width": "1", "height": "1"}}},
    ],
)
def test_other_documents_are_refused(document: dict[str, Any]) -> None:
    """An editor marks what reconciler would refuse."""
    assert not jsonschema.Draft202012Validator(SIZE).is_valid(document)


def test_nothing_of_our_own_is_published() -> None:
    """Other programs find no keyword that JSON Schema does not know."""
    assert "x-" not in json.dumps(SIZE)
    assert '"x-' not in "".join(path.read_text(encoding="utf-8") for path in SCHEMAS.glob("*.json"))


def test_each_published_schema_is_one() -> None:
    """Every file of schemas/ is a JSON Schema of draft 2020-12."""
    assert {path.stem for path in SCHEMAS.glob("*.json")} == {*all_kinds(), "settings"}
    for path in SCHEMAS.glob("*.json"):
        jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("kind", sorted(all_kinds()))
def test_the_example_repository_fits_the_published_schemas(kind: str) -> None:
    """What this repository plans itself is right in the eyes of an editor too."""
    schema = json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
    files = (SCHEMAS.parent / "desired_state").rglob("*.yaml")
    documents = [document for path in files for document in yaml.safe_load_all(path.read_bytes())]
    for document in documents:
        if document["kind"] == kind:
            jsonschema.Draft202012Validator(schema).validate(document)
