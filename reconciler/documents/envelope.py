"""The outer form of every YAML document: `kind`, and either `name` with fields, or `items` (fields by name).

Example: `kind: product` with `items: {datadog: {id: prod-1}, splunk: {id: prod-2}}` holds two documents,
`product.datadog` and `product.splunk`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, cast

from reconciler.model import Address, Document, Mark, Marks
from reconciler.spelling import hints, quoted
from reconciler.suggestions import nearest

from .anchors import Value
from .aws_sample import advice, is_aws_sample
from .builder import Root
from .finding import Finding
from .naming import is_name, looks_literal


@dataclass(frozen=True, slots=True)
class Envelope:
    """A YAML document that is a mapping: *value* and *marks* have the whole of it, with `kind` and `name`."""

    value: Mapping[str, Any]
    marks: Marks
    file: str

    @property
    def kind(self) -> str | None:
        """Return the kind, or None when it is missing or not text."""
        kind = self.value.get("kind")
        return kind if isinstance(kind, str) else None

    @property
    def items(self) -> Mapping[str, Any]:
        """Return the fields of each item by name; empty when `items` is missing, not a mapping, or beside `name`."""
        items = self.value.get("items")
        return items if isinstance(items, dict) and "name" not in self.value else {}

    def address(self, path: tuple[str | int, ...]) -> Address | None:
        """Return the address of the object that the value at *path* belongs to, or None when it cannot be told."""
        named: object = self.value.get("name")
        if "items" in self.value:
            named = path[1] if len(path) > 1 and path[0] == "items" else None
        return Address(self.kind, named) if self.kind is not None and isinstance(named, str) else None

    def documents(self) -> Iterator[Document]:
        """Return every document of the envelope that has an address and fields, also documents with problems."""
        if self.kind is None:
            return
        name = self.value.get("name")
        if isinstance(name, str) and "items" not in self.value:
            body = {key: value for key, value in self.value.items() if key not in {"kind", "name"}}
            yield Document(Address(self.kind, name), body, self.file, self.marks)
        marks = cast("Marks", _inside(self.marks).get("items"))
        for item, body in self.items.items():
            if isinstance(body, dict):
                yield Document(Address(self.kind, item), body, self.file, self._item_marks(marks, item))

    def _item_marks(self, items: Marks, name: str) -> Marks:
        """Return the marks of an item: it begins at its name, and its kind is where the envelope states it."""
        marks = cast("Marks", _inside(items)[name])
        return Marks(_keys(items)[name], {"kind": _inside(self.marks)["kind"], **_inside(marks)}, marks.keys)

    def findings(self) -> Iterator[Finding]:
        """Find what is wrong with the envelope itself; empty values were found before."""
        if is_aws_sample(self.value):
            name = PurePosixPath(self.file).name
            yield Finding(self.marks.here, "aws-sample", "this is a file of AWS's sample, not a document", advice(name))
            return
        yield from self._kind_findings()
        yield from self._shape_findings()
        if "name" in self.value:
            yield from _name_findings(self.value["name"], self.marks.find(("name",)), ("name",))
        marks = _inside(self.marks).get("items")
        for name, body in self.items.items():
            at = _keys(cast("Marks", marks))[name]
            yield from _name_findings(name, at, ("items", name))
            if body is not None and not isinstance(body, dict):
                message = f"item {quoted(name)} must be a mapping of fields, not {_what(body)}"
                yield Finding(at, "not-a-mapping", message, f"write {name}: {{FIELD: VALUE}}", ("items", name))

    def _kind_findings(self) -> Iterator[Finding]:
        if "kind" not in self.value:
            hint = hints(_instead("kind", self.value), "add kind: KIND, such as kind: product")
            yield Finding(self.marks.here, "no-kind", "field 'kind' is missing", hint)
        elif isinstance(self.value["kind"], dict | list):
            at = self.marks.find(("kind",))
            yield Finding(
                at, "bad-kind", f"'kind' must be one word, not {_what(self.value['kind'])}", "write kind: product"
            )

    def _shape_findings(self) -> Iterator[Finding]:
        items = self.value.get("items")
        if "name" in self.value and "items" in self.value:
            hint = "a document has a name and fields, or items: put --- and a kind between the two"
            yield Finding(
                _keys(self.marks)["items"], "name-and-items", "the document has both 'name' and 'items'", hint
            )
        elif "items" in self.value:
            yield from self._beside_items()
        elif "name" not in self.value:
            hint = hints(*(_instead(word, self.value) for word in ("name", "items")), "add name: NAME, or items:")
            yield Finding(self.marks.here, "no-name", "field 'name' is missing, and there are no 'items'", hint)
        if isinstance(items, str | list):
            hint = "write NAME: {FIELD: VALUE} below it, without '-'"
            message = f"'items' must be a mapping of names to fields, not {_what(items)}"
            yield Finding(self.marks.find(("items",)), "not-a-mapping", message, hint)

    def _beside_items(self) -> Iterator[Finding]:
        for key in self.value.keys() - {"kind", "items"}:
            message = f"field {quoted(key)} stands beside 'items'"
            yield Finding(
                _keys(self.marks)[key], "beside-items", message, "write the fields into each item, below its name"
            )


def enclose(root: Root, file: str, beginning: str) -> Envelope | Finding:
    """Return *root* as an envelope, or the finding that it is no mapping and has to begin with *beginning*."""
    if isinstance(root.place, Marks) and isinstance(root.value, dict):
        return Envelope(root.value, root.place, file)
    at = root.place.here if isinstance(root.place, Marks) else root.place
    hint = f"begin with {beginning}, then write the other fields, each as FIELD: VALUE"
    if isinstance(root.value, str) and "\u00a0" in root.value:
        hint = "it has no-break spaces (U+00A0), which YAML does not read as spaces: replace them"
    return Finding(at, "not-a-mapping", f"a document is a mapping of fields, not {_what(root.value)}", hint)


def _name_findings(name: Value, at: Mark, path: tuple[str, ...]) -> Iterator[Finding]:
    if isinstance(name, dict | list):
        yield Finding(at, "bad-name", f"'name' must be one word, not {_what(name)}", "write name: NAME", path)
    elif name is not None and looks_literal(name):
        message = f"name {quoted(name)} looks like an id"
        hint = "lists hold names and ids, so a name must not look like an id: choose a word, and write the id as id:"
        yield Finding(at, "literal-name", message, hint, path)
    elif name is not None and not is_name(name):
        hint = "a name has 1 to 63 of a-z 0-9 _ - and begins with a letter or digit"
        yield Finding(at, "bad-name", f"name {quoted(name)} cannot be used", hint, path)


def _instead(word: str, keys: Iterable[str]) -> str:
    """Return the hint that one of *keys* is probably a misspelt *word*; empty when none is close."""
    near = nearest(word, keys)
    return f"write '{word}' instead of '{near}'" if near else ""


def _what(value: object) -> str:
    return "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else "text"


def _inside(marks: Marks) -> Mapping[str, Mark | Marks]:
    return cast("Mapping[str, Mark | Marks]", marks.inside)


def _keys(marks: Marks) -> Mapping[str, Mark]:
    return marks.keys or {}
