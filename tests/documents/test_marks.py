"""Every mark has the place of its text, and reading any text ends in values or in problems."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml
from hypothesis import given
from hypothesis import strategies as st

from reconciler.documents import read, read_mapping
from reconciler.model import Document, Marks
from reconciler.model.document import place

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\ufeff\u0085\u2028\u2029"), max_size=12)
NESTED = st.recursive(
    TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT.filter(bool), inner, max_size=4),
    max_leaves=20,
)
MAPPINGS = st.dictionaries(TEXT.filter(bool), NESTED, min_size=1, max_size=4)
SIGNS = [
    *(
        "kind: ",
        "name: ",
        "items:",
        "product",
        "a",
        "\n",
        "\n  ",
        "\n- ",
        "---\n",
        ": ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ", ",
    ),
    *("&a ", "*a", "!t ", "<<: ", "'", '"', "# ", "\t", "~", "? ", "|", ">", "%", "\\", "\r\n", "...\n"),
    *("\ufeff", "\x00", "é", "🐶", "\u2028"),
]
FRAGMENTS = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)
WORD = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
WORDS = st.recursive(WORD, lambda inner: st.lists(inner) | st.dictionaries(WORD, inner), max_leaves=20)

# A YAML value, or its marks, of any depth.
Nested: TypeAlias = Any


def scalars(value: Nested, marks: Nested) -> Iterator[tuple[str, int]]:
    """Yield each text inside *value* with its mark."""
    if isinstance(value, str):
        yield value, marks
    else:
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        for step, item in steps:
            yield from scalars(item, marks.inside[step])


def text_at(lines: list[str], mark: int) -> str:
    """Return the rest of the line that begins at *mark*."""
    line, column = (int(number) for number in place(mark).split(":"))
    return lines[line - 1][column - 1 :]


@given(value=MAPPINGS, flow=st.sampled_from([None, False, True]))
def test_written_yaml_is_read_back(value: dict[str, Any], *, flow: bool | None) -> None:
    """Any nested text of a YAML writer is read back equal, in block and in flow style."""
    written = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    loaded = read_mapping(written.encode(), "a.yaml")
    assert (loaded.mapping, loaded.problems) == (value, ())


@given(WORDS)
def test_marks_point_at_their_text(value: Nested) -> None:
    """The value stands at the line and column of its mark, at any depth."""
    lines = yaml.safe_dump({"top": value}).splitlines()
    loaded = read_mapping("\n".join(lines).encode(), "a.yaml")
    for text, mark in scalars(loaded.mapping, loaded.marks):
        assert text_at(lines, mark).lstrip("'").startswith(text)


@given(MAPPINGS)
def test_keys_point_at_their_text(value: dict[str, Any]) -> None:
    """Each key of a mapping has a place of its own, before that of its value."""
    loaded = read_mapping(yaml.safe_dump(value, allow_unicode=True).encode(), "a.yaml")
    for key, mark in (loaded.marks.keys or {}).items():
        inside = loaded.marks.inside[key]  # type: ignore[call-overload]
        assert mark < (inside.here if isinstance(inside, Marks) else inside)


@given(st.binary(max_size=200))
def test_random_bytes_end_in_problems(data: bytes) -> None:
    """No bytes raise an exception."""
    for problem in read(data, "a.yaml").problems:
        assert problem.message
        assert problem.source.startswith("a.yaml:")


@given(FRAGMENTS)
def test_random_yaml_ends_in_documents_or_problems(text: str) -> None:
    """No combination of YAML's characters raises an exception, and each problem has a place in the file."""
    loaded = read(text.encode(), "a.yaml")
    last = len(text.splitlines()) + 1
    assert all(1 <= int(problem.source.split(":")[1]) <= last for problem in loaded.problems)
    assert all(isinstance(document, Document) for document in loaded.documents)


def test_a_document_finds_the_place_of_its_parts() -> None:
    """Values, entries and keys have places; a missing part has the place of the part around it."""
    (document,) = read(b"kind: x\nname: a\nlist:\n  - one\n  - {two: 2}\n", "f/a.yaml").documents
    assert document.at("list", 0) == "f/a.yaml:4:5"
    assert document.at("list", 1, "two") == "f/a.yaml:5:11"
    assert document.at_key("list", 1, "two") == "f/a.yaml:5:6"
    assert document.at_key("list") == "f/a.yaml:3:1"
    assert document.at("list", 7) == "f/a.yaml:4:3"
    assert document.at("nothing", "here") == "f/a.yaml:1:1"


def test_files_of_the_same_form_share_their_places() -> None:
    """A repository has thousands of small files whose keys stand in the same places, and they are kept once."""
    first, second = (read(f"kind: product\nname: {name}\nid: prod-{name * 13}\n".encode(), name) for name in "ab")
    (one,), (other,) = first.documents, second.documents
    assert one.marks.keys is other.marks.keys
    assert [one.at_key("id"), other.at_key("id"), other.at("id")] == ["a:3:1", "b:3:1", "b:3:5"]
