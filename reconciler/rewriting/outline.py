"""Text -> nodes. The text has to be one that `documents` reads without a finding.

Who owns a comment: one on the line of an entry, that entry; one on a line of its own, the entry below; below the last
entry of a collection, that collection, if it stands right of the entry that holds the collection.

Example: the comment belongs to the list, since it stands right of `allow`; a comment in the column of `allow` would
belong to `deny`.

    allow:
      - datadog
      # - splunk
    deny: []
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from reconciler.documents import SyntaxEvent, What, events

from .gaps import GapLine, Gaps
from .leaves import read_leaf, skip_anchor
from .nodes import Branch, Content, Entry, Leaf, Sheet

_GAP = r"(?:[ \t]*(?:#[^\n]*)?\n)*"
_BEFORE: Final[Mapping[What, re.Pattern[str]]] = {
    What.MAPPING: re.compile(rf"{_GAP} *"),
    What.SEQUENCE: re.compile(rf"{_GAP} *-(?:[ \t]|\n|#[^\n]*+)*+"),
}
"""What stands before an entry that has lines of its own."""

_REST: Final = re.compile(r"[ \t]*(?:\n|\Z)")
_NOTHING: Final = Leaf("", ("",))


class NotRewritable(Exception):
    """A text, or a part of it, that is read but not rewritten; its text says what is in the way."""


def outline(text: str) -> tuple[Sheet, ...]:
    """Return the documents of *text*, whose lines end with a line feed. Raises NotRewritable for a directive."""
    return tuple(_Outliner(text).sheets())


class _Outliner:
    """Builds nodes from events; *_done* is the offset where the last line that has an owner ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._gaps = Gaps(text)
        self._events = [*events(text)][::-1]
        self._done = -1

    def sheets(self) -> Iterator[Sheet]:
        """Build each document; comments below the last one that ends with `...` are one of their own."""
        first, begin = True, 0
        while self._events:
            marked = first or self._events[-1].explicit
            sheet, end = self._sheet(self._next(), first=first), self._end()
            yield replace(sheet, source=self._lines(begin, end) if marked else ())
            first, begin = False, end
        self._gaps.pass_over(len(self._text), len(self._text))
        if any(line.text for line in self._gaps.lines):
            yield Sheet(head=_texts(self._gaps.take()))

    def _end(self) -> int:
        """Return the offset where the document ends that was read last, with the rest of a line that is blank."""
        found = _REST.match(self._text, self._gaps.at)
        return self._gaps.at if self._gaps.at_line_start or found is None else found.end()

    def _lines(self, begin: int, end: int) -> tuple[str, ...]:
        """Return the lines from one offset to another; none if one of them is in the middle of a line."""
        last = end == len(self._text) or self._gaps.column(end) == 0
        whole = self._gaps.column(begin) == 0 and last
        return tuple(self._text[begin:end].removesuffix("\n").split("\n")) if whole and end > begin else ()

    def _sheet(self, begin: SyntaxEvent, *, first: bool) -> Sheet:
        marker = "" if first else "---"
        before: tuple[str, ...] = ()
        if begin.explicit:
            if self._text[begin.begin : begin.end] != "---":
                raise NotRewritable("it has a % directive")
            before = _texts(self._gaps.take())
            marker = f"---{self._gaps.beside(self._events[-1].begin)}"
        event = self._next()
        head = self._gaps.take()
        if event.what is not What.MAPPING:
            self._next()
            return Sheet(None, marker, before, _texts((*head, *self._gaps.take())))
        self._done = self._text.rfind("\n", 0, event.begin)
        root = self._branch(event, -1)
        self._next()
        return Sheet(replace(root, foot=(*root.foot, *_texts(self._gaps.take()))), marker, before, _texts(head))

    def _next(self) -> SyntaxEvent:
        """Go on to the next event; the block collection that it may begin is still to be read."""
        event = self._events.pop()
        begins = event.what in {What.MAPPING, What.SEQUENCE}
        end = event.begin + len(event.anchor) + 1 if event.anchor else event.begin if not event.flow else event.end
        self._gaps.pass_over(event.begin, end if begins else event.end)
        return event

    def _branch(self, event: SyntaxEvent, column: int) -> Branch:
        """Build the collection that begins with *event*, for the entry that stands in *column*; -1 is the root."""
        at = self._gaps.column(skip_anchor(event, self._text))
        entries: list[Entry] = []
        while self._events[-1].what is not What.END:
            entries.append(self._entry(event, at))
        self._next()
        foot = self._gaps.take() if event.flow else self._gaps.take_from(column + 1)
        self._done = foot[-1].end if foot else self._done
        indent = 2 if event.flow else at - max(column, 0)
        read = Branch(tuple(entries), event.what is What.MAPPING, event.flow, indent, event.anchor, _texts(foot))
        return _in_brackets(read) if event.flow else read

    def _entry(self, parent: SyntaxEvent, at: int) -> Entry:
        """Build one entry of *parent*, whose entries stand in the column *at* if they are on lines of their own."""
        start = self._done + 1
        event = self._next()
        above, key, beside = self._gaps.take(), None, ""
        own_line = not parent.flow and _BEFORE[parent.what].fullmatch(self._text, start, event.begin)
        if parent.what is What.MAPPING:
            key, event, beside = self._key(event)
        entry = self._valued(Entry(key, _NOTHING, _texts(above), beside), event, at)
        source = self._text[start : self._done].split("\n") if own_line else ()
        return replace(entry, source=tuple(source))

    def _key(self, event: SyntaxEvent) -> tuple[Leaf, SyntaxEvent, str]:
        """Return the key that *event* is, the event that begins its value, and the comment beside the key."""
        read = read_leaf(event, self._text)
        self._gaps.at = read.end
        beside = self._gaps.beside(self._events[-1].begin)
        self._done = self._gaps.line_end()
        return read.leaf, self._next(), beside

    def _valued(self, entry: Entry, event: SyntaxEvent, column: int) -> Entry:
        """Return *entry* with the value that begins with *event*, and the comments around it."""
        if event.what in {What.SCALAR, What.ALIAS}:
            read = read_leaf(event, self._text)
            self._gaps.at = read.end
            return self._ended(entry, read.leaf, *read.comments)
        if event.flow:
            between = _texts(self._gaps.take())
            value = self._branch(event, column)
            inside = () if value.entries else value.foot
            return self._ended(entry, value if value.entries else _empty(value), *between, *inside)
        if event.anchor:
            beside = self._gaps.beside(self._events[-1].begin)
            above = (entry.beside.strip(),) if beside and entry.beside else ()
            entry = replace(entry, above=(*entry.above, *above), beside=beside or entry.beside)
            self._done = self._gaps.line_end()
        return _lifted(replace(entry, value=self._branch(event, column)))

    def _ended(self, entry: Entry, value: Content, *comments: str) -> Entry:
        """Return *entry* with a *value* that ends on this line; further *comments* stand above it."""
        found = [*comments, *_texts(self._gaps.take()), entry.beside.strip()]
        beside = self._gaps.beside(self._events[-1].begin)
        self._done = self._gaps.line_end()
        others = [comment.strip() for comment in found if comment]
        if not beside and others:
            beside = f"  {others.pop()}"
        return replace(entry, value=value, above=(*entry.above, *others), beside=beside)


