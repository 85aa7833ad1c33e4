"""Text -> the events of the YAML parser, with offsets, for those who rewrite a text and keep what is between them."""

from collections.abc import Iterator
from enum import Enum, auto
from typing import Any, Final, NamedTuple

from yaml import events as parsed

from .parser import Parser


class What(Enum):
    """What an event begins, ends or is."""

    DOCUMENT = auto()
    DOCUMENT_END = auto()
    MAPPING = auto()
    SEQUENCE = auto()
    END = auto()
    SCALAR = auto()
    ALIAS = auto()


class SyntaxEvent(NamedTuple):
    """One event: the text from *begin* to *end* (offsets in characters) is its source.

    *value* is the text of a scalar, or the name of an alias. *style* is the character that begins a scalar that is not
    plain: `'`, `"`, `|` or `>`. *flow* tells whether a collection is in brackets, *explicit* whether a document has
    its marker (`---`, `...`). The source begins at the *anchor*, if there is one.
    """

    what: What
    begin: int
    end: int
    value: str = ""
    style: str = ""
    anchor: str = ""
    flow: bool = False
    explicit: bool = False


_WHAT: Final[dict[type, What]] = {
    parsed.DocumentStartEvent: What.DOCUMENT,
    parsed.DocumentEndEvent: What.DOCUMENT_END,
    parsed.MappingStartEvent: What.MAPPING,
    parsed.SequenceStartEvent: What.SEQUENCE,
    parsed.MappingEndEvent: What.END,
    parsed.SequenceEndEvent: What.END,
    parsed.ScalarEvent: What.SCALAR,
    parsed.AliasEvent: What.ALIAS,
}


def events(text: str) -> Iterator[SyntaxEvent]:
    """Return the events of *text*, which `read` has read without a finding; else a yaml.YAMLError may be raised."""
    parser = Parser(text)
    while (event := parser.get_event()) is not None:
        what = _WHAT.get(event.__class__)
        if what is not None:
            yield _event(what, event)


def _event(what: What, event: Any) -> SyntaxEvent:  # noqa: ANN401 - PyYAML's types allow marks of None
    begin, end, anchor = event.start_mark.index, event.end_mark.index, getattr(event, "anchor", None) or ""
    if what is What.SCALAR:
        return SyntaxEvent(what, begin, end, event.value, event.style or "", anchor)
    if what is What.ALIAS:
        return SyntaxEvent(what, begin, end, anchor)
    flow, explicit = bool(getattr(event, "flow_style", False)), bool(getattr(event, "explicit", False))
    return SyntaxEvent(what, begin, end, anchor=anchor, flow=flow, explicit=explicit)
