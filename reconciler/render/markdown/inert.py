"""Text from AWS and from files that does nothing in a comment: no HTML, Markdown, mention, reference or link.

Markdown's punctuation gets a backslash and HTML's an entity. That is not enough: GitHub and GitLab look for mentions,
references and addresses after they have rendered the Markdown. A zero-width space stops these.
Example: `@all` becomes `@`, a zero-width space and `all`; `a < b` becomes `a &lt; b`.
"""

import re
from html import escape
from itertools import chain, pairwise
from textwrap import wrap
from typing import Final

LONGEST: Final = 200
"""Characters of a value that are shown."""
_ROOM: Final = 60
"""From this number of characters on, a value that is cut says how long it is."""
_ZERO_WIDTH: Final = "\u200b"
_UNSEEN: Final = "\ufffd"
_TRIGGERS: Final = re.compile(
    r"(?<=[@#!$%&~^*\[])(?=[^\s@#!$%&~^*\[])"  # mentions and references: @team, #1, GitLab's !1, ~label, [epic:1]
    r"|(?<=\w)(?=@)|(?<=[\w.-])(?=>)"  # addresses of mail, and GitLab's projects: group/project>
    r"|(?<=\bGH-)(?=\d)"  # GitHub's references to issues
    r"|(?<=[:/])(?=/)|(?<=\bwww\.)"  # bare addresses
    r"|(?<=:)(?=[\w+-]+:)",  # emoji, some of which are pictures
    re.IGNORECASE,
)
_DOMAIN: Final = re.compile(r"(?<=\w\.)(?=[^\W\d_])")
"""Where a zero-width space stops renderers of Markdown that link bare domains; they leave HTML as it is."""
_SPACE: Final = re.compile(r"\s")
_COMMIT: Final = re.compile(r"\b[0-9a-f]{7,40}\b")
"""What GitHub makes a link of, if it is the id of a commit."""
_PUNCTUATION: Final = re.compile(r"([\\`*_\[\]~$#])")
_LEADING: Final = re.compile(r"^([-+=]|\d+(?=[.)]))")
_TOKEN: Final = re.compile(
    r"\baws [a-z][a-z0-9]* [a-z]+(?:-[a-z]+)+(?: --[a-z][a-z-]*[a-z](?: [\w./:-]*\w)?)*"
    r"|\breconciler import [a-z_]+\.[A-Za-z][\w-]* --id \w[\w-]*"
    r"|\breconciler (?:apply|drift|explain|fmt|import|init|plan|show|validate)\b(?: --[a-z][a-z-]*[a-z](?: [A-Z]+\b)?)*"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{11,12}\b"
    r"|arn:[\w-]+:[^\s,;'\"()<>`]+"
    r"|--[a-z][a-z-]*[a-z]"
    r"|\b[a-z][\w-]*:[A-Z]\w+"
    r"|\b(?:vpce-svc|vpce|prod|exp|ou|op)-\w[\w-]*"
    r"|(?<![\w-])o-[a-z0-9]{10,32}\b"
    r"|\b\d{12}\b"
    r"|\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    r"|(?<![\w@./-])[\w-]+(?:[./][\w-]+)*\.[a-z]\w+(?:[./-]\w+)*(?::\d+)*"
    r"|\b[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+\b"
)
"""What stands in a code span in a message: commands, ids, ARNs, times, options, actions, names with _, DNS, paths.

A command is one span, to be copied whole. A product's id may be a UUID, which ends with 11 digits in AWS's examples.
"""


def visible(value: str, longest: int = LONGEST) -> str:
    """Return *value* on one line, without control characters and direction marks.

    A value that is longer than *longest* characters is cut to that length, with a mark that says so.
    """
    shown = value if len(value) <= longest else _cut(value, longest)
    if shown.isprintable():
        return shown
    return "".join(one if one.isprintable() else _UNSEEN for one in _SPACE.sub(" ", shown))


def _cut(value: str, longest: int) -> str:
    """Return the beginning of *value* and the mark, which says how long the value is where there is room for that."""
    mark = f"… ({len(value):,} characters)" if longest >= _ROOM else "…"
    return value[: longest - len(mark)] + mark


def text(value: str, longest: int = LONGEST) -> str:
    """Return *value* as the text of a paragraph, a list entry or a cell."""
    quiet = _DOMAIN.sub(_ZERO_WIDTH, _quiet(visible(value, longest).strip()))
    return _LEADING.sub(r"\\\1", _PUNCTUATION.sub(r"\\\1", escape(quiet, quote=False))) if quiet else "(empty)"


def code(value: str, longest: int = LONGEST) -> str:
    """Return *value* as a code span, in which nothing is Markdown and nothing is a reference."""
    shown = visible(value, longest) or " "
    ticks = "`" * (_run(shown) + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def html(value: str, longest: int = LONGEST) -> str:
    """Return *value* as the text of an HTML element, such as `<summary>`."""
    return escape(_quiet(visible(value, longest)))


def _quiet(shown: str) -> str:
    """Return *shown* with a zero-width space wherever GitHub or GitLab would make more of it than text."""
    return _COMMIT.sub(lambda commit: _ZERO_WIDTH.join(wrap(commit[0], 6)), _TRIGGERS.sub(_ZERO_WIDTH, shown))


def prose(message: str, longest: int) -> str:
    """Return a message of reconciler as text, with its ids, addresses, paths and options in code spans."""
    shown = visible(message, longest).strip()
    tokens = [*_TOKEN.finditer(shown)]
    ends = [0, *chain.from_iterable(token.span() for token in tokens), len(shown)]
    parts = [shown[since:until] for since, until in pairwise(ends)]
    return "".join(code(part, longest) if number % 2 else _between(part) for number, part in enumerate(parts))


def _between(part: str) -> str:
    """Return a part of a message that may begin or end with a blank."""
    before, after = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
    return f"{before}{text(part, len(part))}{after}" if part.strip() else part


def fenced(lines: list[str], language: str) -> list[str]:
    """Return *lines* as a code block; its fence is longer than any run of backticks in them."""
    fence = "`" * max(3, max(map(_run, lines), default=0) + 1)
    return [f"{fence}{language}", *lines, fence]


def _run(value: str) -> int:
    """Return the length of the longest run of backticks."""
    return max(map(len, re.findall("`+", value)), default=0)
