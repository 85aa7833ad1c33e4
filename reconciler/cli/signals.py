"""The signals with which users, terminals and CI end a process, as one interruption."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from reconciler.interruption import Interruption

from .waking import waking

PATIENCE: Final = 300.0
"""Seconds for which a first signal may be deferred; after that it counts as a second one."""
_ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def listening() -> Iterator[Interruption]:
    """Within the block, turn the signals that end a process into an interruption.

    Signals that were ignored when the program started (nohup, a shell's background job) stay ignored.
    """
    interruption = Interruption()

    def heard(number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGALRM:
            signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        interruption.ask()

    ends = [number for number in _ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, heard) for number in (*ends, signal.SIGALRM)}
    try:
        with waking():
            yield interruption
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
