"""What is printed, where, in which colour and in which encoding."""

import errno
import fcntl
import io
import os
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from pathlib import Path

import pytest

from reconciler.cli.terminal import Terminal
from reconciler.errors import ReconcilerError
from reconciler.render import ANSI, PLAIN
from tests.cli.fakes import Screen


def terminal(*, tty: bool = False, encoding: str = "utf-8", environment: Mapping[str, str] | None = None) -> Terminal:
    """Make a terminal whose streams can be read afterwards."""
    out, err = Screen(tty=tty, encoding=encoding), Screen(tty=tty, encoding=encoding)
    return Terminal(Screen("yes\n", tty=tty), out, err, environment or {})


class Full(Screen):
    """A stream to a disk that is full."""

    def write(self, _text: str) -> int:
        """Refuse."""
        raise OSError(errno.ENOSPC, "No space left on device")

    def fileno(self) -> int:
        """Return a file that nobody needs."""
        return os.open(os.devnull, os.O_WRONLY)


@pytest.mark.parametrize(
    ("tty", "environment", "color", "style"),
    [
        (True, {}, "auto", ANSI),
        (False, {}, "auto", PLAIN),
        (True, {"NO_COLOR": "1"}, "auto", PLAIN),
        (True, {"NO_COLOR": ""}, "auto", ANSI),
        (True, {"TERM": "dumb"}, "auto", PLAIN),
        (False, {"NO_COLOR": "1"}, "always", ANSI),
        (True, {}, "never", PLAIN),
    ],
)
def test_colour_follows_the_option_then_no_color_then_the_stream(
    environment: Mapping[str, str], color: str, style: object, *, tty: bool
) -> None:
    """NO_COLOR is honoured as no-color.org has it; who asks for colour gets it."""
    asked = terminal(tty=tty, environment=environment)
    asked.obey(color=color, verbose=False, quiet=False)
    assert (asked.answer_style, asked.error_style) == (style, style)


@pytest.mark.parametrize(("columns", "width"), [(40, 60), (80, 80), (200, 100), (0, 100)])
def test_prose_is_as_wide_as_the_screen_within_limits(columns: int, width: int) -> None:
    """From 60 to 100 characters, which is the width of the help; a screen that tells no width gets that."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with os.fdopen(theirs, "w") as out:
        assert Terminal(Screen(), out, Screen(), {}).width == width
    os.close(ours)


def test_prose_that_goes_to_a_file_is_as_wide_as_the_help() -> None:
    """The same text comes out, whoever runs the command."""
    assert terminal().width == 100


def test_an_encoding_without_arrows_gets_ascii() -> None:
    """What the terminal can't show is written with what it can."""
    out = Screen(encoding="ascii")
    Terminal(Screen(), out, Screen(), {}).answer(["a → b … é"])
    assert out.getvalue() == "a -> b ... \\xe9\n"


def test_an_answer_that_cannot_be_written_is_an_error() -> None:
    """A full disk is not taken for an answer."""
    with pytest.raises(ReconcilerError, match="the answer could not be written: No space left on device"):
        Terminal(Screen(), Full(), Screen(), {}).answer(["a"])


def test_a_complaint_that_cannot_be_written_is_nobodys_business() -> None:
    """When stderr is gone, the exit code still tells."""
    Terminal(Screen(), Screen(), Full(), {}).complain("a")


def test_a_question_is_no_answer() -> None:
    """It stands on stderr, on a line that waits."""
    err = Screen()
    assert Terminal(Screen(" yes \n"), Screen(), err, {}).ask("Sure?") == "yes"
    assert err.getvalue() == "Sure? "


def test_a_question_that_is_not_answered_ends_its_line() -> None:
    """What is said next stands on a line of its own."""
    err = Screen()
    assert Terminal(Screen(), Screen(), err, {}).ask("Sure?") == ""
    assert err.getvalue() == "Sure? \n"


def test_progress_moves_only_where_someone_looks() -> None:
    """Neither a file, nor a dumb terminal, nor who asked for silence gets moving bars."""
    assert terminal(tty=True).animated
    assert not terminal(tty=False).animated
    assert not terminal(tty=True, environment={"TERM": "dumb"}).animated
    silent = terminal(tty=True)
    silent.obey(color="auto", verbose=False, quiet=True)
    assert not silent.animated


def run_with(stdout: int | None, *, stdin: int | None = None) -> subprocess.CompletedProcess[bytes]:
    """Ask for help in a process of its own."""
    command = [sys.executable, "-m", "reconciler", "--help"]
    return subprocess.run(command, stdout=stdout, stdin=stdin, stderr=subprocess.PIPE, check=False)


def test_a_reader_who_goes_away_is_no_error() -> None:
    """`reconciler … | head` says nothing about a pipe."""
    reader, writer = os.pipe()
    os.close(reader)
    ended = run_with(writer)
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_disk_without_room_ends_with_an_error(here: Path) -> None:
    """Redirected to where nothing fits, the answer is lost, and that is said once and ends with 1."""
    command = f"ulimit -f 0; exec {sys.executable} -m reconciler --help > {here / 'answer'}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    ended = subprocess.run(["sh", "-c", command], capture_output=True, check=False, env=environment)
    assert ended.returncode == 1
    assert ended.stderr == b"error: the answer could not be written: File too large\n"


def test_streams_that_are_closed_are_no_bug() -> None:
    """A daemon's process may have neither stdin nor stdout."""
    command = f"{sys.executable} -m reconciler --help <&- >&-"
    ended = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_text_streams_are_written_to_at_once() -> None:
    """Progress is seen while it is made."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="utf-8")
    Terminal(Screen(), Screen(), stream, {}).say("one")
    assert raw.getvalue() == b"one\n"
