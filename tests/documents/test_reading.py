"""A file is read as text, in its order, with any number of documents."""

import codecs
from typing import Any

import pytest

from reconciler.documents import Loaded, builder, read, read_mapping
from reconciler.model import Address

DATADOG = b"kind: product\nname: datadog\nid: prod-abcd1234efgh5\n"


def bodies(loaded: Loaded) -> dict[str, object]:
    """Return bodies by address; fail on any problem."""
    assert loaded.problems == ()
    return {str(document.address): document.body for document in loaded.documents}


def test_a_document_is_an_address_and_fields() -> None:
    """`kind` and `name` make the address; the rest is the body."""
    (document,) = read(DATADOG, "a.yaml").documents
    assert document.address == Address("product", "datadog")
    assert document.body == {"id": "prod-abcd1234efgh5"}
    assert document.source == "a.yaml:1:1"


@pytest.mark.parametrize(
    "scalar",
    ["012345678901", "1_000", "0x1F", "1e3", "1.0", ".inf", "12:30:45", "2027-01-31", "true", "yes", "on", "=", "~x"],
)
def test_scalars_are_their_text(scalar: str) -> None:
    """The type is not guessed: an account id keeps its leading zero, and a date is text."""
    mapping = read_mapping(f"a: {scalar}\nb: [{scalar}]\n".encode(), "a.yaml").mapping
    assert mapping == {"a": scalar, "b": [scalar]}


@pytest.mark.parametrize("scalar", ["'null'", '"~"', "''", "|-\n  null"])
def test_quoted_text_is_never_null(scalar: str) -> None:
    """Quoted text stays text, also when it looks like YAML's null."""
    assert read_mapping(f"a: {scalar}\n".encode(), "a.yaml").problems == ()


def test_items_are_objects_by_name() -> None:
    """A document with `items` has one object for each name."""
    text = b"kind: principal\nitems:\n  acme: {id: 111111111111}\n  finance:\n    id: ou-abcd-01234567\n"
    loaded = read(text, "a.yaml")
    assert bodies(loaded) == {
        "principal.acme": {"id": "111111111111"},
        "principal.finance": {"id": "ou-abcd-01234567"},
    }
    assert [document.source for document in loaded.documents] == ["a.yaml:3:3", "a.yaml:4:3"]


def test_a_file_holds_several_documents() -> None:
    """`---` begins another document, of any kind; empty ones are ignored."""
    text = b"---\n# first\n---\n" + DATADOG + b"---\nkind: principal\nitems: {}\n---\nkind: other\nname: b\n---\n"
    assert bodies(read(text, "a.yaml")) == {"product.datadog": {"id": "prod-abcd1234efgh5"}, "other.b": {}}


@pytest.mark.parametrize("text", [b"", b"\n\n", b"# nothing\n", b"---\n", b"---\n---\n# x\n", codecs.BOM_UTF8])
def test_an_empty_file_states_nothing(text: bytes) -> None:
    """A file without a document has no problem."""
    assert read(text, "a.yaml") == Loaded()


def test_byte_order_marks_and_crlf_are_read() -> None:
    """Byte order marks and CRLF change only the bytes of a file."""
    windows = codecs.BOM_UTF8 + DATADOG.replace(b"\n", b"\r\n")
    assert bodies(read(windows, "a.yaml")) == bodies(read(DATADOG, "a.yaml"))


def test_json_is_read_too() -> None:
    """A JSON file is valid YAML, with any types."""
    text = b'{"kind": "principal", "name": "acme", "id": "111111111111", "deep": {"a": [1, true, "\\u00fc"]}}'
    assert bodies(read(text, "a.yaml")) == {
        "principal.acme": {"id": "111111111111", "deep": {"a": ["1", "true", "ü"]}},
    }


def test_aliases_repeat_a_value() -> None:
    """`*name` stands for the value marked `&name`, as often as is sensible."""
    text = b"kind: x\nitems:\n  a: {p: &list [1, 2], q: &text hello}\n  b: {p: *list, q: *text, r: [*list, *text]}\n"
    loaded = read(text, "a.yaml")
    assert loaded.documents[1].body == {"p": ["1", "2"], "q": "hello", "r": [["1", "2"], "hello"]}
    assert loaded.documents[1].at("p") == "a.yaml:4:10"
    assert loaded.documents[1].at("p", 1) == "a.yaml:3:20"
    assert loaded.documents[1].at("q") == "a.yaml:4:20"


