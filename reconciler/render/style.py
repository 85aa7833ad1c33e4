"""How things look: escape sequences by meaning, or nothing at all."""

from typing import NamedTuple


class Style(NamedTuple):
    """What to write before a piece of text to say what it means, and *off* to write after it."""

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
