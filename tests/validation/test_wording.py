"""Every broken rule of a schema is reported in plain words, with the hint of the schema."""

from typing import Any

import pytest

from tests.validation.test_validating import check, closed

TEXT = {"type": "string"}
LIST = {"type": "array", "items": TEXT}
SAYINGS: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "an unknown field": ("c: 1", closed(b=TEXT), ["3:1 unknown-field: unknown field 'c' (known fields: b)"]),
    "a slip of the pen": (
        "colr: 1",
        closed(color=TEXT),
        ["3:1 unknown-field: unknown field 'colr' (did you mean 'color'? known fields: color)"],
    ),
    "a field one level too high": (
        "c: 1",
        closed(b=closed(c=TEXT)),
        ["3:1 unknown-field: unknown field 'c' ('c' belongs in 'b'; known fields: b)"],
    ),
    "a missing field": (
        "b: 1",
        {"properties": {"c": {"description": "what it is"}}, "required": ["b", "c", "d"]},
        ["1:1 missing-field: field 'c' is missing (what it is)", "1:1 missing-field: field 'd' is missing"],
    ),
    "a field without its companion": (
        "b: 1",
        {"dependentRequired": {"b": ["c"]}},
        ["3:1 missing-field: 'b' needs 'c' (add c, or remove b)"],
    ),
    "a field with one of its companions": (
        "b: 1\nc: 2",
        {"dependentRequired": {"b": ["c", "d"], "e": ["f"]}},
        ["3:1 missing-field: 'b' needs 'd' (add d, or remove b)"],
    ),
    "text for a list": ("b: c", closed(b=LIST), ["3:4 wrong-type: 'b' must be a list, not 'c' (write [c])"]),
    "nothing for a list": ("b: ''", closed(b=LIST), ["3:4 wrong-type: 'b' must be a list, not '' (write [])"]),
    "a list for text": (
        "b: [c]",
        closed(b=TEXT),
        ["3:4 wrong-type: 'b' must be text, not a list (write it without '-' or brackets)"],
    ),
    "a mapping for text": ("b: {c: d}", closed(b=TEXT), ["3:4 wrong-type: 'b' must be text, not a mapping"]),
    "text for a mapping": (
        "b: c",
        closed(b={"type": "object"}),
        ["3:4 wrong-type: 'b' must be a mapping of fields, not 'c'"],
    ),
    "a word for a number": (
        "b: ten",
        closed(b={"type": "integer"}),
        ["3:4 wrong-type: 'b' must be a whole number, not 'ten'"],
    ),
    "yes for a boolean": (
        "b: yes",
        closed(b={"type": "boolean"}),
        ["3:4 wrong-type: 'b' must be true or false, not 'yes' (did you mean 'true'?)"],
    ),
    "False for a boolean": (
        "b: False",
        closed(b={"type": "boolean"}),
        ["3:4 wrong-type: 'b' must be true or false, not 'False' (did you mean 'false'?)"],
    ),
    "a list for a boolean": (
        "b: []",
        closed(b={"type": "boolean"}),
        ["3:4 wrong-type: 'b' must be true or false, not a list"],
    ),
    "an unknown value": (
        "b: onn",
        closed(b={"enum": ["on", "off", "auto"], "description": "a switch"}),
        ["3:4 unknown-value: 'b' must be on, off or auto, not 'onn' (did you mean 'on'? a switch)"],
    ),
    "a value of the wrong type is not unknown too": (
        "b: [on]",
        closed(b={**TEXT, "enum": ["on", "off"]}),
        ["3:4 wrong-type: 'b' must be text, not a list (write it without '-' or brackets)"],
    ),
    "the one value": ("b: 2", closed(b={"const": "1"}), ["3:4 unknown-value: 'b' must be 1, not '2'"]),
    "a malformed text": (
        "b: c d",
        closed(b={"pattern": "^[a-z]$", "description": "one letter"}),
        ["3:4 malformed: 'b' cannot be 'c d' (one letter)"],
    ),
    "a likely slip": (
        "b: C",
        closed(b={"pattern": "^[a-z]$", "description": "one letter", "x-slips": {"[A-Z]": "no capitals"}}),
        ["3:4 malformed: 'b' cannot be 'C' (no capitals)"],
    ),
    "a hint for one rule": (
        "b: C",
        closed(b={"pattern": "^[a-z]$", "description": "one letter", "x-hint": {"pattern": "a to z"}}),
        ["3:4 malformed: 'b' cannot be 'C' (a to z)"],
    ),
    "an empty text": (
        "b: ''",
        closed(b={"minLength": 1, "pattern": "^[a-z]+$"}),
        ["3:4 empty: 'b' is empty"],
    ),
    "a short text": (
        "b: c",
        closed(b={"minLength": 2}),
        ["3:4 too-short: 'b' has 1 character; at least 2 are needed"],
    ),
    "a long text": ("b: cde", closed(b={"maxLength": 2}), ["3:4 too-long: 'b' has 3 characters; 2 are allowed"]),
    "characters, not bytes": ("b: 🐶🐶", closed(b={"maxLength": 2}), []),
    "an empty list": ("b: []", closed(b={"minItems": 1}), ["3:4 empty: 'b' is empty"]),
    "a long list": ("b: [c, d]", closed(b={"maxItems": 1}), ["3:4 too-many: 'b' has 2 entries; 1 are allowed"]),
    "too many keys": (
        "b: {c: 1, d: 2}",
        closed(b={"maxProperties": 1}),
        ["3:4 too-many: 'b' has 2 entries; 1 are allowed"],
    ),
    "an entry twice": (
        "b: [c, d, c, c]",
        closed(b={**LIST, "uniqueItems": True}),
        [
            "3:11 duplicate-entry: 'c' is listed twice in 'b' (entry 1 is the same: remove one of them)",
            "3:14 duplicate-entry: 'c' is listed twice in 'b' (entry 1 is the same: remove one of them)",
        ],
    ),
    "an entry of a list": (
        "b:\n- {c: [x, 1]}",
        closed(b={"items": closed(c={"items": {"enum": ["x"]}})}),
        ["4:11 unknown-value: entry 2 of 'b[1].c' must be x, not '1'"],
    ),
    "a small number": (
        "b: -1",
        closed(b={"type": "integer", "minimum": 0}),
        ["3:4 out-of-range: 'b' must be at least 0, not -1"],
    ),
    "a large number": (
        "b: 1.5",
        closed(b={"type": "number", "maximum": 1}),
        ["3:4 out-of-range: 'b' must be at most 1, not 1.5"],
    ),
    "a key": (
        "b: {C: 1}",
        closed(b={"propertyNames": {"pattern": "^[a-z]$", "description": "one letter"}}),
        ["3:5 malformed: key 'C' of 'b' cannot be used (one letter)"],
    ),
    "any other rule": (
        "b: {c: 1}",
        closed(b={"minProperties": 2}),
        ["3:4 invalid: 'b': {'c': '1'} does not have enough properties"],
    ),
    "a rule that only jsonschema_rs sees broken": (
        "b: {٣: 1}",
        closed(b={"patternProperties": {r"^\d$": {}}, "additionalProperties": False}),
        ["3:4 invalid: Additional properties are not allowed ('٣' was unexpected)"],
    ),
    "control characters": (
        'b: "\\e[31m\\n\\u202e"',
        closed(b={"enum": ["x"]}),
        [r"3:4 unknown-value: 'b' must be x, not '\x1b[31m\n\u202e'"],
    ),
    "very long text": (
        f"b: {'c' * 100}",
        closed(b={"enum": ["x"]}),
        [f"3:4 unknown-value: 'b' must be x, not '{'c' * 60}…'"],
    ),
}


@pytest.mark.parametrize(("fields", "schema", "expected"), SAYINGS.values(), ids=SAYINGS)
def test_a_broken_rule_is_reported_in_words(fields: str, schema: dict[str, Any], expected: list[str]) -> None:
    """Each rule has a message, a place and a hint."""
    problems, _ = check(fields, schema)
    assert problems == expected
