"""Words of users are written legibly, and hints guess only where that helps."""

import pytest

from reconciler.spelling import did_you_mean, edits, field, hints, nearest, numbered, printable, quoted


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("vendr", "vendor"),
        ("titel", "title"),
        ("TITLE", "title"),
        ("Groups", "groups"),
        ("kind", None),
        ("price", None),
        ("", None),
    ],
)
def test_only_a_likely_slip_is_guessed(word: str, meant: str | None) -> None:
    """A word that resembles no known one has no guess."""
    assert nearest(word, ["id", "title", "vendor", "groups"]) == meant


def test_a_guess_is_a_question() -> None:
    """A hint asks "did you mean"; without a guess there is no question."""
    assert did_you_mean("vendr", ["vendor"]) == "did you mean 'vendor'?"
    assert did_you_mean("x", ["vendor"]) == ""


def test_a_guess_does_not_depend_on_order() -> None:
    """Of two equally similar words, the same is chosen in any order."""
    assert nearest("us-east-9", ["us-east-1", "us-east-2"]) == nearest("us-east-9", ["us-east-2", "us-east-1"])


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


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("", "", 0),
        ("us-east-1", "us-east-1", 0),
        ("us-east-1", "us-east-2", 1),
        ("us-east-1", "us-esat-1", 2),
        ("us-east-1", "us-east-11", 1),
        ("west", "east", 2),
        ("", "abc", 3),
        ("kitten", "sitting", 3),
    ],
)
def test_edits_are_counted_character_by_character(one: str, other: str, count: int) -> None:
    """Inserting, deleting and replacing count one each; the distance is symmetric."""
    assert (edits(one, other), edits(other, one)) == (count, count)


def test_a_comment_stays_on_its_line() -> None:
    """Every character that YAML or a terminal takes for a line break or a command becomes a blank."""
    assert printable("Data\ndog\x85 Größe\u2028\x1b[31m") == "Data dog  Größe  [31m"
