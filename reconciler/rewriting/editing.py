"""Single values of a document set or removed; the comments, the styles and the lines of everything else stay.

Example: with the value `[finance, legal]`, the field `principals: [finance]  # who` becomes
`principals: [finance, legal]  # who`. Members and fields that stay keep their comments; a comment beside one that goes,
goes with it; comments above one that goes stay, above what follows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from .canonical import WIDTH
from .nodes import Branch, Content, Entry, Leaf
from .outline import NotRewritable
from .quoting import scalar
from .shapes import Shape
from .writing import anchored, brackets, start_of

Value: TypeAlias = "str | bool | Sequence[Value] | Mapping[str, Value]"
"""What a field may be set to: a text, a boolean, a list or a mapping."""


def put(branch: Branch, path: Sequence[str], value: Value, shape: Shape, column: int) -> Branch:
    """Return the mapping *branch*, whose entries stand in *column*, with *value* at *path*.

    A new field stands where *shape* has it, and is in brackets where *branch* is. Raises NotRewritable if *path* leads
    through an alias or a value without fields.
    """
    key, rest = path[0], path[1:]
    at = _position(branch, key)
    if at is None:
        for step in reversed(rest):
            value = {step: value}
        return _inserted(branch, _fitted(_new(key, value, flow=branch.flow), branch, column), shape)
    entry = branch.entries[at]
    inside: Content
    if rest:
        inside = put(_mapping(entry), rest, value, shape.inside(key), column + _mapping(entry).indent)
    else:
        inside = _merged(entry.value, value, shape.inside(key), flow=branch.flow)
    if inside == entry.value:
        return branch
    return _with(branch, at, _fitted(_freed(replace(entry, value=inside, source=())), branch, column))


def remove(branch: Branch, path: Sequence[str]) -> Branch:
    """Return the mapping *branch* without the field at *path*. Raises NotRewritable if there is none."""
    at = _position(branch, path[0])
    if at is None:
        raise NotRewritable(f"it has no field {path[0]!r}")
    entry = branch.entries[at]
    if len(path) > 1:
        inside = remove(_mapping(entry), path[1:])
        return _with(branch, at, _freed(replace(entry, value=inside, source=())))
    return _kept(branch, [one for one in branch.entries if one is not entry])


def _position(branch: Branch, key: str) -> int | None:
    return next((at for at, one in enumerate(branch.entries) if one.key and one.key.value == key), None)


def _mapping(entry: Entry) -> Branch:
    """Return the mapping that *entry* has as its value."""
    if isinstance(entry.value, Branch) and entry.value.mapping:
        return entry.value
    key = entry.key.value if entry.key else ""
    alias = isinstance(entry.value, Leaf) and entry.value.alias
    raise NotRewritable(f"the value of {key!r} is {'an alias' if alias else 'no mapping'}")


def _with(branch: Branch, at: int, entry: Entry) -> Branch:
    return replace(branch, entries=(*branch.entries[:at], entry, *branch.entries[at + 1 :]))


def _inserted(branch: Branch, entry: Entry, shape: Shape) -> Branch:
    """Return *branch* with a new *entry* behind the last field that comes before it in the order of *shape*."""
    order = {key: position for position, key in enumerate(shape.fields)}
    rank = order.get(entry.key.value if entry.key else "", len(order))
    before = [at for at, one in enumerate(branch.entries, 1) if one.key and order.get(one.key.value, -1) < rank]
    at = before[-1] if before else 0
    return replace(branch, entries=(*branch.entries[:at], entry, *branch.entries[at:]))


def _kept(branch: Branch, entries: Sequence[Entry]) -> Branch:
    """Return *branch* with *entries*, old ones and new ones; comments above those that go stay above what follows."""
    staying = {id(one) for one in entries}
    carried: tuple[str, ...] = ()
    heirs: dict[int, tuple[str, ...]] = {}
    for one in branch.entries:
        if id(one) not in staying:
            carried += tuple(filter(None, one.above))
        elif carried:
            heirs[id(one)], carried = carried, ()
    kept = [_under(heirs[id(one)], one) if id(one) in heirs else one for one in entries]
    return replace(branch, entries=tuple(kept), foot=(*carried, *branch.foot))


def _under(comments: tuple[str, ...], entry: Entry) -> Entry:
    source = (*comments, *entry.source) if entry.source else ()
    return replace(entry, above=(*comments, *entry.above), source=source)


def _freed(entry: Entry) -> Entry:
    """Return *entry*; if nothing is left in its value, that is `[]` or `{}`, and the comments in it stand above."""
    value = entry.value
    if isinstance(value, Leaf) or value.entries:
        return entry
    return replace(
        entry,
        value=replace(value, flow=True, foot=()),
        above=(*entry.above, *(line.strip() for line in value.foot if line)),
    )


def _fitted(entry: Entry, branch: Branch, column: int) -> Entry:
    """Return an *entry* of *branch* in *column*; its value becomes a block if it does not fit on the line."""
    return entry if branch.flow else replace(entry, value=_on_lines(entry, column))


def _on_lines(entry: Entry, column: int) -> Content:
    value = entry.value
    if isinstance(value, Leaf) or not value.flow or not value.entries:
        return value
    if column + len(start_of(entry)) + 1 + len(anchored(value, brackets(value))) <= WIDTH:
        return value
    block = replace(value, flow=False, indent=2)
    return replace(block, entries=tuple(_fitted(one, block, column + 2) for one in value.entries))


def _merged(node: Content, value: Value, shape: Shape, *, flow: bool) -> Content:
    """Return *node* changed into *value*; what both have stays as it is."""
    if isinstance(node, Branch) and isinstance(value, Mapping) and node.mapping:
        return _merged_mapping(node, value, shape)
    if isinstance(node, Branch) and not isinstance(value, str | bool | Mapping) and not node.mapping:
        return _merged_list(node, value)
    built = _built(value, flow=flow)
    unchanged = isinstance(node, Leaf) and isinstance(built, Leaf) and node.value == built.value and not node.alias
    return node if unchanged else replace(built, anchor=node.anchor)


def _merged_mapping(node: Branch, value: Mapping[str, Value], shape: Shape) -> Branch:
    staying = _kept(node, [one for one in node.entries if one.key and one.key.value in value])
    for key, inside in value.items():
        at = _position(staying, key)
        if at is None:
            staying = _inserted(staying, _new(key, inside, flow=node.flow), shape)
        else:
            one = staying.entries[at]
            merged = _merged(one.value, inside, shape.inside(key), flow=node.flow)
            staying = _with(staying, at, one if merged is one.value else _freed(replace(one, value=merged, source=())))
    return staying


def _merged_list(node: Branch, value: Sequence[Value]) -> Branch:
    known = {one.value.value: one for one in node.entries if isinstance(one.value, Leaf) and not one.value.alias}
    members = [
        known.pop(one) if isinstance(one, str) and one in known else Entry(None, _built(one, flow=node.flow))
        for one in value
    ]
    return _kept(node, members)


def _new(key: str, value: Value, *, flow: bool) -> Entry:
    return Entry(Leaf(key, (scalar(key, flow=flow),)), _built(value, flow=flow))


def _built(value: Value, *, flow: bool) -> Content:
    """Return *value* as a new node: lists in brackets, mappings as blocks unless *flow*."""
    if isinstance(value, str | bool):
        text = value if isinstance(value, str) else str(value).lower()
        return Leaf(text, (scalar(value, flow=flow) if isinstance(value, str) else text,))
    if isinstance(value, Mapping):
        flow = flow or not value
        return Branch(tuple(_new(key, inside, flow=flow) for key, inside in value.items()), mapping=True, flow=flow)
    return Branch(tuple(Entry(None, _built(one, flow=True)) for one in value), mapping=False, flow=True)


def as_read(value: Value) -> Any:  # noqa: ANN401 - JSON types, as the body of a Document
    """Return *value* as the documents' reader returns it: all scalars are texts."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {key: as_read(inside) for key, inside in value.items()}
    return [as_read(one) for one in value]


def edited(body: Mapping[str, Any], path: Sequence[str], value: Value) -> dict[str, Any]:
    """Return the fields *body* with *value* at *path*."""
    inside = as_read(value) if len(path) == 1 else edited(body.get(path[0], {}), path[1:], value)
    return {**body, path[0]: inside}


def reduced(body: Mapping[str, Any], path: Sequence[str]) -> dict[str, Any]:
    """Return the fields *body* without the one at *path*."""
    if len(path) == 1:
        return {key: value for key, value in body.items() if key != path[0]}
    return {**body, path[0]: reduced(body[path[0]], path[1:])}
