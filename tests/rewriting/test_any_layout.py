"""Whatever the layout of a text, rewriting keeps its meaning and its comments."""

import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from reconciler.documents import read
from reconciler.model import Address
from reconciler.rewriting import Bodies, YamlFile
from tests.rewriting.layouts import SHAPES, texts


def opened(text: str) -> YamlFile:
    """Return *text* as a file."""
    return YamlFile.of(text.encode(), "a.yaml", SHAPES)


def bodies(text: str) -> Bodies:
    """Return the fields of the documents of *text*, which has no problems."""
    loaded = read(text.encode(), "a.yaml")
    assert loaded.problems == ()
    return {document.address: document.body for document in loaded.documents}


def comments(text: str) -> Counter[str]:
    """Count the numbered comments of *text*."""
    return Counter(re.findall("# [0-9]+ 'c\" \\[x\\]: - &y", text))


@given(texts())
def test_an_unchanged_text_is_written_as_it_was(drawn: tuple[str, list[str]]) -> None:
    """Opening a file and writing it changes no byte but blank lines at its end."""
    text, _ = drawn
    assert opened(text).text.rstrip("\n") == text.rstrip("\n")


@given(texts())
def test_the_canonical_form_says_the_same(drawn: tuple[str, list[str]]) -> None:
    """The documents are those that were there before."""
    text, _ = drawn
    assert bodies(opened(text).canonical().text) == bodies(text)


@given(texts())
def test_the_canonical_form_has_each_comment_once(drawn: tuple[str, list[str]]) -> None:
    """No comment is lost and none is repeated."""
    text, written = drawn
    assert comments(opened(text).canonical().text) == Counter(written)


@given(texts())
def test_the_canonical_form_is_its_own(drawn: tuple[str, list[str]]) -> None:
    """Formatting a second time changes no byte."""
    text, _ = drawn
    once = opened(text).canonical().text
    assert opened(once).canonical().text == once


@given(texts(), st.data())
def test_a_changed_field_changes_nothing_else(drawn: tuple[str, list[str]], data: st.DataObject) -> None:
    """All other fields of all documents are the same, and comments outside of the value stay."""
    text, _ = drawn
    file = opened(text)
    address = data.draw(st.sampled_from(sorted(file.bodies)))
    members = data.draw(st.lists(st.sampled_from(("finance", "yes", "new", "123456789012")), unique=True))
    changed = file.with_value(address, ["lists", "allow"], members)
    before = bodies(text)
    lists = {**before[address].get("lists", {}), "allow": members}
    assert bodies(changed.text) == {**before, address: {**before[address], "lists": lists}}
    assert Counter(changed.text.splitlines()) & Counter(text.splitlines()) >= _lines_of_others(text, address)


def _lines_of_others(text: str, address: Address) -> Counter[str]:
    """Count the lines of the documents of *text* that do not hold *address*."""
    parts = re.split("^(?=---)", text, flags=re.MULTILINE)
    return Counter(line for part in parts if address not in bodies(part) for line in part.splitlines() if line)
