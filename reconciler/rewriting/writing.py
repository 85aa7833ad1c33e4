"""Nodes -> lines of text. A document or an entry that has its source is written as it was.

Example: a flow Branch with the entries `a` and `b`, the value of the key `allow` in column 2, is `  allow: [a, b]`.
"""

from collections.abc import Iterable, Iterator, Sequence

from .nodes import Branch, Content, Entry, Leaf, Sheet


def sheet_lines(sheet: Sheet) -> Iterator[str]:
    """Return the lines of one YAML document, beginning with its marker if it has one."""
    if sheet.source:
        yield from sheet.source
        return
    yield from sheet.before
    if sheet.marker:
        yield sheet.marker
    yield from sheet.head
    if sheet.root is not None:
        anchor = f"&{sheet.root.anchor}"
        yield from (anchor,) if sheet.root.anchor else ()
        yield from [brackets(sheet.root)] if sheet.root.flow else branch_lines(sheet.root, sheet.root.indent)
        yield from sheet.root.foot if sheet.root.flow else ()


def branch_lines(branch: Branch, column: int) -> Iterator[str]:
    """Return the lines of a collection that is not in brackets, with its entries in *column*."""
    for entry in branch.entries:
        yield from entry_lines(entry, column)
    yield from _placed(branch.foot, column)


def entry_lines(entry: Entry, column: int) -> Sequence[str]:
    """Return the lines of one entry that stands in *column*."""
    return entry.source or [*_placed(entry.above, column), *_own_lines(entry, column)]


def _own_lines(entry: Entry, column: int) -> Iterator[str]:
    value, start = entry.value, f"{' ' * column}{start_of(entry)}"
    if isinstance(value, Leaf):
        yield from _leaf_lines(value, start, entry.beside, column + 2)
    elif value.flow:
        yield f"{start} {anchored(value, brackets(value))}{entry.beside}"
    elif entry.key is None and not (value.anchor or entry.beside):
        first, *others = branch_lines(value, column + value.indent)
        yield f"{start}{' ' * (value.indent - 1)}{first[column + value.indent :]}"
        yield from others
    else:
        yield f"{anchored(value, start, behind=True)}{entry.beside}"
        yield from branch_lines(value, column + value.indent)


def _leaf_lines(leaf: Leaf, start: str, beside: str, column: int) -> Iterator[str]:
    first, *below = leaf.lines
    first = f"{start} {anchored(leaf, first)}"
    if not below or leaf.is_block:
        yield first + beside
        yield from _indented(below, column)
    else:
        yield first
        *between, last = _indented(below, column)
        yield from between
        yield last + beside


def start_of(entry: Entry) -> str:
    """Return what begins an entry: its key with a colon, or a dash."""
    return f"{anchored(entry.key, entry.key.lines[0])}:" if entry.key else "-"


def anchored(value: Content, text: str, *, behind: bool = False) -> str:
    """Return *text* with the anchor of *value* before or *behind* it."""
    if not value.anchor:
        return text
    return f"{text} &{value.anchor}" if behind else f"&{value.anchor} {text}"


def brackets(branch: Branch) -> str:
    """Return a collection in brackets, on one line."""
    inside = ", ".join(
        f"{start_of(one)} {inline(one.value)}" if one.key else inline(one.value) for one in branch.entries
    )
    return f"{{{inside}}}" if branch.mapping else f"[{inside}]"


def inline(value: Content) -> str:
    """Return a value on one line, with its anchor."""
    return anchored(value, value.lines[0] if isinstance(value, Leaf) else brackets(value))


def _indented(lines: Iterable[str], column: int) -> Iterator[str]:
    return (f"{' ' * column}{line}" if line else "" for line in lines)


def _placed(lines: Iterable[str], column: int) -> Iterator[str]:
    """Return comments in *column*; those that have an indentation keep it."""
    return (line if line[:1] in {"", " ", "\t"} else f"{' ' * column}{line}" for line in lines)
