"""`python -m benchmarks.hasty WORDS…`: the command line of reconciler, which does not wait for request rates.

AWS's token buckets would be most of a large plan's time and are known without measuring (`sellers.terraform.seconds`).
Everything else is as installed: the same imports, in the same order. A process that is spawned imports this module too.
"""

import sys

from reconciler.__main__ import main
from reconciler.aws import clock


class HastyClock(clock.SystemClock):
    """A clock that never waits."""

    def sleep(self, seconds: float) -> None:
        """Do not wait."""


vars(clock)["SystemClock"] = HastyClock

if __name__ == "__main__":
    sys.exit(main())
