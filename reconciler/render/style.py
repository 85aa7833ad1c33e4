"""Styles: escape sequences by meaning, or none, and the width of lines."""

import re
from typing import Final, NamedTuple

_SEQUENCE: Final = re.compile(r"\x1b\[[0-9;]*m")


class Style(NamedTuple):
    """The sequences that stand before a text to mark its meaning, and *off*, which ends each of them.

    Lines have at most *width* columns. *screen* says that a user reads them on a terminal: then messages are folded,
    too. In a file each message stays on its line, for programs that read files line by line.
    """

    add: str = ""
    update: str = ""
    remove: str = ""
    revive: str = ""
    error: str = ""
    warning: str = ""
    note: str = ""
    good: str = ""
    strong: str = ""
    faint: str = ""
    off: str = ""
    width: int = 100
    screen: bool = False


PLAIN = Style()
"""No colour: every rendering can be read without it."""

ANSI = Style(
    add="\x1b[32m",
    update="\x1b[33m",
    remove="\x1b[31m",
    revive="\x1b[36m",
    error="\x1b[1;31m",
    warning="\x1b[1;33m",
    note="\x1b[36m",
    good="\x1b[1;32m",
    strong="\x1b[1m",
    faint="\x1b[2m",
    off="\x1b[0m",
)
"""The sixteen colours that every terminal lets its user choose."""


def without_style(text: str) -> str:
    """Return *text* without the sequences of any style; a text from AWS or a file has none, since they are escaped."""
    return _SEQUENCE.sub("", text)
