"""A real terminal in which the installed program runs, and what a user sees there."""

import fcntl
import os
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

from reconciler.twin.twin import Twin
from tests.cli.screens import Emulated
from tests.patience import PATIENCE


def screen(written: str) -> list[str]:
    """Return the rows that a terminal of 80 columns shows after it was *written* to."""
    emulated = Emulated(80, 24)
    emulated.feed(written)
    return [row.rstrip() for row in emulated.rows]


class Pty:
    """A terminal of 80 columns, and the program that runs in it."""

    def __init__(self, line: str, environment: dict[str, str]) -> None:
        """Start one command line of words without blanks."""
        self._ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.seen = ""
        self.program = subprocess.Popen(
            [sys.executable, "-m", "reconciler", *line.split()],
            env={**os.environ, "TERM": "xterm", "NO_COLOR": "1", **environment},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def until(self, text: str) -> None:
        """Read the screen until *text* has been written."""
        while text not in self.seen:
            more = self._more()
            assert more, self.seen
            self.seen += more

    def answer(self, text: str) -> None:
        """Type *text* and Enter."""
        os.write(self._ours, f"{text}\n".encode())

    def rest(self) -> list[str]:
        """Return the lines that stay on the screen when the program has ended."""
        while more := self._more():
            self.seen += more
        self.program.wait(PATIENCE)
        return screen(self.seen)

    def _more(self) -> str:
        """Return what is written next; nothing once the program has ended."""
        try:
            return os.read(self._ours, 4096).decode()
        except OSError:  # Linux's answer when the other end of the terminal is closed
            return ""

    def close(self) -> None:
        """End the program and the terminal."""
        self.program.kill()
        self.program.wait(PATIENCE)
        os.close(self._ours)


@contextmanager
def terminal(line: str, twin: Twin) -> Iterator[Pty]:
    """Run one command line in a terminal of its own."""
    running = Pty(line, twin.environment())
    try:
        yield running
    finally:
        running.close()


def holding(twin: Twin, operation: str, so: Callable[[], bool] = lambda: True) -> Callable[[], None]:
    """Let calls of *operation* wait while *so* is true; return the function that lets them go on."""
    answered = Event()

    def hold() -> None:
        if so():
            answered.wait(PATIENCE)

    twin.faults.before(operation, hold, times=1000)
    return answered.set
