"""Lines that fit the width of a terminal."""

import re

from hypothesis import given
from hypothesis import strategies as st

from reconciler.folding import bare, cells, folded


def test_a_line_that_fits_stays_as_it_is() -> None:
    """Blanks inside and at the end of a line that fits are kept. A line that has nothing else becomes empty."""
    assert [*folded(["  a  b ", ""], 8)] == ["  a  b ", ""]
    assert [*folded([" " * 99, f"\x1b[1m{' ' * 99}\x1b[0m"], 8)] == ["", ""]


def test_prose_breaks_between_words() -> None:
    """A continued line is indented by four more columns than its first line."""
    assert [*folded(["  one two three four five six seven eight"], 20)] == [
        "  one two three four",
        "      five six seven",
        "      eight",
    ]


def test_the_last_column_is_continued_below_its_beginning() -> None:
    """The columns before it stand alone."""
    assert [*folded(["    principals  2 added, 1 removed, 12 of them unchanged"], 40)] == [
        "    principals  2 added, 1 removed, 12",
        "                of them unchanged",
    ]


def test_a_column_that_does_not_fit_has_a_line_of_its_own() -> None:
    """The mark of a refusal moves to the next line as a whole."""
    assert [*folded(["- archive experience.payments  refused[max_removals]"], 50)] == [
        "- archive experience.payments",
        "  refused[max_removals]",
    ]


def test_a_long_word_stands_alone_on_its_line() -> None:
    """An ARN is not broken. The sign of a line stays before its first word."""
    arn = "arn:aws:iam::151515151515:role/endpoint-admin"
    assert [*folded([f"of {arn} in use"], 20)] == ["of", f"    {arn}", "    in use"]
    assert [*folded([f"    - {arn}  Umbrella"], 20)] == [f"    - {arn}", "      Umbrella"]


def test_a_style_ends_with_its_line_and_begins_again() -> None:
    """A pager that shows one line of them shows its colour and no more."""
    assert [*folded(["\x1b[31m- one two\x1b[0m three"], 6)] == [
        "\x1b[31m- one\x1b[0m",
        "  \x1b[31mtwo\x1b[0m",
        "  three",
    ]


def test_wide_letters_take_two_columns() -> None:
    """The width is measured in columns of the terminal, not in characters."""
    assert (cells("日本"), cells("e\u0301"), cells("\u2764\ufe0f"), cells("\x1b[1mab\x1b[0m")) == (4, 1, 1, 2)
    assert [*folded(["日本 日本"], 8)] == ["日本", "    日本"]


_WORDS = st.text("ab-+\u65e5", min_size=1, max_size=12)


@given(st.lists(st.tuples(st.sampled_from([" ", "  "]), _WORDS), min_size=1), st.integers(10, 60))
def test_folding_loses_no_word_and_breaks_none(words: list[tuple[str, str]], width: int) -> None:
    """The words are the same in the same order, and a line that is too long has one word besides its sign."""
    lines = [*folded(["".join(gap + word for gap, word in words)], width)]
    assert " ".join(lines).split() == [word for _, word in words]
    for line in lines:
        assert cells(line) <= width or len(re.sub(r"^[-+ ]*", "", bare(line)).split()) == 1
