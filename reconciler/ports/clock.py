"""The port of the clock."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time, as a port: tests use a clock of their own."""

    def now(self) -> datetime:
        """Return the date and time in UTC, with its zone."""
        ...

    def monotonic(self) -> float:
        """Return seconds of a clock that never goes back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait for *seconds*; in the main thread, at most until the user interrupts."""
        ...
