"""A comment as its reader sees it, read by markdown-it as GitHub and GitLab read it, and what is wrong with it."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reconciler.render.markdown.limits import MOST

_READER: Final = MarkdownIt("commonmark", {"html": True, "linkify": True}).enable(["table", "strikethrough", "linkify"])
ZERO_WIDTH: Final = "\u200b"
CODE: Final = "\ufffc"
"""Stands for a code span, in which nothing is a reference."""

_BLOCKS: Final = {
    *("paragraph", "heading", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td"),
    *("inline", "fence", "html_block"),
}
_INLINES: Final = {"text", "text_special", "code_inline", "strong"}
_SHOWN: Final = {"text", "text_special", "code_inline", "fence"}
_OURS: Final = re.compile(r"<!-- reconciler [\x20-\x7e]* -->|<details><summary>[^<>]*</summary>|</details>")
_HEADINGS: Final = re.compile(
    r"[\d,]+ (?:change|difference|error|warning|refusal)s?|To decide|Impact|Exposure during apply|Governed by|Not done"
    r"|How the differences came about"
    r"|Live connections without their grant|Products of each experience|Spent"
)
_LANGUAGES: Final = {"diff", "yaml", "mermaid"}
_REFERENCES: Final = {
    "mention": re.compile(r"@\.?\w"),
    "reference": re.compile(r"[#!$&~%^]\"?\w|\*iteration:|\[\w+:|\w/[\w.-]+>"),
    "issue": re.compile(r"\bGH-\d", re.IGNORECASE),
    "commit": re.compile(r"\b[0-9a-f]{7,40}\b"),
    "address": re.compile(r"(?:https?|ftp)://|\bwww\.\w|//\w", re.IGNORECASE),
    "emoji": re.compile(r":[\w+-]+:"),
}
"""What GitHub and GitLab look for in text once the Markdown is rendered."""


class Rendered(NamedTuple):
    """The lines of a comment, and the tokens that markdown-it finds in them."""

    lines: list[str]
    tokens: list[Token]

    @classmethod
    def of(cls, comment: str) -> "Rendered":
        """Read a comment."""
        return cls(comment.split("\n"), _READER.parse(comment))

    def texts(self) -> Iterator[str]:
        """Return the text of each paragraph, cell and summary, with `CODE` for each code span."""
        for token in self.tokens:
            if token.type == "inline":
                yield "".join(CODE if one.type == "code_inline" else one.content for one in token.children or ())
            elif token.type == "html_block" and not token.content.startswith("<!--"):
                yield unescape(re.sub(r"<[^<>]*>", "", token.content)).strip("\n")

    def shown(self) -> str:
        """Return all that a reader sees, code as well, without zero-width spaces."""
        told = [_seen(token) for token in self.tokens if token.type in {"inline", "fence", "html_block"}]
        return "\n".join(told).replace(ZERO_WIDTH, "")

    def headings(self) -> list[str]:
        """Return the headings below the title."""
        pairs = zip(self.tokens, self.tokens[1:], strict=False)
        return [inline.content for one, inline in pairs if one.type == "heading_open" and one.tag == "h3"]

    def fences(self) -> list[Token]:
        """Return the code blocks."""
        return [token for token in self.tokens if token.type == "fence"]


def _seen(token: Token) -> str:
    if token.type == "html_block":
        return unescape(token.content)
    return "".join(one.content for one in token.children or (token,) if one.type in _SHOWN)


def faults(comment: str) -> list[str]:
    """Return everything in a comment that a name may have made, and whatever makes it unreadable or too long."""
    rendered = Rendered.of(comment)
    return [
        *_lines(comment),
        *(fault for token in rendered.tokens for fault in _of_block(rendered, token)),
        *(f"{what}: {text!r}" for text in rendered.texts() for what, sign in _REFERENCES.items() if sign.search(text)),
        *_structure(rendered),
    ]


def _lines(comment: str) -> Iterator[str]:
    if len(comment) > MOST:
        yield f"{len(comment):,} characters"
    for line in comment.split("\n"):
        if not line.isprintable() and not line.replace(ZERO_WIDTH, "").isprintable():
            yield f"not printable: {line!r}"
        if line.startswith("/"):
            yield f"a quick action of GitLab: {line!r}"
    if not re.match(r"<!-- reconciler [\x20-\x7e]+ sha256:(?:none|[0-9a-f]{64}) -->\n## \S", comment):
        yield f"no marker with a title below it: {comment[:200]!r}"


def _of_block(rendered: Rendered, token: Token) -> Iterator[str]:
    kind = token.type.removesuffix("_open").removesuffix("_close")
    if kind not in _BLOCKS:
        yield f"{kind}: {token.content!r}"
    if kind == "html_block" and not _OURS.fullmatch(token.content.strip()):
        yield f"HTML: {token.content!r}"
    if kind == "fence":
        yield from _of_fence(rendered.lines, token)
    if kind == "tr":
        yield from _of_row(rendered.lines, token)
    for one in token.children or ():
        if one.type.removesuffix("_open").removesuffix("_close") not in _INLINES:
            yield f"{one.type}: {one.content!r} in {token.content!r}"


def _of_fence(lines: Sequence[str], token: Token) -> Iterator[str]:
    if token.info not in _LANGUAGES:
        yield f"a code block in {token.info!r}"
    if token.map is None or lines[token.map[1] - 1] != token.markup:
        yield f"an open code block: {token.content!r}"
    if not token.content.replace("\n", "").isprintable():
        yield f"a code block that does not print: {token.content!r}"


def _of_row(lines: Sequence[str], token: Token) -> Iterator[str]:
    """Compare the cells of a row with those of its rule: the reader pads a row that is short, and cuts a long one."""
    if token.map is None:
        return
    first = token.map[0]
    while not re.fullmatch(r"\|(?:-+:?\|)+", lines[first + 1]):
        first -= 1
    row, head = (len(re.findall(r"(?<!\\)\|", lines[number])) for number in (token.map[0], first))
    if row != head:
        yield f"{row - 1} cells below {head - 1}: {lines[token.map[0]]!r}"


def _structure(rendered: Rendered) -> Iterator[str]:
    """Find lists in lists, headings that are not ours, and folded parts that do not open or close."""
    yield from (f"heading: {one!r}" for one in rendered.headings() if not _HEADINGS.fullmatch(one))
    titles = [token for token in rendered.tokens if token.type == "heading_open"]
    if [token.tag for token in titles].count("h2") != 1 or any(not token.markup.startswith("#") for token in titles):
        yield f"titles: {[token.tag for token in titles]}"
    depth = 0
    for token in rendered.tokens:
        depth += token.nesting if token.type.startswith("bullet_list") else 0
        if depth > 1:
            yield "a list in a list"
    blocks = [token.content for token in rendered.tokens if token.type == "html_block"]
    if sum(one.startswith("<details>") for one in blocks) != sum(one.startswith("</details>") for one in blocks):
        yield "a folded part is open"
