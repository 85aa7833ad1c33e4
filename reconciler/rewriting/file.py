"""A YAML file of documents that is rewritten: in canonical form, or with single values changed, comments kept.

Every change is proven before it is returned: the new text is read by the same reader as the desired state (`documents`)
and has to say what was asked for, and nothing else may have changed.
"""

import codecs
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

from reconciler.documents import read
from reconciler.errors import InvalidInput
from reconciler.model import Address

from .canonical import canonical
from .editing import Value, edited, put, reduced, remove
from .nodes import Branch, Sheet, kind_of, path_to
from .outline import NotRewritable, outline
from .shapes import ANYTHING, Shapes
from .writing import sheet_lines

Edit: TypeAlias = "tuple[Address, Sequence[str], Value | None]"
"""A document, the path of a field in it (YAML's keys), and the field's new value; None removes the field."""

Bodies = Mapping[Address, Mapping[str, Any]]
"""The fields of documents, as `documents` reads them, by address."""


@dataclass(frozen=True)
class YamlFile:
    """The content of a file of documents; *name* is its path as users see it.

    *newline* is the line ending of the whole text: that of its first line. A byte order mark is not kept.
    """

    name: str
    sheets: tuple[Sheet, ...]
    newline: str
    shapes: Shapes

    @classmethod
    def of(cls, data: bytes, name: str, shapes: Shapes) -> "YamlFile":
        """Read *data*. Raises InvalidInput with all problems of its syntax, and NotRewritable for a % directive."""
        if problems := read(data, name).problems:
            raise InvalidInput(f"{name} is not valid", problems)
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        newline = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
        return cls(name, outline(text.replace("\r\n", "\n").replace("\r", "\n")), newline, shapes)

    @cached_property
    def text(self) -> str:
        """Return the text, with line feeds; it ends with one."""
        return "".join(f"{line}\n" for sheet in self.sheets for line in sheet_lines(sheet))

    @property
    def data(self) -> bytes:
        """Return the bytes to write."""
        return self.text.replace("\n", self.newline).encode("utf-8")

    @cached_property
    def bodies(self) -> Bodies:
        """Return the fields of each document, read again from the text. Raises NotRewritable if it is not valid."""
        loaded = read(self.data, self.name)
        if loaded.problems:
            first = loaded.problems[0]
            raise NotRewritable(f"the new text would not be valid: {first.message} ({first.source})")
        return {document.address: document.body for document in loaded.documents}

    def canonical(self) -> "YamlFile":
        """Return the file in canonical form. Raises NotRewritable if that would change its meaning."""
        formed = replace(self, sheets=tuple(canonical(sheet, self.shapes) for sheet in self.sheets))
        return self if formed.text == self.text else self._proven(formed.sheets, self.bodies)

    def with_value(self, address: Address, path: Sequence[str], value: Value) -> "YamlFile":
        """Return the file with *value* at *path* (YAML's keys) of the document *address*; fields on the way are made.

        Raises NotRewritable if the file has no such document, and if another field would change, too, since both share
        the value by an alias.
        """
        return self.with_edits([(address, path, value)])

    def without(self, address: Address, path: Sequence[str]) -> "YamlFile":
        """Return the file without the field at *path* of the document *address*. Raises NotRewritable as with_value."""
        return self.with_edits([(address, path, None)])

    def with_edits(self, edits: Iterable[Edit]) -> "YamlFile":
        """Return the file with all *edits*, proven once. Raises NotRewritable as with_value."""
        file, wanted = self, dict(self.bodies)
        for address, path, value in edits:
            file = file._edited(address, path, value)
            body = wanted[address]
            wanted[address] = reduced(body, path) if value is None else edited(body, path, value)
        return self._proven(file.sheets, wanted)

    def _edited(self, address: Address, path: Sequence[str], value: "Value | None") -> "YamlFile":
        """Return the file with one edit, which is still to be proven."""
        at, sheet, root, inner = self._find(address)
        whole = (*inner, *path)
        shape = self.shapes.get(address.kind, ANYTHING)
        changed = remove(root, whole) if value is None else put(root, whole, value, shape, root.indent)
        return replace(
            self, sheets=(*self.sheets[:at], replace(sheet, root=changed, source=()), *self.sheets[at + 1 :])
        )

    def with_documents(self, text: str) -> "YamlFile":
        """Return the file with the documents of *text* behind its own, after a `---` unless the file is empty.

        Raises InvalidInput if *text* is not valid, and NotRewritable if it has a document that the file has already.
        """
        added = YamlFile.of(text.encode(), self.name, self.shapes)
        if not (self.sheets and added.sheets):
            return self._proven((*self.sheets, *added.sheets), {**self.bodies, **added.bodies})
        first, *others = added.sheets
        first = replace(first, before=(), marker=first.marker or "---", head=(*first.before, *first.head), source=())
        return self._proven((*self.sheets, first, *others), {**self.bodies, **added.bodies})

    def _find(self, address: Address) -> tuple[int, Sheet, Branch, tuple[str, ...]]:
        """Return the position of the sheet that holds *address*, the sheet, its root, and the path to the fields."""
        for at, sheet in enumerate(self.sheets):
            if sheet.root is not None and kind_of(sheet.root) == address.kind:
                inner = path_to(sheet.root, address.name)
                if inner is not None:
                    return at, sheet, sheet.root, inner
        raise NotRewritable(f"{self.name} has no document {address}")

    def _proven(self, sheets: tuple[Sheet, ...], wanted: Bodies) -> "YamlFile":
        """Return the file with *sheets*, which have to say *wanted*."""
        changed = replace(self, sheets=sheets)
        if changed.bodies != wanted:
            wrong = sorted(one for one in {*wanted, *changed.bodies} if wanted.get(one) != changed.bodies.get(one))
            raise NotRewritable(f"the new text would change {', '.join(map(str, wrong))}")
        return changed
