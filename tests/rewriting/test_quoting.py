"""Bare words are texts for every reader of YAML."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from reconciler.rewriting import scalar

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
