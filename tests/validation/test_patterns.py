"""Patterns with lookahead are tried after those without, and the answer is the same."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds import all_kinds
from reconciler.validation.patterns import plain_alternatives, swift


def patterns(schema: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a schema
    """Yield every pattern of *schema* with some alternatives that look ahead and some that do not."""
    if isinstance(schema, dict):
        if plain_alternatives(schema.get("pattern")):
            yield schema["pattern"]
        for part in schema.values():
            yield from patterns(part)
    for part in schema if isinstance(schema, list) else ():
        yield from patterns(part)


OURS = sorted({pattern for kind in all_kinds().values() for pattern in patterns(kind.schema)})
WORDS = ("o-", "ou-", "prod-", "group:", "arn:aws:iam::", "1" * 12, ":root", ":role/", "a", "F", "*", ".amazonaws.com")


def allows(schema: dict[str, Any], text: str) -> bool:
    """Return whether the validator accepts a text."""
    return jsonschema_rs.Draft202012Validator(schema).is_valid(text)


@given(
    st.lists(st.sampled_from((*WORDS, "\n")) | st.text("0123456789abcdef-", max_size=12), max_size=5).map("".join),
    st.sampled_from(OURS),
)
def test_a_schema_made_faster_allows_the_same(text: str, pattern: str) -> None:
    """The faster schema accepts and refuses the same texts."""
    schema = {"type": "string", "minLength": 2, "pattern": pattern}
    made: Any = swift(schema)
    assert made != schema
    assert allows(made, text) == allows(schema, text)


@pytest.mark.parametrize(
    ("pattern", "plain"),
    [
        ("^(a|(b|c)|(?!d)e)$", "^(a|(b|c))$"),
        (r"^([|)(]|\||\)|(?!d)e)$", r"^([|)(]|\||\))$"),
        ("^(a|b)$", ""),
        ("^(?!a)b$", ""),
        ("^((?!a)b)$", ""),
        ("^(a)|((?!b)c)$", ""),
        ("(a|(?!b)c)", ""),
        (None, ""),
    ],
)
def test_only_whole_alternatives_are_taken_out(pattern: str | None, plain: str) -> None:
    """Parentheses, classes and escapes do not separate alternatives."""
    assert plain_alternatives(pattern) == plain


def test_nothing_else_of_a_schema_changes() -> None:
    """A pattern without lookahead stays, and so does a property with the name "pattern"."""
    schema = {"properties": {"pattern": {"pattern": "^a$"}}, "anyOf": [{}], "pattern": "^(a|(?!b)c)$"}
    assert json.dumps(swift(schema)) == json.dumps(schema)
