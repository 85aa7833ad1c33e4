"""The formats of answers by name, and the option that chooses them. Help needs it, so it imports no library."""

from collections.abc import Sequence

from .parser import Parser

FORMATS = ("text", "json", "markdown")
"""Formats of every answer; the first is the default."""
PAGE = "html"
"""The format of a page to look at, for commands that show a plan."""
SHOWN = (*FORMATS, PAGE)
"""Formats of commands that show a plan."""
ANNOTATIONS = ("github", "sarif")
"""Formats of the problems alone, for commands that check what a pull request changes."""
CHECKED = (*FORMATS, *ANNOTATIONS)
ALL_FORMATS = (*SHOWN, *ANNOTATIONS)


def choice(known: Sequence[str]) -> str:
    """Return formats as a choice: `text, json or markdown`."""
    return f"{', '.join(known[:-1])} or {known[-1]}"


class OutputForm:
    """The type of `--format`: `F` or `F=FILE`, where F is one of *formats*. `outputs` reads it, with all others."""

    def __init__(self, *formats: str) -> None:
        self.formats = formats

    def __call__(self, text: str) -> str:
        """Return *text* as it is."""
        return text


def add_format(parser: Parser, known: tuple[str, ...] = FORMATS) -> None:
    """Add the option that writes the answer in one or more of the formats *known*."""
    default, *others = known
    what = f"write {choice([f'{default} (default)', *others])}, to stdout or to FILE; repeatable"
    form = OutputForm(*known)
    parser.add_argument("--format", metavar="F[=FILE]", action="append", default=[], type=form, help=what)
