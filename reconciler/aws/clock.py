"""The clock of this machine."""

import time
from datetime import UTC, datetime
from threading import current_thread, main_thread

from reconciler.interruption import Interruption


class SystemClock:
    """The port `Clock` on the clock of the operating system. An interruption ends a sleep of the main thread."""

    def __init__(self, interruption: Interruption | None = None) -> None:
        """End sleeps of the main thread when *interruption* asks; without one, nothing interrupts."""
        self._interruption = interruption or Interruption()

    def now(self) -> datetime:
        """Return the date and time in UTC, with its zone."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds of a clock that never goes back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait for *seconds*. Raises KeyboardInterrupt in the main thread when the user interrupts."""
        if current_thread() is main_thread():
            self._interruption.wait(seconds)
        else:
            time.sleep(seconds)
