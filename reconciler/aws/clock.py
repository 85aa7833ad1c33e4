"""The time of this machine."""

import time
from datetime import UTC, datetime


class SystemClock:
    """The port `Clock`, kept by the operating system."""

    def now(self) -> datetime:
        """Give the time of day, in UTC, with its zone."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Give seconds that never go back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)