def _lifted(entry: Entry) -> Entry:
    """Return an entry of a list with the comments above its first field above itself: both stand on one line."""
    if entry.key is not None or not isinstance(entry.value, Branch) or entry.value.flow:
        return entry
    first, *others = entry.value.entries
    value = replace(entry.value, entries=(replace(first, above=()), *others))
    return replace(entry, value=value, above=(*entry.above, *first.above))


def _in_brackets(branch: Branch) -> Branch:
    """Return *branch* as it can be written in brackets on one line, or as a block: comments need lines."""
    entries = tuple(replace(entry, above=_stripped(entry.above)) for entry in branch.entries)
    lines = any(entry.above or entry.beside or _has_lines(entry.value) for entry in entries)
    foot = _stripped(branch.foot)
    return replace(branch, entries=entries, foot=foot, flow=not lines and not foot)


def _empty(branch: Branch) -> Branch:
    """Return a *branch* without entries in brackets; the comments in it stand elsewhere."""
    return replace(branch, flow=True, foot=())


def _stripped(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the comments of *lines*, without their indentation."""
    return tuple(line.strip() for line in lines if line)


def _has_lines(value: Content) -> bool:
    return not value.flow if isinstance(value, Branch) else len(value.lines) > 1


def _texts(lines: Sequence[GapLine]) -> tuple[str, ...]:
    return tuple(line.text for line in lines)
