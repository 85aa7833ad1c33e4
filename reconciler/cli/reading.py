"""The progress of reading AWS: one line that is redrawn on a terminal, a line now and then in a log.

Example: `Reading AWS: organization 41 units, experiences 3 of 10, services 1 of 3  2 s` is redrawn from the first half
second on, and `Read AWS: 64 units, 10 experiences, 3 services  2.3 s` stays. A log has the second line, and the first
one for each 30 seconds that the reading takes.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from reconciler.folding import cells, folded

from .live import redrawn
from .terminal import Terminal

if TYPE_CHECKING:
    from reconciler.reading_progress import ReadCount, ReadingProgress, ReadSoFar

AT_ONCE: Final = 0.5
"""Seconds after which a terminal shows progress: shorter readings do not flicker."""
BETWEEN_LINES: Final = 30.0
"""Seconds between two lines of a log."""
TICK: Final = 0.1
"""Seconds between two looks at how far the reading has come."""
_FIRST: Final = ("unit", "experience", "service")
_WHOLE: Final = {"unit": "organization"}
"""What the objects of a noun belong to: they have no total before all of them are read."""


class ReadingDisplay:
    """Shows one reading after the other; `look` is called again and again, in any one thread."""

    def __init__(self, terminal: Terminal, progress: "ReadingProgress", now: Callable[[], float], what: str) -> None:
        """Show *progress* at *terminal*; *what* is read: `AWS`, or `AWS again`."""
        self._terminal = terminal
        self.progress = progress
        self._now = now
        self._what = what
        self._printed: float | None = None
        self._told: dict[str, float] = {}
        self._done: ReadSoFar | None = None

    def tell(self, message: str) -> None:
        """Write what the reading waits for in a line that stays; in a log the same one again, but not at once."""
        now, before = self._now(), self._told.get(message)
        if before is None or (not self._terminal.animated and now - before >= BETWEEN_LINES):
            self._told[message] = now
            self._terminal.say(message)

    def look(self) -> None:
        """Show how far the reading has come: each reading that has ended in a line that stays, once."""
        so_far = self.progress.so_far
        if so_far.began is None or so_far is self._done:
            return
        if so_far.ended is not None:
            self._done = so_far
            self._end(self._read(so_far, so_far.ended - so_far.began))
        else:
            self._go_on(so_far, self._now() - so_far.began)

    def stop(self) -> None:
        """End a reading: the line that says how far it came stays, if it has broken off and has read anything."""
        so_far = self.progress.so_far
        if so_far.runs and so_far.paused is not None:
            self.progress.conclude()
            self.look()
        elif so_far.runs and so_far.counts and so_far.began is not None:
            self._end(self._running(so_far, self._now() - so_far.began))
        self.clear()

    def clear(self) -> None:
        """Remove the line that is redrawn."""
        self._terminal.live.show(())

    def _go_on(self, so_far: "ReadSoFar", seconds: float) -> None:
        line = self._running(so_far, seconds)
        if self._terminal.animated:
            self._terminal.live.show((line,) if seconds >= AT_ONCE else ())
        elif seconds - (self._printed or 0.0) >= BETWEEN_LINES:
            self._printed = seconds
            self._terminal.say(line)

    def _end(self, line: str) -> None:
        self._printed = None
        self.clear()
        self._terminal.say(*(_fitting(line, self._terminal.live.width) if self._terminal.animated else [line]))

    def _running(self, so_far: "ReadSoFar", seconds: float) -> str:
        counts = ", ".join(_so_far(noun, known) for noun, known in _in_order(so_far.counts))
        return f"Reading {self._what}{counts and f': {counts}'}" + (f"  {int(seconds)} s" if seconds >= 1 else "")

    def _read(self, so_far: "ReadSoFar", seconds: float) -> str:
        counts = ", ".join(_in_all(noun, known) for noun, known in _in_order(so_far.counts))
        part = ", not all of it" if so_far.unreadable else ""
        return f"Read {self._what}{part}{counts and f': {counts}'}  {seconds:.1f} s"


def _fitting(line: str, width: int) -> Iterator[str]:
    """Return *line* in lines of at most *width* columns; the seconds at its end are kept together."""
    counts, gap, seconds = line.rpartition("  ")
    if gap and cells(line) > width:
        yield from (*folded([counts], width), f"    {seconds}")
    else:
        yield from folded([line], width)


@contextmanager
def reading(terminal: Terminal, now: Callable[[], float] = time.monotonic) -> Iterator[ReadingDisplay]:
    """Yield the display of one reading of AWS, which has begun, and show it within the block."""
    from reconciler.reading_progress import ReadingProgress

    display = ReadingDisplay(terminal, ReadingProgress(now), now, "AWS")
    display.progress.begin()
    with showing(terminal, display):
        yield display


@contextmanager
def reading_more(terminal: Terminal, what: str, now: Callable[[], float] = time.monotonic) -> Iterator[None]:
    """Show within the block that *what* is read, and for how long already; no line of it stays on a terminal."""
    from reconciler.reading_progress import ReadingProgress

    progress = ReadingProgress(now)
    progress.begin()
    with showing(terminal, ReadingDisplay(terminal, progress, now, what)):
        yield


class Display(Protocol):
    """Shows what goes on while something takes long."""

    def look(self) -> None:
        """Show how far it has come."""
        ...

    def stop(self) -> None:
        """Show how far it came before it broke off."""
        ...

    def clear(self) -> None:
        """Remove what does not stay."""
        ...


@contextmanager
def showing(terminal: Terminal, display: Display) -> Iterator[None]:
    """Show *display* within the block; with `-q`, show nothing."""
    if terminal.quiet:
        yield
        return
    try:
        with redrawn(display.look, TICK):
            yield
        display.look()
    except Exception:
        display.stop()
        raise
    finally:
        display.clear()


def _in_order(counts: "Mapping[str, ReadCount]") -> "list[tuple[str, ReadCount]]":
    """Return the counts by noun: what every reading has first, then what only some have."""
    rank = {noun: number for number, noun in enumerate(_FIRST)}
    return sorted(counts.items(), key=lambda one: (rank.get(one[0], len(rank)), one[0]))


def _so_far(noun: str, known: "ReadCount") -> str:
    """Return `experiences 3 of 10`, or `organization 41 units`."""
    if noun in _WHOLE:
        return f"{_WHOLE[noun]} {_in_all(noun, known)}"
    return f"{noun}s {known.done:,}" + ("" if known.total is None else f" of {known.total:,}")


def _in_all(noun: str, known: "ReadCount") -> str:
    """Return `10 experiences`, or `1 of 3 experiences` when some were not read."""
    total = known.done if known.total is None else known.total
    part = "" if known.done == total else f"{known.done:,} of "
    return f"{part}{total:,} {noun}" + ("" if total == 1 else "s")
