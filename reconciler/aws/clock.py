"""The time of this machine."""

import time
from datetime import UTC, datetime
from threading import current_thread, main_thread

from reconciler.interruption import Interruption


class SystemClock:
    """The port `Clock`, kept by the operating system; the main thread sleeps until the user interrupts."""

    def __init__(self, interruption: Interruption | None = None) -> None:
        """Sleep no longer than *interruption* lets the main thread."""
        self._interruption = interruption or Interruption()

    def now(self) -> datetime:
        """Give the time of day, in UTC, with its zone."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Give seconds that never go back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        if current_thread() is main_thread():
            self._interruption.wait(seconds)
        else:
            time.sleep(seconds)