def test_a_key_can_be_repeated_as_a_value() -> None:
    """An anchor may stand before a key; the alias is its text."""
    assert read_mapping(b"&first one: 1\ntwo: *first\n", "a.yaml").mapping == {"one": "1", "two": "one"}


def test_a_shared_list_is_as_long_as_it_needs_to_be() -> None:
    """Five hundred objects may share a list of a hundred and ninety entries."""
    entries = ", ".join(f"prod-{number}" for number in range(190))
    items = "\n".join(f"  x{number}: {{allow: *all}}" for number in range(500))
    loaded = read(f"kind: x\nitems:\n  all: {{allow: &all [{entries}]}}\n{items}\n".encode(), "a.yaml")
    assert len(loaded.documents) == 501
    assert loaded.problems == ()


def test_problems_name_the_object_that_they_are_about() -> None:
    """An error in one item leaves out only that item."""
    text = b"kind: product\nitems:\n  a: {id: 1, id: 2}\n  b: {id: 3}\n  a: {id: 4}\n  c: {d: }\n"
    assert [(problem.code, str(problem.address)) for problem in read(text, "a.yaml").problems] == [
        ("duplicate-key", "product.a"),
        ("duplicate-key", "product.a"),
        ("empty-value", "product.c"),
    ]


def test_a_document_with_problems_is_checked_by_its_schema() -> None:
    """The part of it that could be read is checked."""
    loaded = read(b"kind: product\nname: Bad Name\nid: 1\nid: 2\n", "a.yaml")
    assert [(str(document.address), document.body) for document in loaded.documents] == [
        ("product.Bad Name", {"id": "1"})
    ]
    assert {str(problem.address) for problem in loaded.problems} == {"product.Bad Name"}


def test_a_line_of_a_million_characters_is_refused() -> None:
    """A line that is too long has a problem of its own, not a wrong column."""
    text = b"kind: product\nname: a\nid: " + b"x" * (1 << 20) + b"\n"
    (problem,) = read(text, "a.yaml").problems
    assert (problem.code, problem.source) == ("too-large", "a.yaml:3:1")


def test_a_file_of_more_than_64_mib_is_refused() -> None:
    """A file that is too large is not parsed."""
    (problem,) = read(b"#" * (64 * 1024 * 1024 + 1), "a.yaml").problems
    assert (problem.code, problem.source) == ("too-large", "a.yaml:1:1")


def test_long_files_of_short_lines_are_read() -> None:
    """The number of lines is not limited."""
    text = b"kind: x\nname: a\nlist:\n" + b"- prod-abcd1234efgh5\n" * 60_000
    (document,) = read(text, "a.yaml").documents
    assert document.at("list", 59_999) == "a.yaml:60003:3"


def test_settings_are_one_mapping() -> None:
    """A mapping that is no document is read with its marks."""
    loaded = read_mapping(b"version: 1\nguards: {protected: [a, b]}\n", "reconciler.yaml")
    assert loaded.mapping == {"version": "1", "guards": {"protected": ["a", "b"]}}
    assert loaded.problems == ()


class Counting(builder.Parser):  # type: ignore[misc, name-defined]
    """A parser that counts its events in *asked*."""

    asked = 0

    def get_event(self) -> Any:  # noqa: ANN401 - PyYAML has no types
        """Count and return the next event."""
        type(self).asked += 1
        return super().get_event()


@pytest.mark.parametrize("inside", ["[", "{", "- ", "? ", "[{a: "])
def test_unlimited_nesting_is_given_up_at_once(inside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred thousand brackets make one problem in no time: the parser does not read to the end."""
    monkeypatch.setattr(builder, "Parser", Counting)
    Counting.asked = 0
    loaded = read(("kind: product\nname: a\nid:\n " + inside * 200_000).encode(), "a.yaml")
    assert [problem.code for problem in loaded.problems] == ["too-deep"]
    assert Counting.asked < 500


def test_documents_before_unlimited_nesting_are_checked() -> None:
    """Documents after it are not read."""
    loaded = read(b"kind: product\nname: a\nid: ~\n---\n" + b"[" * 1000 + b"\n---\n<<<\n", "a.yaml")
    assert [(problem.code, problem.source) for problem in loaded.problems] == [
        ("empty-value", "a.yaml:3:5"),
        ("too-deep", "a.yaml:5:25"),
    ]
    assert [str(document.address) for document in loaded.documents] == ["product.a"]
