"""The canonical form of a document: one order of fields, one spacing and one quoting. Comments stay with their entries.

Fields stand in the order of their kind's schema; names, members and free keys stay in the author's order. Collections
in brackets stay there if they fit on a line, else they become blocks; blocks stay blocks. At most one blank line
separates two entries. A document with aliases keeps its order where another one would change what an alias repeats.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from .nodes import Branch, Content, Entry, Leaf, Sheet, kind_of
from .quoting import BARE, scalar
from .shapes import ANYTHING, Shape, Shapes
from .writing import anchored, brackets, start_of

WIDTH: Final = 120
"""Characters that a line with brackets may have."""


def canonical(sheet: Sheet, shapes: Shapes) -> Sheet:
    """Return *sheet* in canonical form; a kind that is not in *shapes* keeps its order."""
    marker = f"---{_beside(sheet.marker.removeprefix('---'))}" if sheet.marker else ""
    before, head = _without_first_blank(_squeezed(sheet.before)), _without_first_blank(_squeezed(sheet.head))
    if sheet.root is None:
        return Sheet(None, marker, _trimmed(before), _trimmed(head))
    shape = shapes.get(kind_of(sheet.root), ANYTHING)
    ordered = _ordered(sheet.root, shape)
    root = ordered if _named_references(ordered) == _named_references(sheet.root) else sheet.root
    block = replace(_block(root, shape, 0), anchor="", indent=0)
    return Sheet(replace(block, foot=_trimmed(block.foot)), marker, _trimmed(before), head)


def _ordered(node: Branch, shape: Shape) -> Branch:
    """Return *node* with the fields of each mapping in the order of *shape*; fields that it does not have come last."""
    order = {key: position for position, key in enumerate(shape.fields)}
    entries = [_ordered_inside(one, _inside(shape, one)) for one in node.entries]
    if node.mapping and order:
        entries.sort(key=lambda one: order.get(one.key.value if one.key else "", len(order)))
    return replace(node, entries=tuple(entries))


def _ordered_inside(entry: Entry, shape: Shape) -> Entry:
    return replace(entry, value=_ordered(entry.value, shape)) if isinstance(entry.value, Branch) else entry


def _inside(shape: Shape, entry: Entry) -> Shape:
    return shape.inside(entry.key.value if entry.key else None)


def _references(node: Content) -> Iterator[tuple[str, str]]:
    """Return the anchors and the aliases of *node* in their order."""
    alias = node.value if isinstance(node, Leaf) and node.alias else ""
    yield node.anchor, alias
    for entry in node.entries if isinstance(node, Branch) else ():
        yield entry.key.anchor if entry.key else "", ""
        yield from _references(entry.value)


def _named_references(node: Content) -> list[tuple[str, str]]:
    return [one for one in _references(node) if any(one)]


def _block(branch: Branch, shape: Shape, column: int) -> Branch:
    """Return *branch* as a block whose entries stand in *column*."""
    entries = [_entry(one, _inside(shape, one), column) for one in branch.entries]
    first = entries[0]
    entries[0] = replace(first, above=_without_first_blank(first.above))
    return replace(branch, entries=tuple(entries), flow=False, indent=2, foot=_squeezed(branch.foot))


def _entry(entry: Entry, shape: Shape, column: int) -> Entry:
    """Return *entry*, which stands in *column*, in canonical form."""
    key = _leaf(entry.key, ANYTHING, flow=False) if entry.key else None
    bare = replace(entry, key=key, above=_squeezed(entry.above), beside=_beside(entry.beside), source=())
    return replace(bare, value=laid(entry.value, shape, column, start_of(bare)))


def laid(value: Content, shape: Shape, column: int, start: str) -> Content:
    """Return a *value* in canonical form that stands behind *start*, which stands in *column*."""
    if isinstance(value, Leaf):
        return _leaf(value, shape, flow=False)
    if value.flow:
        flowed = _flowed(value, shape)
        if not value.entries or column + len(start) + 1 + len(anchored(flowed, brackets(flowed))) <= WIDTH:
            return flowed
    return _block(value, shape, column + 2)


def _flowed(branch: Branch, shape: Shape) -> Branch:
    """Return a *branch* that stands in brackets, with everything in it, in canonical form."""
    return replace(branch, entries=tuple(_flowed_entry(one, _inside(shape, one)) for one in branch.entries))


def _flowed_entry(entry: Entry, shape: Shape) -> Entry:
    key = _leaf(entry.key, ANYTHING, flow=True) if entry.key else None
    inside = entry.value
    value = _flowed(inside, shape) if isinstance(inside, Branch) else _leaf(inside, shape, flow=True)
    return replace(entry, key=key, value=value)


def _leaf(leaf: Leaf, shape: Shape, *, flow: bool) -> Leaf:
    """Return *leaf* with canonical quotes; texts of several lines and aliases stay as they are.

    A text that keeps the blank lines at its end (`|+`) is quoted: there it would take those of the next entry, too.
    """
    if leaf.alias or (len(leaf.lines) > 1 and not leaf.keeps_blanks):
        return leaf
    bare = shape.bare and BARE.fullmatch(leaf.value)
    return replace(leaf, lines=(leaf.value if bare else scalar(leaf.value, flow=flow),))


def _beside(comment: str) -> str:
    return f"  {comment.strip()}" if comment.strip() else ""


def _squeezed(lines: Sequence[str]) -> tuple[str, ...]:
    """Return *lines* without indentation, and with one blank line instead of several."""
    pairs = zip(lines, ("#", *lines), strict=False)
    return tuple(line.strip() for line, above in pairs if line or above)


def _without_first_blank(lines: tuple[str, ...]) -> tuple[str, ...]:
    return lines[1:] if lines[:1] == ("",) else lines


def _trimmed(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return *lines* without a blank line at the end."""
    return lines[:-1] if lines[-1:] == ("",) else lines
