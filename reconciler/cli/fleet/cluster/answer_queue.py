"""The answers of all groups of a run. Workers put them into one queue at the scheduler; the client empties it for all.

Hundreds of groups may be on their way, and each wants to know what has ended. Once a second at most, the scheduler is
asked for all of them; besides, it is asked at once when a group has ended, since nothing comes after that.

Example: the groups a and b wait. a looks and finds an answer of its own and two of b, which b finds when it looks.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock
from typing import Final

from distributed import Queue

from .children import TaskAnswer

_FRESH: Final = 1.0
"""Seconds for which a look at the queue is good enough."""


class AnswerQueue:
    """The queue of the run with the name *run*."""

    def __init__(self, run: str, opened: Callable[[], Queue], now: Callable[[], float] = time.monotonic) -> None:
        """Take what opens the queue, and a monotonic clock; the scheduler is asked for nothing yet."""
        self.run = run
        self._opened, self._now = opened, now
        self._queue: Queue | None = None
        self._arrived: dict[str, list[TaskAnswer]] = {}
        self._looked = -_FRESH
        self._lock = Lock()

    def expect(self, group: str) -> None:
        """Keep the answers of *group* from now on. Raises an error of dask if the scheduler has no such queue."""
        with self._lock:
            self._queue = self._queue or self._opened()
            self._arrived[group] = []

    def take(self, group: str, *, at_once: bool) -> Sequence[TaskAnswer]:
        """Return the answers of *group* that have arrived since the last time.

        All that it has put into the queue are among them *at_once*, otherwise those of a second ago.
        """
        with self._lock:
            if at_once or self._now() >= self._looked + _FRESH:
                self._look()
            found, self._arrived[group] = self._arrived[group], []
        return found

    def forget(self, group: str) -> None:
        """Keep no more answers of *group*."""
        with self._lock:
            self._arrived.pop(group, None)

    def close(self) -> None:
        """Have the scheduler forget the queue."""
        with suppress(Exception):  # a scheduler that does not answer has ended
            if self._queue:
                self._queue.close()

    def _look(self) -> None:
        self._looked = self._now()
        with suppress(Exception):  # a scheduler that does not answer has none
            for one in self._queue.get(batch=True) if self._queue else ():
                self._arrived.get(one["group"], []).append(one["answer"])
