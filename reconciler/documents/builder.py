"""The events of a YAML parser -> plain values and their places. No type is guessed: every scalar is its text.

PyYAML's own constructor guesses types (`012345670123` becomes a number, `on` a boolean), takes the last of two equal
keys, and is slow because it builds a graph of nodes. This builder drops each event after its use.
"""

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from sys import intern
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from reconciler.model import Mark, Marks, mark, marks_below, place
from reconciler.spelling import field, quoted

from .anchors import MOST_REPEATED, Anchors, Place, Value
from .finding import Finding, TooDeep
from .parser import Parser

DEEPEST: Final = 24
"""How deep containers may be nested; documents of reconciler need six levels."""

DEEPEST_SKIPPED: Final = 100
"""How deep a skipped container may be nested. Deeper ones end the reading: the parser's time grows by depth squared."""

NO_RUNS: Final[Mapping[str, list[str]]] = MappingProxyType({})

_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})

_SMALL: Final = 64
_MARKS: Final[dict[Mark, Mark]] = {}
"""One object for each place in the first `_SMALL` lines and columns, where most places of many small files are."""

_Event: TypeAlias = Any
"""One of yaml.events. Their types allow marks of None, but events of a parser always have marks."""


@dataclass(frozen=True, slots=True)
class Root:
    """One YAML document: its value (None when it is empty), its place, and what is wrong inside it."""

    value: Value
    place: Place
    findings: tuple[Finding, ...]


