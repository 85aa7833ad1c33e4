"""A YAML text as nodes that keep its comments, its styles and, as long as an entry is not changed, its very lines.

Example: `principals: [finance]  # who` is an Entry with the key `principals`, the comment `  # who` beside it, and a
flow Branch as its value; the Branch has one Entry without a key, whose value is the Leaf `finance`.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar or an alias: its text as YAML reads it, and the *lines* that write it.

    Of several lines, those below the first are without their indentation. *anchor* is the anchor's name. *alias* tells
    that *value* is the name of an anchor.
    """

    value: str
    lines: tuple[str, ...]
    anchor: str = ""
    alias: bool = False

    @property
    def is_block(self) -> bool:
        """Tell whether the text stands below its first line, as with `|` and `>`."""
        return self.lines[0][:1] in {"|", ">"}

    @property
    def keeps_blanks(self) -> bool:
        """Tell whether the blank lines below belong to the text, as with `|+`."""
        return self.is_block and "+" in self.lines[0]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a mapping, or of a list (which has no key).

    *above* are the lines above it: comments, which may have an indentation, and blank lines as "". *beside* is the
    comment on its line, with the blanks before it. *source* are all its lines, with those above, as the text has them;
    empty once it is changed.
    """

    key: Leaf | None
    value: "Content"
    above: tuple[str, ...] = ()
    beside: str = ""
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A mapping, or a list; *flow* tells that it stands in brackets.

    *indent* is how many columns its entries stand right of the entry that it is the value of. *foot* are the comments
    and blank lines below its last entry.
    """

    entries: tuple[Entry, ...]
    mapping: bool
    flow: bool = False
    indent: int = 2
    anchor: str = ""
    foot: tuple[str, ...] = ()


Content: TypeAlias = Leaf | Branch


@dataclass(frozen=True, slots=True)
class Sheet:
    """One YAML document of a text.

    *marker* is its `---` with the comment beside it; empty if it has none. *before* are the comments above the marker,
    *head* those above the first entry. *root* is None for a document that has only comments. *source* are all its lines
    as the text has them; empty once it is changed, and where it shares a line with another document.
    """

    root: Branch | None = None
    marker: str = ""
    before: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    source: tuple[str, ...] = ()


def kind_of(root: Branch) -> str:
    """Return the kind of a document; empty if it has none."""
    return _text_of(root, "kind")


def path_to(root: Branch, name: str) -> tuple[str, ...] | None:
    """Return the path to the fields of the object *name* in a document: () or (items, NAME); None if it has none."""
    if _text_of(root, "name") == name:
        return ()
    items = next((one.value for one in root.entries if one.key and one.key.value == "items"), None)
    names = [one.key.value for one in items.entries if one.key] if isinstance(items, Branch) else []
    return ("items", name) if name in names else None


def _text_of(root: Branch, key: str) -> str:
    """Return the text of the field *key*; empty if it is no text."""
    values = (one.value for one in root.entries if one.key and one.key.value == key)
    return next((value.value for value in values if isinstance(value, Leaf) and not value.alias), "")
