"""The progress of reading AWS, as the installed program shows it in a real terminal."""

import fcntl
import os
import re
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin

BOUND = 60.0
SEED: dict[str, Any] = {
    "version": 1,
    "organization": {
        "id": "o-abcdef1234",
        "root": "r-abcd",
        "management_account": {"id": "111111111111", "name": "Management"},
        "units": [{"id": f"ou-abcd-0000000{number}", "name": f"Unit {number}"} for number in range(3)],
    },
    "experiences": [{"id": "exp-old", "name": "Old", "status": "Enabled", "policy": {"requests": "Deny"}}],
}


@pytest.fixture
def twin(here: Path) -> Iterator[Twin]:
    """Return a twin of three units and one experience, with a repository that needs nothing."""
    (here / "desired_state").mkdir()
    (here / "desired_state" / "old.yaml").write_text("{kind: experience, name: old, title: Old, status: enabled}")
    with Twin(parse(SEED)).start() as running:
        yield running


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

    def rest(self) -> list[str]:
        """Return the lines that stay on the screen when the program has ended."""
        while more := self._more():
            self.seen += more
        self.program.wait(BOUND)
        return [re.split("\r\x1b\\[J", line)[-1] for line in self.seen.split("\r\n")]

    def _more(self) -> str:
        """Return what is written next; nothing once the program has ended."""
        try:
            return os.read(self._ours, 4096).decode()
        except OSError:  # Linux's answer when the other end of the terminal is closed
            return ""

    def close(self) -> None:
        """End the program and the terminal."""
        self.program.kill()
        self.program.wait(BOUND)
        os.close(self._ours)


@contextmanager
def terminal(line: str, twin: Twin) -> Iterator[Pty]:
    """Run one command line in a terminal of its own."""
    running = Pty(line, twin.environment())
    try:
        yield running
    finally:
        running.close()


def holding(twin: Twin, operation: str) -> Callable[[], None]:
    """Let the next call of *operation* wait; return the function that lets it go on."""
    answered = Event()

    def hold() -> None:
        answered.wait(BOUND)

    twin.faults.before(operation, hold, times=1)
    return answered.set


def test_a_line_is_redrawn_while_aws_is_read_and_one_stays(twin: Twin) -> None:
    """The line says what is read while a call hangs; when all is read, one line is left above the plan."""
    answer = holding(twin, "BatchDescribeEntities")
    with terminal("plan", twin) as running:
        running.until("Reading AWS: organization 3 units, experiences 0 of 1")
        answer()
        first, *rest = running.rest()
    assert re.fullmatch(r"Read AWS: 3 units, 1 experience  \d+\.\d s", first)
    assert not any("AWS:" in line for line in rest)


def test_an_interrupt_leaves_a_clean_line(twin: Twin) -> None:
    """After Ctrl-C the line is gone, and nothing stands beside the word `interrupted`."""
    answer = holding(twin, "BatchDescribeEntities")
    with terminal("plan", twin) as running:
        running.until("Reading AWS: organization 3 units, experiences 0 of 1")
        os.kill(running.program.pid, signal.SIGINT)
        assert running.rest() == ["interrupted", ""]
        assert running.program.returncode == 130
        answer()


def test_a_reading_that_fails_says_how_far_it_came(twin: Twin) -> None:
    """The line stays above the error."""
    twin.faults.deny("BatchDescribeEntities")
    with terminal("plan", twin) as running:
        first, second, *_ = running.rest()
    assert first.startswith("Reading AWS: organization")
    assert "experiences 0 of 1" in first
    assert second.startswith("error: ")


def test_quiet_shows_no_progress_in_a_terminal(twin: Twin) -> None:
    """With -q, the plan is the only text."""
    with terminal("-q plan", twin) as running:
        assert "AWS:" not in running.rest()[0]
