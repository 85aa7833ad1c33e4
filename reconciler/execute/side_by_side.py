"""Calls that write, sent side by side where the answer to one is not needed for the next.

These are the starts of change sets, and edits of different services.
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
from typing import Self, TypeVar

from reconciler.interruption import Interruption
from reconciler.parallel import THREADS, Threads

from .attempt import Attempt
from .changes import creations

R = TypeVar("R")


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

    def begin(self, call: Callable[[], R]) -> "Future[R]":
        """Make a call in another thread; in this one, if calls are made one at a time."""
        if self.threads is None:
            raise RuntimeError("a call was begun outside of the run")
        return _made(call) if self.at_once == 1 else self.threads.submit(self.interruption.decided(call))

    def hold(self, attempt: Attempt, calls: Sequence[Attempt]) -> bool:
        """Tell whether a call has to wait for *calls* that are under way.

        It waits for a call that concerns the same object, and as long as *at_once* calls are under way.
        """
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


def _made(call: Callable[[], R]) -> "Future[R]":
    """Make a call now. An interruption is raised at once."""
    future: Future[R] = Future()
    try:
        future.set_result(call())
    except Exception as failed:  # noqa: BLE001 - raised again in the step that takes the answer
        future.set_exception(failed)
    return future


def _share(one: Attempt, other: Attempt) -> bool:
    """Tell whether two calls concern the same object, or both create objects.

    Change sets that create objects are started one after the other: each looks for those of other runs that create the
    same, and has to know which are of its own run.
    """
    if one.operation.is_change_set and other.operation.is_change_set and creations(other.requests):
        return bool(one.operation.is_change_set)
    return not set(one.operation.addresses).isdisjoint(other.operation.addresses)
