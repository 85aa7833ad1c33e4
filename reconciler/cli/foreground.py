"""Run a command with the twin as its AWS: `twin run`."""

import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final, NoReturn

from reconciler.errors import UsageError
from reconciler.interruption import Interruption

from .twin_environment import pointed

KILLED: Final = 128
"""A shell adds this to the number of the signal that ended a command."""


class Ended(Exception):
    """Raised when the command has ended; *code* is its exit code as a shell shows it."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def carry_out(
    command: Sequence[str], environment: Mapping[str, str], interruption: Interruption, twin: Mapping[str, str]
) -> NoReturn:
    """Run *command* with *twin* as AWS in its *environment*, and wait until it ends.

    An *interruption* is passed on to the command as SIGTERM, as soon as the command has started.

    Raises:
        Ended: the command has ended.
        UsageError: the command can't be started.
    """
    child = None
    try:
        with interruption.held():  # a command that is not known yet could not be ended
            child = _started(command, pointed(environment, twin))
        with _left_to_the_command(signal.SIGINT):
            code = child.wait()
    except KeyboardInterrupt:
        if child is None:
            raise
        child.terminate()
        code = child.wait()
    raise Ended(code if code >= 0 else KILLED - code)


def _started(command: Sequence[str], environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(command, env=environment)  # noqa: S603 - the user's own command
    except OSError as error:
        raise UsageError(f"{command[0]} cannot be started: {error.strerror}") from error


@contextmanager
def _left_to_the_command(number: signal.Signals) -> Iterator[None]:
    """Ignore Ctrl-C within the block: the terminal sends it to the command too, and its end ends the wait."""
    before = signal.signal(number, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(number, before)
