"""Lines that fit a width. They break between words only, and each line ends the style that it begins.

Two blanks or more separate the columns of a line. The last column is continued below its beginning, and a column that
does not fit at all begins a line of its own. Example, in 40 columns:

    principals  2 added, 1 removed, 12 of
                them unchanged
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_WORDS = re.compile(r"( *)([^ ]+)")
_OFF = "\x1b[0m"
_SIGNS = frozenset(["+", "-", "~", "^", "!", ""])
"""Words that do not stand alone: signs, and escape sequences. A line does not break behind them."""
_HANG = 4
"""Columns: how far a continued line is indented below the line that it continues."""
_NARROW = 24
"""Columns: text that would be continued in less room is continued further left."""


def folded(lines: Iterable[str], width: int) -> Iterator[str]:
    """Return *lines* in lines of at most *width* columns; only a word that is longer makes a longer line."""
    for line in lines:
        if len(line) * 2 <= width or cells(line) <= width:
            yield line
        elif not bare(line).strip(" "):
            yield ""
        else:
            yield from _Fold(line, width).lines()


def cells(text: str) -> int:
    """Return how many columns of a terminal *text* takes: escape sequences and accents none, East Asian two."""
    shown = bare(text)
    return len(shown) if shown.isascii() else len(shown) + sum(map(_more_cells, _BEYOND_ASCII.findall(shown)))


def bare(text: str) -> str:
    """Return *text* without escape sequences."""
    return _ESCAPE.sub("", text) if "\x1b" in text else text


def _more_cells(character: str) -> int:
    """Return how many columns a character takes beyond one: -1, 0 or 1."""
    if unicodedata.category(character) in {"Mn", "Me"}:
        return -1
    return 1 if unicodedata.east_asian_width(character) in "WF" else 0


class _Fold:
    """One line that is too long, while it is folded.

    *line* is the present line, *used* its columns, *column* where its continuation begins, *style* the escape sequence
    that has not ended. *begun* says whether a word stands in it. A *plain* line is ASCII without escape sequences: each
    word of it takes as many columns as it has characters.
    """

    def __init__(self, line: str, width: int) -> None:
        self._words = _WORDS.findall(line)
        self._plain = line.isascii() and "\x1b" not in line
        self._width = width
        indent, first = _WORDS.findall(bare(line))[0]
        self._hang = len(indent) + (2 if first in _SIGNS else _HANG)
        self._line, self._used, self._column = "", 0, self._hang
        self._style, self._begun = "", False

    def lines(self) -> Iterator[str]:
        """Return the line in as many lines as it takes."""
        for gap, word in self._words:
            room = len(word) if self._plain else cells(word)
            fits = not self._begun or self._used + len(gap) + room <= self._width
            if not fits:
                yield self._line + _OFF * bool(self._style)
                self._continue(whole=len(gap) > 1)
            self._add(gap if fits else "", word, room)
        yield self._line

    def _continue(self, *, whole: bool) -> None:
        """Begin the next line; a *whole* column begins it where no column stands."""
        if whole or self._width - self._column < _NARROW:
            self._column = self._hang
        self._line, self._used, self._begun = " " * self._column + self._style, self._column, False

    def _add(self, gap: str, word: str, room: int) -> None:
        """Add one word, which takes *room* columns, behind a *gap*."""
        if self._begun and len(gap) > 1:
            self._column = self._used + len(gap)
        self._line += gap + word
        self._used += len(gap) + room
        self._begun = self._begun or bare(word) not in _SIGNS
        for escape in () if self._plain else _ESCAPE.findall(word):
            self._style = "" if escape == _OFF else escape
