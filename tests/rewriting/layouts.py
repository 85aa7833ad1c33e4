"""Texts of documents in every layout that authors choose, and their comments, drawn at random."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies as st

from reconciler.rewriting import scalar, shapes_of

WORDS = ("finance", "123456789012", "yes", "a b", "x: y", "#0e7f74", "1e3", "é…", "it's", 'say "hi"', "group:a, b", "-")
"""Values that need quotes in one reader, in one place, or nowhere."""
BLOCK_WORDS = ("one line", "two\nlines", "two\n\nlines\n", "  indented\nless", "kept\n\n")

SCHEMAS = {
    kind: {
        "properties": {
            "title": {"type": "string"},
            "on": {"type": "boolean"},
            "lists": {"type": "object", "properties": {"allow": {"type": "array"}, "deny": {"type": "array"}}},
            "principals": {"type": "array"},
            "tags": {"type": "object", "additionalProperties": {"type": "string"}},
        }
    }
    for kind in ("thing", "other")
}
SHAPES = shapes_of(SCHEMAS)


@dataclass
class Author:
    """Writes values as YAML: each choice of layout is drawn, and each comment has a number of its own."""

    draw: Callable[[st.SearchStrategy[str]], str]
    comments: list[str] = field(default_factory=list)

    def choose(self, *options: str) -> str:
        """Return one of *options*, the first when Hypothesis simplifies."""
        return self.draw(st.sampled_from(options))

    def comment(self, before: str) -> str:
        """Return a new comment behind *before*, or nothing."""
        if self.choose("", "#") == "":
            return ""
        self.comments.append(f"# {len(self.comments)} 'c\" [x]: - &y")
        return before + self.comments[-1]

    def above(self, indent: int) -> list[str]:
        """Return the lines above an entry."""
        comment = self.comment(self.choose(" " * indent, " " * (indent + 2)))
        blanks = [""] * int(self.choose("0", "1", "2"))
        return [*blanks, comment, *blanks[:1]] if comment else blanks

    def word(self, text: str) -> str:
        """Return *text* as a scalar on one line."""
        single = "'" + text.replace("'", "''") + "'"
        return (
            self.choose(scalar(text, flow=True), json.dumps(text), single) if text.isprintable() else json.dumps(text)
        )

    def brackets(self, value: object, indent: int) -> str:
        """Return *value* in brackets, on one line or on several, with comments if on several."""
        if isinstance(value, str | bool):
            return self.word(value) if isinstance(value, str) else str(value).lower()
        ends = "{}" if isinstance(value, dict) else "[]"
        pairs = (
            [*value.items()]
            if isinstance(value, dict)
            else [("", one) for one in value]
            if isinstance(value, list)
            else []
        )
        inside = [(f"{self.word(key)}: " if key else "") + self.brackets(one, indent + 2) for key, one in pairs]
        if self.choose("", "lines") == "":
            return self.choose(*(f"{ends[0]}{blank}{', '.join(inside)}{blank}{ends[1]}" for blank in ("", " ")))
        inner = "\n" + " " * (indent + 3)
        lines = [f"{one},{self.comment('  ')}{inner}" for one in inside]
        return f"{ends[0]}{self.comment(' ')}{inner}{''.join(lines)}{ends[1]}"

    def entry(self, start: str, value: object, indent: int) -> list[str]:
        """Return the lines of an entry that begins with *start*."""
        lead = " " * indent + start
        blocks = isinstance(value, str) and (self.choose("", "block") if "\n" not in value else "block")
        if blocks and isinstance(value, str):
            return [*self.above(indent), *self.block_text(lead, value, indent)]
        if isinstance(value, dict | list) and value and self.choose("block", "brackets") == "block":
            below = self.block(value, indent + int(self.choose("2", "4", "0" if isinstance(value, list) else "2")))
            return [*self.above(indent), lead + self.comment(" "), *below, *self.foot(indent + 1)]
        gap = self.choose(" ", "   ")
        return [*self.above(indent), f"{lead}{gap}{self.brackets(value, indent)}{self.comment(self.choose('  ', ' '))}"]

    def foot(self, indent: int) -> list[str]:
        """Return a comment below the last entry of a block, or none."""
        return [line for line in [self.comment(" " * indent)] if line]

    def block_text(self, lead: str, text: str, indent: int) -> list[str]:
        """Return the lines of *text* behind a `|`."""
        body = text.rstrip("\n")
        ending = {0: "-", 1: ""}.get(len(text) - len(body), "+")
        digit = "3" if text.startswith(" ") else ""
        header = f"{lead} |{digit}{ending}{self.comment(' ')}"
        extra = [""] * (len(text) - len(body) - 1)
        return [header, *(" " * (indent + 3) + line if line else "" for line in body.split("\n")), *extra]

    def block(self, value: dict[str, object] | list[object], indent: int) -> list[str]:
        """Return the lines of a mapping or a list."""
        pairs = [(f"{self.word(key)}:", one) for key, one in value.items()] if isinstance(value, dict) else None
        pairs = pairs if pairs is not None else [("-", one) for one in value]
        return [line for start, one in pairs for line in self.entry(start, one, indent)]


LISTS = st.lists(st.sampled_from(WORDS), max_size=4, unique=True)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from((*WORDS, *BLOCK_WORDS)),
        "on": st.booleans(),
        "lists": st.fixed_dictionaries({}, optional={"allow": LISTS, "deny": LISTS}),
        "principals": LISTS,
        "tags": st.dictionaries(st.sampled_from(WORDS), st.sampled_from(WORDS), max_size=3),
    },
)


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Return the text of a file with up to three documents, and all its comments in their order."""
    author = Author(draw)
    lines: list[str] = []
    for number in range(draw(st.integers(1, 3))):
        lines += [*author.foot(0), f"---{author.comment(' ')}"] if number or draw(st.booleans()) else []
        kind = draw(st.sampled_from(("thing", "other", "unheard-of")))
        if draw(st.booleans()):
            named = {"kind": kind, "name": f"n{number}", **draw(FIELDS)}
        else:
            named = {
                "kind": kind,
                "items": {f"i{number}-{one}": draw(FIELDS) for one in range(draw(st.integers(1, 2)))},
            }
        shuffled = draw(st.permutations(list(named)))
        lines += [*author.above(0), *author.block({key: named[key] for key in shuffled}, 0)]
        lines += author.foot(0)
    return "\n".join(lines) + draw(st.sampled_from(("\n", "", "\n\n"))), author.comments
