"""Long lists are read without the parser, with the same result."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from yaml import YAMLError

from reconciler.documents import runs
from reconciler.documents.builder import Builder, Root
from reconciler.documents.composition import compose
from reconciler.documents.runs import SharedWords, shorten

ENTRIES = "".join(f"  - entry-{number}\n" for number in range(10))


def in_full(text: str) -> tuple[Root, ...] | None:
    """Read *text* with the parser alone; return None where it is invalid YAML."""
    try:
        return tuple(iter(Builder(text).root, None))
    except YAMLError:
        return None


def entry(word: str) -> str:
    """Return a list in which *word* is an entry among plain ones."""
    return f"a:\n{ENTRIES}  - {word}\n{ENTRIES}"


RUN = st.builds(
    lambda indent, words: "".join(f"{' ' * indent}- {word}\n" for word in words),
    st.integers(0, 4),
    st.lists(st.sampled_from(["a", "1", '"012"', "'b'", "arn:aws:iam::1:root", "x.y"]), min_size=7, max_size=10),
)
AROUND = (
    *("a:", "  b:", "a: |", "a: >", "a: [", "]", "{", "}", '"', "'", "a: &l", "b: *l", "- - x", "- |", "? x", "-"),
    *(
        "  more",
        "    more",
        "# x",
        "  # x",
        "---",
        "...",
        "",
        "\t",
        "- null",
        "  - ~",
        "  - &a x",
        "  - *a",
        "  - !t x",
    ),
    *("  - x: y", "  - x:", "  - x # y", "  - x\r"),
)
LINE = st.sampled_from([f"{line}\n" for line in AROUND])


@given(st.lists(RUN | LINE, max_size=12).map("".join))
@example(f"a: |\n{ENTRIES}")
@example(f'- "\n{ENTRIES}"\n')
@example(f"a: b\n{ENTRIES}")
@example(f"a:\n{ENTRIES}    more\n")
@example(f"a: [\n{ENTRIES}]\n")
@example(f"a: &l\n{ENTRIES}b: *l\n{ENTRIES}")
def test_fast_lists_are_read_as_the_parser_reads_them(text: str) -> None:
    """Values, marks and problems are the same, whatever surrounds the lists; so is invalid YAML."""
    roots, findings = compose(text)
    expected = in_full(text)
    assert bool(findings) == (expected is None)
    assert expected is None or roots == expected


ODD = ("null", "Null", "~", "a:", "a: b", "a #b", "&a b", "*a", "!t a", '"a\\n"', "- a", "[a]", "{a: b}", "\ue000", "-")


@pytest.mark.parametrize("word", ODD)
def test_an_entry_that_is_no_plain_word_is_left_to_the_parser(word: str) -> None:
    """Such an entry may have another meaning than its letters."""
    text = entry(word)
    roots, findings = compose(text)
    expected = in_full(text)
    assert bool(findings) == (expected is None)
    assert expected is None or roots == expected


def test_a_list_of_a_thousand_entries_is_one_for_the_parser() -> None:
    """The parser sees one entry, and everything behind the list keeps its place."""
    lines = "".join(f'  - "{number:012d}"\n' for number in range(1000))
    shortened = shorten(f"kind: x\nprincipals:\n{lines}# the end\n")
    assert shortened.text == "kind: x\nprincipals:\n  - \ue0000" + "\n" * 1000 + "# the end\n"
    assert list(shortened.runs) == ["\ue0000"]
    assert shortened.runs["\ue0000"][999] == "000000000999"


def test_short_lists_are_left_to_the_parser() -> None:
    """Seven entries are parsed one by one."""
    assert shorten("a:\n" + "- b\n" * 7).runs == {}
    assert len(shorten("a:\n" + "- b\n" * 8).runs) == 1


def test_the_example_is_read_as_the_parser_reads_it() -> None:
    """The repository's own files have the same values, marks and problems."""
    files = sorted((Path(__file__).parents[2] / "desired_state").rglob("*.yaml"))
    assert files
    for file in files:
        text = file.read_text("utf-8")
        assert compose(text) == (in_full(text), ())


def test_a_word_of_many_lists_is_one_object() -> None:
    """A customer that a thousand lists name needs the memory of one."""
    listed = [shorten("".join(f"- {number}-customer\n" for number in range(8))).runs for _ in range(2)]
    first, second = (one for runs in listed for one in runs.values())
    assert all(one is other for one, other in zip(first, second, strict=True))


def test_more_words_than_are_kept_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words beyond the limit are read as they are."""
    monkeypatch.setattr(runs, "_REMEMBERED", 2)
    words = SharedWords()
    assert (words.each(["a", "b"]), words.each(["a", "c"]), list(words)) == (["a", "b"], ["a", "c"], ["a", "b"])
