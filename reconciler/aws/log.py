"""The log of API calls, which is shown with -v. Who writes to it leaves out parameters and credentials."""

from collections.abc import Callable
from contextlib import suppress

from reconciler.spelling import printable

Write = Callable[[str], None]
"""Writes one line."""


def no_line(_line: str) -> None:
    """Discard the line: the log of callers that want none."""


class Log:
    """Two kinds of lines: calls (shown with -v), and retries and waits (shown with -vv).

    A line that cannot be written is lost. It never breaks the call that it is about. Codes and ids come from the
    network: characters that a terminal obeys become blanks.
    """

    def __init__(self, calls: Write = no_line, waits: Write = no_line) -> None:
        """Write lines about calls to *calls*, and lines about retries and waits to *waits*."""
        self._calls = calls
        self._waits = waits

    @property
    def silent(self) -> bool:
        """Tell whether nobody reads the lines about calls, so that none has to be made."""
        return self._calls is no_line

    def call(self, line: str) -> None:
        """Write a line about a call."""
        with suppress(Exception):
            self._calls(printable(line))

    def wait(self, line: str) -> None:
        """Write a line about a retry or a wait."""
        with suppress(Exception):
            self._waits(printable(line))
