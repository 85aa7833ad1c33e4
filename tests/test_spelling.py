"""Words of users are written legibly."""

import pytest

from reconciler.spelling import field, hints, numbered, printable, quoted


def test_names_are_sorted_by_the_numbers_in_them() -> None:
    """Numbers sort by value, whatever surrounds them; names that are equal so far have a fixed order."""
    ordered = ["a", "a-02", "a-2", "a-2.putback", "a-2.putback-2", "a-2.putback-10", "a-2b", "a-10", "a-" + "9" * 5000]
    assert numbered(sorted(ordered)) == ordered
    assert numbered(sorted(ordered, reverse=True)) == ordered


def test_hints_are_joined() -> None:
    """An empty hint adds nothing, and a question keeps its mark alone."""
    assert hints("", "one", "", "two") == "one; two"
    assert hints("did you mean 'one'?", "two") == "did you mean 'one'? two"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), "the document"),
        (("title",), "'title'"),
        (("branding", "title"), "'branding.title'"),
        (("products", "allow", 1), "entry 2 of 'products.allow'"),
        (("rules", 0, "ports", 1), "entry 2 of 'rules[1].ports'"),
        ((0,), "entry 1 of the document"),
    ],
)
def test_a_path_is_reported_as_in_the_file(path: tuple[str | int, ...], name: str) -> None:
    """Fields are joined by dots, and entries are counted from one."""
    assert field(path) == name


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("finance", "'finance'"),
        ("größe 🐶", "'größe 🐶'"),
        ("\x1b[31m\n", r"'\x1b[31m\n'"),
        ("\u202e", r"'\u202e'"),
        ("x" * 60, "'" + "x" * 60 + "'"),
        ("x" * 61, "'" + "x" * 60 + "…'"),
        (7, "'7'"),
    ],
)
def test_a_quotation_is_one_harmless_line(word: object, written: str) -> None:
    """A user's text cannot move the cursor, hide text or flood the screen."""
    assert quoted(word) == written


def test_a_comment_stays_on_its_line() -> None:
    """Every character that YAML or a terminal takes for a line break or a command becomes a blank."""
    assert printable("Data\ndog\x85 Größe\u2028\x1b[31m") == "Data dog  Größe  [31m"
