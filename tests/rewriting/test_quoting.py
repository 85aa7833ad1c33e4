"""Bare words are texts for every reader of YAML."""

import re

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from reconciler.rewriting import scalar

CORE_SCHEMA = re.compile(
    r"null|Null|NULL|~||true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?(?:\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN"
)
"""The plain scalars that YAML 1.2 reads as another type than text (10.3.2 of its specification)."""
TYPED = "0123456789.eExXo+-_:~ nultrfasyiNULTRFASYIZ="
"""The characters of plain scalars that some YAML reads as another type than text."""

CHARACTERS = st.characters(codec="utf-8", exclude_characters="\x7f")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("finance", "finance"),
        ("Finance Unit, and more", "Finance Unit, and more"),
        ("arn:aws:iam::111111111111:root", "arn:aws:iam::111111111111:root"),
        ("https://example.com/logo.png", "https://example.com/logo.png"),
        ("12345678-0123-4567-abcd-43176543210", "12345678-0123-4567-abcd-43176543210"),
        ("group:baseline", "group:baseline"),
        ("111111111111", '"111111111111"'),
        ("012345678901", '"012345678901"'),
        ("yes", '"yes"'),
        ("Null", '"Null"'),
        ("1_000", '"1_000"'),
        ("12:30", '"12:30"'),
        ("0x1F", '"0x1F"'),
        ("2027-01-31", '"2027-01-31"'),
        ("1e3", '"1e3"'),
        (".5", '".5"'),
        ("#0e7f74", '"#0e7f74"'),
        ("*", '"*"'),
        ("", '""'),
        (" x", '" x"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("it's", "it's"),
        ('"quoted"', "'\"quoted\"'"),
        ("two\nlines", '"two\\nlines"'),
        ("\u2028", '"\\U00002028"'),
    ],
)
def test_a_text_is_written_bare_or_in_quotes(text: str, written: str) -> None:
    """Only what would be read as something else is quoted."""
    assert scalar(text) == written


@given(text=st.text(CHARACTERS), flow=st.booleans())
@example(text="-", flow=True)
@example(text="?x", flow=True)
@example(text="a-", flow=True)
@example(text="...", flow=False)
@example(text="\ufeff", flow=False)
def test_every_text_is_read_as_itself(*, text: str, flow: bool) -> None:
    """A reader of YAML 1.1 that guesses types reads the text, as a value and as a key."""
    written = scalar(text, flow=flow)
    whole = f"{{{written}: [{written}, {written}]}}" if flow else f"{written}:\n  - {written}\n  - {written}\n"
    assert yaml.safe_load(whole) == {text: [text, text]}


@given(st.text(TYPED, max_size=12))
@example("1e3")
@example("0o17")
@example("-.INF")
@example("1_0")
@example("190:20:30")
@example("2001-12-14t21:59:43.10-05:00")
@example("2001-1-1")
def test_what_looks_like_another_type_is_quoted(text: str) -> None:
    """YAML 1.1 with its numbers, times and booleans reads a text, and so does YAML 1.2."""
    written = scalar(text)
    assert yaml.safe_load(f"[{scalar(text, flow=True)}]") == [text]
    assert written != text or not CORE_SCHEMA.fullmatch(text)
