"""Lines at the end of a terminal that are redrawn in place, and the thread that redraws them.

The lines are erased before anything else is written and drawn again below it, so that they are always the last ones.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import accumulate
from threading import Event, RLock, Thread
from typing import Final, TextIO

from reconciler.folding import cells

_UP: Final = "\x1b[A"
_ERASE: Final = "\r\x1b[J"
"""Back to the first column, and erase everything from there on."""
_SPINNER: Final = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_BARS: Final = "|/-\\"
"""The frames where the encoding has no Braille."""
_UNTOLD: Final = os.terminal_size((80, 24))
"""The size of a terminal that does not tell its size."""


class LiveLines:
    """The lines that are redrawn at the end of *stream*. A failure to draw them ends the drawing, and nothing else."""

    def __init__(self, stream: TextIO, write: Callable[[str], object]) -> None:
        """Draw by *write*, which writes to *stream* at once; nothing is drawn yet."""
        self._stream = stream
        self._write = write
        self._lines: tuple[str, ...] = ()
        self._broken = False
        self._lock = RLock()

    def show(self, lines: Sequence[str]) -> None:
        """Draw *lines* in the place of those that are there.

        Each is cut at the width of the terminal. The first ones are left out if the terminal has not enough lines.
        """
        with self._lock:
            lines = tuple(lines)[1 - self._size().lines :]
            if not self._broken and lines != self._lines:
                before, self._lines = self._lines, lines
                self._draw(_erasing(before) + self._text())

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Within the block, the lines are not there: whole lines can be written, and the lines are drawn below them."""
        with self._lock:
            if not self._lines:
                yield
                return
            self._draw(_erasing(self._lines))
            try:
                yield
            finally:
                self._draw(self._text())

    def _draw(self, text: str) -> None:
        try:
            self._write(text)
        except (OSError, ValueError):  # a terminal that has gone, or a closed stream
            self._broken, self._lines = True, ()

    def _text(self) -> str:
        return "\n".join(_cut(line, self.width) for line in self._lines)

    @property
    def width(self) -> int:
        """Return how many columns a line may have: the last column is left empty, since some terminals wrap there."""
        return self._size().columns - 1

    @property
    def height(self) -> int:
        """Return how many lines the terminal has."""
        return self._size().lines

    def _size(self) -> os.terminal_size:
        """Return the size of the terminal."""
        with suppress(OSError, ValueError):
            found = os.get_terminal_size(self._stream.fileno())
            return found if found.columns and found.lines else _UNTOLD
        return _UNTOLD


def frames(stream: TextIO) -> str:
    """Return the signs that show one after the other, before what goes on, as *stream* can write them."""
    return _SPINNER if (stream.encoding or "").lower().startswith("utf") else _BARS


def _erasing(lines: Sequence[str]) -> str:
    """Return what erases *lines*; the cursor is at the end of the last one."""
    return _UP * (len(lines) - 1) + _ERASE if lines else ""


def _cut(line: str, width: int) -> str:
    """Return *line*, at most *width* columns of it."""
    if cells(line) <= width:
        return line
    columns = accumulate(map(cells, line))
    return "".join(character for character, end in zip(line, columns, strict=True) if end < width) + "…"


@contextmanager
def redrawn(draw: Callable[[], None], seconds: float) -> Iterator[None]:
    """Within the block, call *draw* every *seconds* in another thread. A failure of *draw* ends the calls."""
    ended = Event()

    def run() -> None:
        with suppress(Exception):  # what cannot be drawn must not break the work that it is about
            while not ended.wait(seconds):
                draw()

    thread = Thread(target=run, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
