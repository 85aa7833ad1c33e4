"""The schemas in schemas/ allow exactly what reconciler allows, with kind, name and items."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from reconciler.documents import published_schemas
from reconciler.kinds import all_kinds
from reconciler.printed import printed_schemas

SCHEMAS = Path(__file__).parent.parent.parent / "schemas"
PUBLISHED = published_schemas(
    {
        "size": {
            "type": "object",
            "properties": {"width": {"type": "string", "x-hint": {"type": "no number"}}},
            "required": ["width"],
            "additionalProperties": False,
        },
        "colour": {
            "type": "object",
            "properties": {"tone": {"$ref": "#/$defs/tone"}},
            "additionalProperties": False,
            "$defs": {"tone": {"enum": ["red", "blue"]}},
        },
    },
    {"type": "object", "x-hint": "for messages only"},
)


def allows(name: str, document: object) -> bool:
    """Return whether one of the published schemas allows *document*."""
    return jsonschema.Draft202012Validator(PUBLISHED[name]).is_valid(document)


@pytest.mark.parametrize(
    "document",
    [
        {"kind": "size", "name": "a", "width": "1"},
        {"kind": "size", "items": {"a": {"width": "1"}, "b": {"width": "2"}}},
        {"kind": "size", "items": {}},
    ],
)
def test_documents_of_both_shapes_are_allowed(document: dict[str, Any]) -> None:
    """A document has a name with fields or items, in a file of one kind or of several."""
    assert (allows("size", document), allows("document", document)) == (True, True)


@pytest.mark.parametrize(
    "document",
    [
        {"name": "a", "width": "1"},
        {"kind": "colour", "name": "a", "width": "1"},
        {"kind": "weight", "name": "a", "width": "1"},
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
    """An editor marks what reconciler refuses, in a file of one kind and in a file of several."""
    assert (allows("size", document), allows("document", document)) == (False, False)


@pytest.mark.parametrize(("tone", "is_one"), [("red", True), ("loud", False)])
def test_each_kind_keeps_its_own_definitions_among_others(tone: str, *, is_one: bool) -> None:
    """References of a kind's schema work in the schema of all kinds as well, items included."""
    for document in ({"name": "a", "tone": tone}, {"items": {"a": {"tone": tone}}}):
        told = {"kind": "colour", **document}
        assert (allows("colour", told), allows("document", told)) == (is_one, is_one)


def test_an_editor_shows_the_errors_of_one_kind_only() -> None:
    """For a document of a kind, the schema of all kinds has the same errors as that of the kind."""
    document = {"kind": "size", "name": "a", "width": "1", "height": "1"}
    (found,) = jsonschema.Draft202012Validator(PUBLISHED["document"]).iter_errors(document)
    assert found.message == "Additional properties are not allowed ('height' was unexpected)"


def test_no_keyword_of_reconciler_is_published() -> None:
    """Other programs find only keywords of JSON Schema."""
    assert "x-" not in json.dumps(PUBLISHED)
    assert '"x-' not in "".join(path.read_text(encoding="utf-8") for path in SCHEMAS.glob("*.json"))


def test_each_published_schema_is_valid() -> None:
    """Every file of schemas/ is a JSON Schema of draft 2020-12."""
    assert {path.stem for path in SCHEMAS.glob("*.json")} == {*all_kinds(), "document", "settings", *printed_schemas()}
    for path in SCHEMAS.glob("*.json"):
        jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("kind", sorted(all_kinds()))
def test_the_example_repository_fits_the_published_schemas(kind: str) -> None:
    """The documents of this repository are valid in an editor as well."""
    own, any_kind = (json.loads((SCHEMAS / f"{name}.json").read_text("utf-8")) for name in (kind, "document"))
    files = (SCHEMAS.parent / "desired_state").rglob("*.yaml")
    documents = [document for path in files for document in yaml.safe_load_all(path.read_bytes())]
    for document in documents:
        if document["kind"] == kind:
            jsonschema.Draft202012Validator(own).validate(document)
            jsonschema.Draft202012Validator(any_kind).validate(document)
