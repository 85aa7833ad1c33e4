"""The command line, which writes a mark into the file HEARD whenever it has handled a request to stop.

Run as a program, so that tests know when a signal has arrived: whoever sends it knows only that it was sent. The
processes that a fleet starts import this module, too, and leave their marks in the same file.
"""

import os
import sys
from pathlib import Path

from reconciler.interruption import Interruption

HEARD = "TESTS_HEARD"
"""The variable of the environment that names the file."""


def announced(file: Path) -> int:
    """Return how many requests to stop were handled, by the program and by all that it has passed them on to."""
    return len(file.read_bytes()) if file.exists() else 0


def announce(file: str) -> None:
    """Have each interruption of this process write a mark once it was asked to stop."""
    ask = Interruption.ask

    def asked(interruption: Interruption) -> None:
        try:
            ask(interruption)
        finally:
            with open(file, "ab", buffering=0) as marks:  # noqa: PTH123 - one call of the system appends the mark
                marks.write(b".")

    Interruption.ask = asked  # type: ignore[assignment, method-assign]  # in this process alone


if HEARD in os.environ:
    announce(os.environ[HEARD])

if __name__ == "__main__":
    from reconciler.__main__ import main

    sys.exit(main())
