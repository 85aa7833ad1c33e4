"""A clock that writes each wait to the log."""

from datetime import datetime

from reconciler.ports import Clock
from reconciler.spelling import moment

from .log import Log


class LoggedClock:
    """The port `Clock` on another clock; each sleep is written to a log."""

    def __init__(self, clock: Clock, log: Log) -> None:
        """Ask *clock*, and write to *log*."""
        self._clock = clock
        self._log = log

    def now(self) -> datetime:
        """Return the date and time in UTC, with its zone."""
        return self._clock.now()

    def monotonic(self) -> float:
        """Return seconds of a clock that never goes back."""
        return self._clock.monotonic()

    def sleep(self, seconds: float) -> None:
        """Write that the program waits, and wait for *seconds*."""
        self._log.wait(f"{moment(self._clock.now())} waits {seconds:.2f} s")
        self._clock.sleep(seconds)
