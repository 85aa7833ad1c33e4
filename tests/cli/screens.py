"""A pseudo-terminal of a given size, on which a command line runs, and the screen that a user of it sees."""

import codecs
import fcntl
import os
import re
import struct
import termios
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

from reconciler.cli.main import run
from reconciler.cli.terminal import Terminal

QUESTION = "accepted: "
"""The end of the question of apply."""
_BEGUN = re.compile(r"\x1b(?:\[[?\d;]*)?$")
"""An escape sequence without its end: a terminal is read in pieces."""
_TOKEN = re.compile(r"\x1b\[([?\d;]*)([A-Za-z])|([\s\S])")


@dataclass
class Emulated:
    """The rows that a terminal of *columns* by *height* has shown; it obeys what reconciler sends, and nothing else.

    *wrapped* are the rows that were too long; *styled* tells whether a style has not ended.
    """

    columns: int
    height: int
    rows: list[str] = field(default_factory=lambda: [""])
    wrapped: list[str] = field(default_factory=list)
    styles: set[str] = field(default_factory=set)
    styled: bool = False
    _begun: str = ""
    _row: int = 0
    _column: int = 0

    @property
    def last_screen(self) -> list[str]:
        """Return the rows that the user sees."""
        return [row.rstrip() for row in self.rows[-self.height :]]

    def feed(self, text: str) -> None:
        """Show *text*; an escape sequence that has only begun is shown with the next text."""
        text = self._begun + text
        begun = _BEGUN.search(text)
        self._begun = begun[0] if begun else ""
        for number, verb, character in _TOKEN.findall(text.removesuffix(self._begun)):
            if verb:
                self._obey(number, verb)
            elif character == "\r":
                self._column = 0
            elif character == "\n":
                self._down()
            else:
                self._put(character)

    def _put(self, character: str) -> None:
        assert character.isprintable(), ascii(character)
        if self._column == self.columns:
            self.wrapped.append(self.rows[self._row])
            self._down()
            self._column = 0
        row = self.rows[self._row].ljust(self._column)
        self.rows[self._row] = row[: self._column] + character + row[self._column + 1 :]
        self._column += 1

    def _down(self) -> None:
        self._row += 1
        if self._row == len(self.rows):
            self.rows.append("")

    def _obey(self, number: str, verb: str) -> None:
        if verb == "m":
            self.styles.add(number)
            self.styled = number not in {"", "0"}
        elif verb == "A":
            self._row -= int(number or 1)
        elif verb == "J":
            del self.rows[self._row + 1 :]
            self.rows[self._row] = self.rows[self._row][: self._column]
        else:
            assert number.startswith("?"), f"ESC [ {number} {verb}"


@dataclass(frozen=True)
class Shown:
    """What a command line has shown: its exit code, its screen at the end, and the screen at its question."""

    code: int
    screen: Emulated
    question: list[str]


def shown(line: list[str], columns: int, rows: int, environment: Mapping[str, str], *, answer: str = "") -> Shown:
    """Run a command line on a terminal of *columns* by *rows*; *answer* is typed when the question stands there."""
    screen, asked = Emulated(columns, rows), list[str]()
    with _terminal(screen, asked, answer) as stream:
        fcntl.ioctl(stream, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        with (
            os.fdopen(os.dup(stream), "r") as stdin,
            os.fdopen(os.dup(stream), "w") as stdout,
            os.fdopen(os.dup(stream), "w") as stderr,
        ):
            code = run(line, Terminal(stdin, stdout, stderr, environment))
    return Shown(code, screen, asked)


@contextmanager
def _terminal(screen: Emulated, asked: list[str], answer: str) -> Iterator[int]:
    """Open a pseudo-terminal whose output *screen* shows; at the question *asked* gets its rows."""
    ours, theirs = os.openpty()
    reader = Thread(target=_show, args=(ours, screen, asked, answer))
    reader.start()
    try:
        yield theirs
    finally:
        os.close(theirs)
        reader.join()
        os.close(ours)


def _show(terminal: int, screen: Emulated, asked: list[str], answer: str) -> None:
    """Show the output until the program has closed the terminal."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    while True:
        try:
            read = os.read(terminal, 65536)
        except OSError:  # Linux: all ends are closed
            return
        screen.feed(decoder.decode(read))
        if not asked and answer and screen.rows[-1].endswith(QUESTION):
            asked.extend(screen.last_screen)
            os.write(terminal, f"{answer}\n".encode())
