"""The only printer: answers to stdout; progress, questions and errors to stderr."""

import os
import sys
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TextIO

from .live import LiveLines

if TYPE_CHECKING:
    from reconciler.render import Style

_NARROWEST, _WIDEST = 60, 200
"""Columns: the least that is readable, and the most."""
_WIDTH = 100
"""Columns of an answer that no terminal shows."""
_ANSWER = 4
"""Columns behind a question: a blank and the word yes."""
_ASCII = str.maketrans({"→": "->", "…": "...", "–": "-", "×": "x", "’": "'", "─": "-", "✓": "+", "✗": "x"})


class Terminal:
    """The three streams with their options. A reader that closes the stream is no error.

    *live* are the lines at the end of stderr that progress redraws; everything else is written above them.
    """

    def __init__(self, stdin: TextIO, stdout: TextIO, stderr: TextIO, environment: Mapping[str, str]) -> None:
        """Take the streams; nothing is read or written yet."""
        self._stdin, self._stdout, self._stderr = stdin, stdout, stderr
        self.environment = environment
        self.live = LiveLines(stderr, partial(_write, stderr))
        self._color = "auto"
        self.verbose = 0
        self.quiet = False

    @classmethod
    def attached(cls) -> "Terminal":
        """Take this process's streams; a closed stream reads and writes nothing."""
        stdin, stdout, stderr = sys.stdin or _null_stream(), sys.stdout or _null_stream(), sys.stderr or _null_stream()
        return cls(stdin, stdout, stderr, os.environ)

    def obey(self, *, color: str, verbose: int, quiet: bool) -> None:
        """Apply the options of the command line: *color* is auto, always or never, *verbose* the number of `-v`."""
        self._color, self.verbose, self.quiet = color, verbose, quiet

    @property
    def interactive(self) -> bool:
        """Tell whether a user can see a question and answer it."""
        return self._stdin.isatty() and self._stderr.isatty()

    @property
    def animated(self) -> bool:
        """Tell whether progress may move: stderr is a terminal, and neither `-q` nor `-v` is given.

        The lines of `-v` say what goes on, so nothing has to move below them.
        """
        still = self.quiet or self.verbose or self.environment.get("TERM") == "dumb"
        return self._stderr.isatty() and not still

    @property
    def width(self) -> int:
        """Return how many columns a line of an answer may have."""
        return _width(self._stdout, self.environment)

    @property
    def apart(self) -> bool:
        """Tell whether stderr goes elsewhere than stdout, so that who reads it does not see the answer."""
        try:
            out, err = (os.fstat(stream.fileno()) for stream in (self._stdout, self._stderr))
        except (OSError, ValueError):  # no files, or closed
            return True
        return not os.path.samestat(out, err)

    @property
    def errors(self) -> TextIO:
        """Return stderr, for callers that draw on it themselves."""
        return self._stderr

    @property
    def answer_style(self) -> "Style":
        """Return the style of answers."""
        return self._style(self._stdout)

    @property
    def error_style(self) -> "Style":
        """Return the style of progress, questions and errors."""
        return self._style(self._stderr)

    def answer(self, lines: Iterable[str]) -> None:
        """Write *lines* to stdout; raises ReconcilerError when they can't be written."""
        self.answer_text("".join(f"{line}\n" for line in lines))

    def answer_text(self, text: str) -> None:
        """Write *text* to stdout as it is; raises ReconcilerError when it can't be written."""
        try:
            with self.live.aside():
                _write(self._stdout, text)
        except BrokenPipeError:
            _silence(self._stdout)
        except OSError as error:
            from reconciler.errors import ReconcilerError

            _silence(self._stdout)
            raise ReconcilerError(f"the answer could not be written: {error.strerror}") from error

    def say(self, *lines: str) -> None:
        """Write *lines* to stderr, unless `-q` is given."""
        if not self.quiet:
            self.complain(*lines)

    def add(self, *lines: str) -> None:
        """Write *lines* to stderr, if `-v` is given."""
        if self.verbose:
            self.complain(*lines)

    def add_more(self, *lines: str) -> None:
        """Write *lines* to stderr, if `-vv` is given."""
        if self.verbose > 1:
            self.complain(*lines)

    def complain(self, *lines: str) -> None:
        """Write *lines* to stderr; a failure to write them is ignored."""
        try:
            with self.live.aside():
                _write(self._stderr, "".join(f"{line}\n" for line in lines))
        except OSError:
            _silence(self._stderr)

    def ask(self, question: str) -> str:
        """Ask, and return the answer without outer blanks; empty when there is none.

        Lines end between words, and the last one leaves room for the answer.
        """
        from reconciler.folding import folded

        lines = folded([question], _width(self._stderr, self.environment) - _ANSWER)
        _write(self._stderr, "\n".join(lines) + " ")
        answer = ""
        try:
            answer = self._stdin.readline()
        finally:
            if not answer.endswith("\n"):
                _write(self._stderr, "\n")
        return answer.strip()

    def _style(self, stream: TextIO) -> "Style":
        from reconciler.render import ANSI, PLAIN

        style = ANSI if self._colored(stream) else PLAIN
        return style._replace(width=_width(stream, self.environment), screen=stream.isatty())

    def _colored(self, stream: TextIO) -> bool:
        """Decide about colour: the option, then NO_COLOR (no-color.org: set and not empty), then the stream."""
        if self._color != "auto":
            return self._color == "always"
        refused = self.environment.get("NO_COLOR") or self.environment.get("TERM") == "dumb"
        return not refused and stream.isatty()


def _width(stream: TextIO, environment: Mapping[str, str]) -> int:
    """Return the columns of a terminal, within what is readable.

    If *stream* is no terminal, they are those that COLUMNS states, or those of a file.
    """
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):  # no terminal, or closed
        stated = environment.get("COLUMNS", "")
        columns = int(stated[:4]) if stated.isascii() and stated.isdecimal() else 0
    return min(max(columns, _NARROWEST), _WIDEST) if columns else _WIDTH


def _null_stream() -> TextIO:
    """Return a stream that has nothing to read and drops everything that is written."""
    return open(os.devnull, "r+")  # noqa: PTH123 - pathlib costs every command 5 ms; open until exit


def _write(stream: TextIO, text: str) -> None:
    """Write and flush; characters that the stream's encoding lacks are replaced."""
    stream.write(_encodable(text, stream.encoding or "utf-8"))
    stream.flush()


def _encodable(text: str, encoding: str) -> str:
    """Return *text* as *encoding* can write it: arrows as `->`, any other missing character as an escape."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_ASCII).encode(encoding, "backslashreplace").decode(encoding)
    return text


def _silence(stream: TextIO) -> None:
    """Send the rest of the output of *stream* to the null device, so that closing it at exit does not fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, stream.fileno())
    finally:
        os.close(nowhere)