class Builder:
    """Builds the values of *text*, one YAML document at a time.

    *runs* are the runs that were taken out of the text: each is put back where its name is an entry of a list. Raises
    yaml.YAMLError where the text is not YAML, and TooDeep where a container is nested too deep to be skipped.
    """

    def __init__(self, text: str, runs: Mapping[str, list[str]] = NO_RUNS) -> None:
        self._next: Callable[[], _Event] = Parser(text).get_event
        self._text = text
        self._runs = dict(runs)
        self._findings: list[Finding] = []
        self._anchors = Anchors()
        self._path: list[str | int] = []

    def root(self) -> Root | None:
        """Build the next document; return None after the last one."""
        while not isinstance(event := self._next(), DocumentStartEvent):
            if isinstance(event, StreamEndEvent):
                return None
        self._findings, self._anchors, self._path = [], Anchors(), []
        event = self._next()
        if isinstance(event, ScalarEvent) and event.implicit[0] and event.value == "":
            return Root(None, _begin(event), ())
        value, at = self._node(event, 0)
        return Root(value, at, tuple(self._findings))

    @property
    def whole(self) -> bool:
        """Tell whether every run has been put back."""
        return not self._runs

    def _node(self, event: _Event, depth: int) -> tuple[Value, Place]:
        """Build the value that begins with *event*, and store it when it has an anchor."""
        if isinstance(event, AliasEvent):
            return self._alias(event, depth)
        self._refuse_tag(event)
        value: Value = None
        at: Place = _begin(event)
        if isinstance(event, ScalarEvent):
            value = self._scalar(event)
        elif depth == DEEPEST:
            self._too_deep(_begin(event))
            self._skip()
        elif isinstance(event, MappingStartEvent):
            value, at = self._mapping(_begin(event), depth + 1)
        else:
            value, at = self._sequence(_begin(event), depth + 1)
        if event.anchor is not None:
            self._anchors.keep(event.anchor, value, at)
        return value, at

    def _mapping(self, here: Mark, depth: int) -> tuple[dict[str, Value], Marks]:
        value: dict[str, Value] = {}
        inside: dict[str, Place] = {}
        keys: dict[str, Mark] = {}
        while not isinstance(event := self._next(), MappingEndEvent):
            at = _begin(event)
            key = self._key(event, keys, depth)
            self._path.append(getattr(event, "value", "?"))
            item, item_at = self._node(self._next(), depth)
            self._path.pop()
            if key is not None:
                value[key], inside[key], keys[key] = item, item_at, at
        return value, Marks(here, inside, _shared_keys(tuple(keys.items())) if len(keys) <= _SMALL else keys)

    def _sequence(self, here: Mark, depth: int) -> tuple[list[Value], Marks]:
        values: list[Value] = []
        places: Any = array("Q")
        following, runs = self._next, self._runs
        while (event := following()).__class__ is not SequenceEndEvent:
            if event.__class__ is ScalarEvent and event.tag is event.anchor is None and event.value not in _NOTHING:
                # Most values of a repository are entries of lists, so this loop decides how long reading takes.
                at: Any = event.start_mark
                if event.value in runs:
                    run = runs.pop(event.value)
                    values += run
                    places.extend(marks_below(mark(at.line + 1, at.column + 1), len(run)))
                    continue
                values.append(intern(event.value))
                places.append(mark(at.line + 1, at.column + 1))
                continue
            self._path.append(len(values))
            value, item_at = self._node(event, depth)
            self._path.pop()
            if isinstance(item_at, Marks) and isinstance(places, array):
                places = list(places)
            values.append(value)
            places.append(item_at)
        return values, Marks(here, places)

    def _key(self, event: _Event, keys: dict[str, Mark], depth: int) -> str | None:
        """Return the key in *event*, or None when it is not allowed in the mapping."""
        if not isinstance(event, ScalarEvent):
            self._find(_begin(event), "bad-key", "a key must be plain text", "write KEY: VALUE")
            self._node(event, depth)
            return None
        self._refuse_tag(event)
        if event.value == "" or (event.value == "<<" and event.implicit[0]):
            self._bad_key(event)
            return None
        if event.value in keys:
            self._find(
                _begin(event),
                "duplicate-key",
                f"{field((*self._path, event.value))} is given twice",
                f"the first is at {place(keys[event.value])}: keep one of them",
                event.value,
            )
            return None
        if event.anchor is not None:
            self._anchors.keep(event.anchor, event.value, _begin(event))
        return intern(event.value)

    def _bad_key(self, event: _Event) -> None:
        if event.value == "":
            self._find(_begin(event), "bad-key", "a key is empty", "write KEY: VALUE")
        else:
            hint = "write the fields out; an alias may stand for a whole value, as in principals: *everyone"
            self._find(_begin(event), "merge-key", "merge keys (<<) are not supported", hint)

    def _scalar(self, event: _Event) -> str | None:
        if event.value not in _NOTHING or not event.implicit[0]:
            return intern(event.value)
        at = _begin(event)
        if event.value:
            hint = "remove the field, or put the value in quotes if it is text"
        elif self._text_behind(event).startswith("#"):
            hint = "a # begins a comment: put the value in quotes"
        else:
            hint = "write a value here ([] for an empty list), or remove the field"
        self._find(at, "empty-value", f"{field(self._path)} has no value", hint)
        return None

    def _text_behind(self, event: _Event) -> str:
        """Return the rest of the line behind an empty value."""
        at = event.start_mark
        return self._lines[at.line][at.column :].lstrip() if at.line < len(self._lines) else ""

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.splitlines()

    def _alias(self, event: _Event, depth: int) -> tuple[Value, Place]:
        at = _begin(event)
        anchored = self._anchors.find(event.anchor)
        if anchored is None:
            hint = (
                f"put &{event.anchor} before a value above, in the same document; text that begins with * needs quotes"
            )
            self._find(at, "unknown-alias", f"*{event.anchor} is an alias without an anchor", hint)
        elif self._anchors.exhausted:
            pass  # the first alias beyond the limit was reported
        elif self._anchors.exhausted_by(anchored):
            message = f"the aliases of this document repeat more than {MOST_REPEATED} values"
            self._find(at, "too-many-aliases", message, "write the values without aliases")
        elif depth + anchored.depth > DEEPEST:
            self._too_deep(at)
        else:
            return anchored.repeated(at)
        return None, at

    def _too_deep(self, at: Mark) -> None:
        message = f"more than {DEEPEST} levels of nesting"
        self._find(at, "too-deep", message, "no field is nested that deep: check the brackets")

    def _skip(self) -> None:
        """Skip the rest of the container that has just begun. Raises TooDeep when it is nested too deep."""
        depth = 1
        while depth:
            event = self._next()
            depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
            depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)
            if depth > DEEPEST_SKIPPED:
                raise TooDeep(self._findings[-1])

    def _refuse_tag(self, event: _Event) -> None:
        if event.tag is not None:
            hint = "remove the tag: every value is text, unless its field says otherwise"
            short = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._find(_begin(event), "yaml-tag", f"YAML tags such as {quoted(short)} are not supported", hint)

    def _find(self, at: Mark, code: str, message: str, hint: str, *steps: str) -> None:
        self._findings.append(Finding(at, code, message, hint, (*self._path, *steps)))


def _begin(event: _Event) -> Mark:
    """Return the mark where *event* begins; PyYAML counts from 0."""
    at = event.start_mark
    found = mark(at.line + 1, at.column + 1)
    return _MARKS.setdefault(found, found) if at.line < _SMALL and at.column < _SMALL else found


@lru_cache(maxsize=4096)
def _shared_keys(keys: tuple[tuple[str, Mark], ...]) -> Mapping[str, Mark]:
    """Return the places of *keys*: files that are written in the same way have them in the same places."""
    return dict(keys)
