"""Scalars of a text -> leaves with their lines, and the comments that stand inside a scalar's source."""

import re
from typing import Final, NamedTuple

from reconciler.documents import SyntaxEvent, What

from .nodes import Leaf

_ANCHOR: Final = re.compile(r"&\S+(?P<gap>(?:[ \t]+|\n|#[^\n]*+)*+)")
_HEADER: Final = re.compile(r"(?P<sign>[|>][0-9+-]*)(?P<comment>[ \t]*#[^\n]*)?")


class ReadLeaf(NamedTuple):
    """A leaf, the offset where it ends, and the comments inside its source: behind its anchor and behind its `|`."""

    leaf: Leaf
    end: int
    comments: tuple[str, ...] = ()


def skip_anchor(event: SyntaxEvent, text: str) -> int:
    """Return the offset in *text* where the value of *event* begins, behind its anchor."""
    found = _ANCHOR.match(text, event.begin) if event.anchor else None
    return found.end() if found else event.begin


def read_leaf(event: SyntaxEvent, text: str) -> ReadLeaf:
    """Return the leaf of a scalar's or alias's *event* in *text*."""
    source = text[event.begin : event.end]
    if event.what is What.ALIAS:
        return ReadLeaf(Leaf(event.value, (f"*{event.value}",), alias=True), event.end)
    found = _ANCHOR.match(source) if event.anchor else None
    comments = tuple(re.findall("#[^\n]*", found["gap"])) if found else ()
    source = source[found.end() :] if found else source
    if event.style in {"|", ">"}:
        return _block(event, source, comments)
    first, *others = source.split("\n")
    below = (line.strip() if not event.style else line.lstrip() for line in others)
    return ReadLeaf(Leaf(event.value, (first, *below), event.anchor), event.end, comments)


def _block(event: SyntaxEvent, source: str, comments: tuple[str, ...]) -> ReadLeaf:
    """Return the leaf of a `|` or `>` text, which ends with its last line; blank lines below belong to a `+` text."""
    header = _HEADER.match(source)
    sign, comment = (header["sign"], header["comment"] or "") if header else ("|", "")
    body = source if "+" in sign else f"{source.rstrip()}\n"
    end = min(event.begin + len(body) + (event.end - event.begin - len(source)), event.end)
    comments = (*comments, comment.strip()) if comment.strip() else comments
    lines = body.removesuffix("\n").split("\n")[1:]
    if re.search("[0-9]", sign):
        return ReadLeaf(Leaf(event.value, literal(event.value), event.anchor), end, comments)
    indent = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")), 0)
    return ReadLeaf(Leaf(event.value, (sign, *(line[indent:] for line in lines)), event.anchor), end, comments)


def literal(value: str) -> tuple[str, ...]:
    """Return the lines of *value* as a `|` text."""
    lines = value.split("\n")
    ending = "-" if lines[-1] else "" if len(lines) > 1 and lines[-2] else "+"
    body = lines if ending == "-" else lines[:-1]
    sign = "2" if value.startswith((" ", "\n")) else ""
    return (f"|{sign}{ending}", *body)
