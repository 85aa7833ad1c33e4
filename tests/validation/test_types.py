"""Text becomes a boolean or a number where a schema asks for one, and nowhere else."""

from typing import Any

import pytest

from tests.validation.test_validating import check, closed


@pytest.mark.parametrize(
    ("wanted", "text", "value"),
    [
        ("boolean", "true", True),
        ("boolean", "false", False),
        ("boolean", '"true"', True),
        ("integer", "0", 0),
        ("integer", "007", 7),
        ("integer", "+5", 5),
        ("integer", "-5", -5),
        ("number", "1", 1.0),
        ("number", ".5", 0.5),
        ("number", "-0.25", -0.25),
        ("number", "3.", 3.0),
        ("string", "true", "true"),
        ("string", "007", "007"),
        ("string", "1.0", "1.0"),
    ],
)
def test_the_schema_says_what_text_means(wanted: str, text: str, value: object) -> None:
    """The type comes from the schema, never from the form of the text."""
    assert check(f"b: {text}", closed(b={"type": wanted})) == ([], [{"b": value}])


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        *(("boolean", text) for text in ("yes", "True", "on", "1", "''")),
        *(("integer", text) for text in ("1.0", "1e3", "0x10", "1_000", "٣", "9" * 16, "''", "1 0")),
        *(("number", text) for text in (".", "1e3", ".inf", ".nan", "30%", "1,5", "'-'", "''")),
    ],
)
def test_text_that_spells_no_value_of_its_type_is_refused(wanted: str, text: str) -> None:
    """Text that is not exactly a boolean or a number is an error."""
    problems, valid = check(f"b: {text}", closed(b={"type": wanted}))
    assert (len(problems), valid) == (1, [])


def test_types_are_found_wherever_they_stand() -> None:
    """Types are inside mappings with free keys, lists, and definitions that are referred to."""
    schema: dict[str, Any] = {
        "properties": {
            "free": {"additionalProperties": {"type": "integer"}},
            "list": {"items": {"$ref": "#/$defs/switch"}},
            "text": {"type": "string"},
            "open": {},
        },
        "$defs": {"switch": {"type": "boolean"}},
    }
    fields = "free: {a: 1, b: 2}\nlist: [true, false]\ntext: 1\nopen: {c: [true]}\nother: 1"
    body = {
        "free": {"a": 1, "b": 2},
        "list": [True, False],
        "text": "1",
        "open": {"c": ["true"]},
        "other": "1",
    }
    assert check(fields, schema) == ([], [body])
