"""Lines at the end of a terminal that are redrawn in place."""

import errno
import fcntl
import os
import struct
import termios
from threading import Event

import pytest

from reconciler.cli.live import LiveLines, redrawn
from reconciler.cli.terminal import Terminal
from tests.cli.fakes import Screen
from tests.patience import PATIENCE

UP, ERASE = "\x1b[A", "\r\x1b[J"


def drawn(screen: Screen) -> LiveLines:
    """Return live lines that are drawn on *screen*."""
    return LiveLines(screen, screen.write)


def test_lines_replace_those_before() -> None:
    """The cursor goes up to the first line, and everything below it is erased."""
    screen = Screen()
    live = drawn(screen)
    live.show(["one", "two"])
    live.show(["three"])
    live.show([])
    assert screen.getvalue() == f"one\ntwo{UP}{ERASE}three{ERASE}"


def test_lines_that_are_there_already_are_not_drawn_again() -> None:
    """A screen that does not change does not flicker."""
    screen = Screen()
    live = drawn(screen)
    live.show(["one"])
    live.show(["one"])
    assert screen.getvalue() == "one"


def test_other_lines_are_written_above() -> None:
    """A warning and an answer stand above the lines that are redrawn."""
    screen = Screen()
    terminal = Terminal(Screen(), screen, screen, {})
    terminal.live.show(["Reading AWS"])
    terminal.complain("a warning")
    terminal.answer(["an answer"])
    assert screen.getvalue() == (f"Reading AWS{ERASE}a warning\nReading AWS{ERASE}an answer\nReading AWS")


@pytest.mark.parametrize(
    ("line", "shown"),
    [("a" * 20, "a" * 18 + "…"), ("a" * 19, "a" * 19), ("購入" * 5, "購入購入購入購入購…"), ("購入購入é", "購入購入é")],
)
def test_a_line_is_cut_at_the_width_of_the_terminal(line: str, shown: str) -> None:
    """A line never wraps, since a wrapped line could not be erased. Chinese characters take two columns."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 20, 0, 0))
    with os.fdopen(theirs, "w") as stream:
        written: list[str] = []
        LiveLines(stream, written.append).show([line])
        assert written == [shown]
    os.close(ours)


def test_a_terminal_that_has_gone_ends_the_drawing_alone() -> None:
    """After the first failure nothing is drawn any more, and nothing is raised."""
    tried: list[str] = []

    def fail(text: str) -> None:
        tried.append(text)
        raise OSError(errno.EIO, "Input/output error")

    live = LiveLines(Screen(), fail)
    live.show(["one"])
    live.show(["two"])
    with live.aside():
        tried.append("above")
    assert tried == ["one", "above"]


def test_a_failure_to_draw_ends_no_work() -> None:
    """The work goes on when drawing fails, and drawing is not tried again."""
    failed = Event()
    calls: list[int] = []

    def draw() -> None:
        calls.append(1)
        failed.set()
        raise RuntimeError

    with redrawn(draw, 0.0):
        assert failed.wait(PATIENCE)
    assert calls == [1]
