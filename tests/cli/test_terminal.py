"""The streams, colours, widths and encodings of the output."""

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
from reconciler.render import ANSI, PLAIN, Style
from tests.cli.fakes import Screen


def terminal(*, tty: bool = False, encoding: str = "utf-8", environment: Mapping[str, str] | None = None) -> Terminal:
    """Make a terminal whose streams can be read afterwards."""
    out, err = Screen(tty=tty, encoding=encoding), Screen(tty=tty, encoding=encoding)
    return Terminal(Screen("yes\n", tty=tty), out, err, environment or {})


class Full(Screen):
    """A stream to a disk that is full."""

    def write(self, _text: str) -> int:
        """Raise an error as for a full disk."""
        raise OSError(errno.ENOSPC, "No space left on device")

    def fileno(self) -> int:
        """Return the descriptor of a file that is not used."""
        return os.open(os.devnull, os.O_WRONLY)


@pytest.mark.parametrize(
    ("stated", "width"),
    [("80", 80), ("8", 60), ("9" * 5000, 200), ("0", 100), ("", 100), ("wide", 100), ("²", 100), ("-1", 100)],
)
def test_columns_states_the_width_of_what_no_terminal_shows(stated: str, width: int) -> None:
    """A pipe to a pager has the width that COLUMNS states, within what is readable; nonsense is ignored."""
    assert terminal(environment={"COLUMNS": stated}).answer_style.width == width


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
    environment: Mapping[str, str], color: str, style: Style, *, tty: bool
) -> None:
    """The option comes first, then NO_COLOR as no-color.org defines it, then whether the stream is a terminal."""
    asked = terminal(tty=tty, environment=environment)
    asked.obey(color=color, verbose=False, quiet=False)
    shown = style._replace(screen=tty)
    assert (asked.answer_style, asked.error_style) == (shown, shown)


@pytest.mark.parametrize(("columns", "width"), [(40, 60), (80, 80), (200, 200), (999, 200), (0, 100)])
def test_text_is_as_wide_as_the_screen_within_limits(columns: int, width: int) -> None:
    """The width is 60 to 200 columns; 100, the width of a file, if the terminal has no width."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with os.fdopen(theirs, "w") as out:
        assert Terminal(Screen(), out, Screen(), {}).width == width
    os.close(ours)


def test_text_in_a_file_has_100_columns() -> None:
    """The text in a file does not depend on the terminal."""
    assert terminal().width == 100


def test_streams_apart_are_told_from_one_screen(tmp_path: Path) -> None:
    """If stdout and stderr are the same terminal, pipe or file, what one shows can be read beside the other."""
    with (tmp_path / "one").open("w") as one, (tmp_path / "other").open("w") as other:
        assert not Terminal(Screen(), one, one, {}).apart
        assert Terminal(Screen(), one, other, {}).apart
    assert terminal().apart


def test_an_encoding_without_arrows_gets_ascii() -> None:
    """Characters that the encoding does not have are replaced by ASCII or escaped."""
    out = Screen(encoding="ascii")
    Terminal(Screen(), out, Screen(), {}).answer(["a → b … é"])
    assert out.getvalue() == "a -> b ... \\xe9\n"


def test_an_answer_that_cannot_be_written_is_an_error() -> None:
    """A full disk is an error, so no incomplete answer ends with 0."""
    with pytest.raises(ReconcilerError, match="the answer could not be written: No space left on device"):
        Terminal(Screen(), Full(), Screen(), {}).answer(["a"])


def test_an_error_message_that_cannot_be_written_is_dropped() -> None:
    """If stderr is closed, the exit code still reports the error."""
    Terminal(Screen(), Screen(), Full(), {}).complain("a")


def test_a_question_goes_to_stderr() -> None:
    """The line of the question has no line end, so that the reply stands beside it."""
    err = Screen()
    assert Terminal(Screen(" yes \n"), Screen(), err, {}).ask("Sure?") == "yes"
    assert err.getvalue() == "Sure? "


def test_a_long_question_breaks_between_words() -> None:
    """Without a terminal a line has 100 columns, four of them for the answer; a longer word stays whole."""
    err = Screen()
    Terminal(Screen("yes\n"), Screen(), err, {}).ask(f"{'who ' * 25}{'x' * 120} [yes]:")
    assert err.getvalue() == f"{' '.join(['who'] * 24)}\n    who\n    {'x' * 120}\n    [yes]: "


def test_a_question_without_a_reply_ends_its_line() -> None:
    """The next message starts on a new line."""
    err = Screen()
    assert Terminal(Screen(), Screen(), err, {}).ask("Sure?") == ""
    assert err.getvalue() == "Sure? \n"


def test_progress_is_animated_only_on_a_terminal() -> None:
    """A file, a dumb terminal and --quiet get no animated bars."""
    assert terminal(tty=True).animated
    assert not terminal(tty=False).animated
    assert not terminal(tty=True, environment={"TERM": "dumb"}).animated
    silent = terminal(tty=True)
    silent.obey(color="auto", verbose=False, quiet=True)
    assert not silent.animated


def run_with(stdout: int | None, *, stdin: int | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the help in a process of its own."""
    command = [sys.executable, "-m", "reconciler", "--help"]
    return subprocess.run(command, stdout=stdout, stdin=stdin, stderr=subprocess.PIPE, check=False)


def test_a_closed_pipe_is_no_error() -> None:
    """`reconciler … | head` prints no error about the pipe."""
    reader, writer = os.pipe()
    os.close(reader)
    ended = run_with(writer)
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_full_disk_ends_with_1(here: Path) -> None:
    """If the answer cannot be redirected to a file, one error is printed and the exit code is 1."""
    command = f"ulimit -f 0; exec {sys.executable} -m reconciler --help > {here / 'answer'}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    ended = subprocess.run(["sh", "-c", command], capture_output=True, check=False, env=environment)
    assert ended.returncode == 1
    assert ended.stderr == b"error: the answer could not be written: File too large\n"


def test_closed_streams_are_no_bug() -> None:
    """The process of a daemon may have neither stdin nor stdout."""
    command = f"{sys.executable} -m reconciler --help <&- >&-"
    ended = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_progress_is_written_without_buffering() -> None:
    """Each line of progress is written when it occurs."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="utf-8")
    Terminal(Screen(), Screen(), stream, {}).say("one")
    assert raw.getvalue() == b"one\n"
