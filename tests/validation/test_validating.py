"""A document is valid when its schema allows it; otherwise each problem is reported at its place."""

import subprocess
import sys
from typing import Any

import pytest

from reconciler.documents import read
from reconciler.model import Problem
from reconciler.validation import validate

Schema = dict[str, Any]


def closed(**properties: Schema) -> Schema:
    """Return a schema with these fields and no others."""
    return {"type": "object", "properties": properties, "additionalProperties": False}


def check(fields: str, schema: Schema) -> tuple[list[str], list[Any]]:
    """Validate one document `x.a` with these fields; return the problems and the valid bodies."""
    loaded = read(f"kind: x\nname: a\n{fields}\n".encode(), "a.yaml")
    valid, problems = validate(loaded.documents, {"x": schema})
    return [told(problem) for problem in problems], [document.body for document in valid]


def told(problem: Problem) -> str:
    """Return a problem on one line, without its file."""
    place = problem.source.removeprefix("a.yaml:")
    return f"{place} {problem.code}: {problem.message}" + (f" ({problem.hint})" if problem.hint else "")


def test_a_valid_document_is_handed_on_as_it_is() -> None:
    """The body is not copied where nothing changes."""
    documents = read(b"kind: x\nname: a\nb: c\n", "a.yaml").documents
    valid, problems = validate(documents, {"x": closed(b={"type": "string"})})
    assert valid[0] is documents[0]
    assert problems == ()


def test_valid_documents_do_not_pay_for_messages() -> None:
    """The library that explains errors is imported only when there is one."""
    script = (
        "import sys; from reconciler.documents import read; from reconciler.validation import validate; "
        "validate(read(b'kind: x\\nname: a\\n', 'a').documents, {'x': {}}); print('jsonschema' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout == b"False\n"


def test_one_invalid_document_does_not_affect_the_others() -> None:
    """The valid documents of a file are returned, and problems have the addresses of the others."""
    text = b"kind: x\nitems:\n  a: {b: c}\n  d: {e: f}\n  g: {h: i, b: j}\n"
    valid, problems = validate(read(text, "a.yaml").documents, {"x": closed(b={"type": "string"})})
    assert [str(document.address) for document in valid] == ["x.a"]
    assert [(str(problem.address), problem.source) for problem in problems] == [
        ("x.d", "a.yaml:4:7"),
        ("x.g", "a.yaml:5:7"),
    ]


def test_problems_are_reported_from_top_to_bottom() -> None:
    """The order is that of the file, not that of the schema."""
    schema = closed(b={"type": "array", "items": {"enum": ["x"]}}, c={"minLength": 1})
    problems, _ = check("z: 1\nc: ''\nb: [x, y]\na: 2", schema)
    assert [problem.split()[0] for problem in problems] == ["3:1", "4:4", "5:8", "6:1"]


def test_an_unknown_kind_is_reported_once() -> None:
    """All items have the same place of the kind."""
    text = b"kind: sise\nitems:\n  a: {}\n  b: {}\n---\nkind: sise\nname: c\n"
    _, problems = validate(read(text, "a.yaml").documents, {"size": {}, "colour": {}})
    assert [told(problem) for problem in problems] == [
        "1:7 unknown-kind: unknown kind 'sise' (did you mean 'size'? known kinds: colour, size)",
        "6:7 unknown-kind: unknown kind 'sise' (did you mean 'size'? known kinds: colour, size)",
    ]


def test_an_empty_value_is_reported_by_reading_alone() -> None:
    """Reading has told that the value is missing; the document is invalid nevertheless."""
    schema = closed(b={"type": "string"}, c={"type": "array", "items": {"type": "string"}, "uniqueItems": True})
    assert check("b:\nc: [~, ~]", schema) == ([], [])


@pytest.mark.parametrize("value", ['"111111111111\\n"', "٣٣٣٣٣٣٣٣٣٣٣٣", '"111111111111 "', "1111111111111"])
@pytest.mark.parametrize("pattern", ["^[0-9]{12}$", r"^\d{12}$"])
def test_patterns_mean_what_they_say(value: str, pattern: str) -> None:
    """A pattern does not match before a final line break, and digits are 0 to 9."""
    problems, valid = check(f"b: {value}", closed(b={"type": "string", "pattern": pattern}))
    assert (len(problems), valid) == (1, [])


def test_a_stricter_pattern_decides_where_there_is_one() -> None:
    """`x-pattern` decides; the pattern beside it is for programs that do not know it."""
    schema = closed(b={"type": "string", "pattern": ".*", "x-pattern": r"^\p{Lu}$"})
    assert check("b: Ü", schema) == ([], [{"b": "Ü"}])
    assert check("b: ü", schema) == (["3:4 malformed: 'b' cannot be 'ü'"], [])


def test_duplicates_in_a_long_list_are_found_in_linear_time() -> None:
    """Not every entry is compared with every other."""
    entries = "\n".join(f"- {{n: {number}}}" for number in range(3000))
    schema = closed(b={"type": "array", "uniqueItems": True, "items": {"type": "string"}})
    problems, _ = check(f"b:\n{entries}", schema)
    assert len(problems) == 3000


def test_a_schema_that_was_changed_in_place_is_compiled_again() -> None:
    """A mapping is compared by its content: what an earlier check compiled says nothing about a changed schema."""
    schema = closed(b={"type": "string"})
    assert check("b: c", schema)[0] == []
    schema["required"] = ["d"]
    assert check("b: c", schema)[0] == ["1:1 missing-field: field 'd' is missing"]
