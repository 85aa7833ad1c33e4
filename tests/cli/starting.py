"""Command lines that begin a repository, as the installed program runs them."""

import os

import pytest

from reconciler.cli.main import run
from reconciler.cli.terminal import Terminal
from reconciler.twin.twin import Twin
from tests.cli.fakes import Said, Screen


def point(twin: Twin, monkeypatch: pytest.MonkeyPatch, account: str | None = None) -> None:
    """Use the credentials of *account*, by default those of the management account."""
    for name, value in twin.environment(account).items():
        monkeypatch.setenv(name, value)


def installed(*words: str, answers: str = "", tty: bool = False) -> Said:
    """Run one command line as the installed program does; *answers* are typed at a terminal."""
    out, err = Screen(tty=tty), Screen(tty=tty)
    code = run(words, Terminal(Screen(answers, tty=tty), out, err, {**os.environ, "NO_COLOR": "1"}))
    return Said(code, out.getvalue(), err.getvalue())


def words(text: str) -> str:
    """Return *text* in one line, however it was folded."""
    return " ".join(text.split())
