"""Edits of different services, which are sent side by side: the answer to one is not needed for the next.

The calls are made in other threads; the steps before and after a call are taken in the main thread, one at a time. The
edits of one service are sent in the order of the plan. Each call waits for its token as before, so the rates of EC2 are
kept.

Example: api-eu, api-us and mail are edited, api-eu twice, and each call takes 0.3 s. Three calls leave at once, and the
second of api-eu when the first was answered: 0.6 s instead of 1.2 s.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from math import inf
from types import TracebackType
from typing import Self

from reconciler.interruption import Interruption
from reconciler.parallel import THREADS, Threads
from reconciler.ports import Edited

from .attempt import Attempt


@dataclass(slots=True)
class SideBySide(AbstractContextManager["SideBySide"]):
    """At most *at_once* calls in other threads, within a block. Its end waits for them, but not after an interruption.

    A call that is still waiting for its turn when the user interrupts is not sent: *interruption* tells when it was
    decided on.
    """

    interruption: Interruption
    at_once: int = THREADS
    threads: Threads | None = field(default=None)

    def __enter__(self) -> Self:
        """Allow calls."""
        self.threads = Threads(self.at_once)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the threads."""
        if self.threads:
            self.threads.__exit__(kind, error, trace)

    def begin(self, call: Callable[[], Edited]) -> "Future[Edited]":
        """Make a call in another thread."""
        if self.threads is None:
            raise RuntimeError("a call was begun outside of the run")
        return self.threads.submit(self.interruption.decided(call))

    def hold(self, attempt: Attempt, running: Iterable[Attempt]) -> bool:
        """Tell whether an edit has to wait: for an edit of its service that is under way, or since enough are."""
        calls = [one for one in running if one.call]
        return len(calls) >= self.at_once or any(_share(one, attempt) for one in calls)

    def abreast(self, attempts: Iterable[Attempt], running: Iterable[Attempt]) -> Sequence[Attempt]:
        """Return those of *attempts* that may be taken further together: one for each service, and not too many."""
        room, taken = self.at_once - sum(1 for one in running if one.call), list[Attempt]()
        for attempt in attempts:
            if len(taken) < room and not any(_share(one, attempt) for one in taken):
                taken.append(attempt)
        return taken

    def wait(self, running: Iterable[Attempt], seconds: float) -> bool:
        """Wait until a call was answered, at most *seconds*; return False at once if none is under way."""
        calls = [one.call for one in running if one.call]
        if calls:
            wait(calls, None if seconds == inf else max(0.0, seconds), FIRST_COMPLETED)
        return bool(calls)


def _share(one: Attempt, other: Attempt) -> bool:
    return not set(one.operation.addresses).isdisjoint(other.operation.addresses)
