"""The formats of answers by name, and the option that chooses them. Help needs it, so it imports no library."""

from .parser import Parser

FORMATS = ("text", "json")
"""Formats of every answer; the first is the default."""
ANNOTATIONS = ("github", "sarif")
"""Formats of the problems alone, for commands that check what a pull request changes."""
ALL_FORMATS = (*FORMATS, *ANNOTATIONS)
LATER = ("markdown", "html")
"""Formats that a later version has."""


def add_format(parser: Parser, known: tuple[str, ...] = FORMATS) -> None:
    """Add the option that writes the answer in one or more of the formats *known*."""
    default, *others, last = known
    named = ", ".join([f"{default} (default)", *others])
    what = f"write {named} or {last}, to stdout or to FILE; repeatable"
    parser.add_argument("--format", metavar="F[=FILE]", action="append", default=[], help=what)
