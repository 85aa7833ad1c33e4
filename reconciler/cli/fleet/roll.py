"""Which tasks of a run go on, and how the others have ended, as the workers tell it from any thread."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Condition
from typing import Final

from .task import Done, MemberTask

UNKNOWN: Final = "error: interrupted before its end was known; the next run finds what it did in AWS\n"
"""What is told of a member that may have begun."""


class BrokenOff(KeyboardInterrupt):
    """The user has ended at once what writes; *done* is how each task has ended, as far as that is known."""

    def __init__(self, done: Sequence[Done]) -> None:
        """Take the end of each task, in their order."""
        super().__init__()
        self.done = tuple(done)


class Roll:
    """Tells of each task that has ended, by *tell*, with the number of those that have; of none once it is closed."""

    def __init__(self, tell: Callable[[Done, int], None], now: Callable[[], float] = time.monotonic) -> None:
        """Begin without any; *now* returns seconds of a monotonic clock."""
        self._tell, self._now = tell, now
        self._running: dict[str, float] = {}
        self._sent: set[str] = set()
        self._done: dict[str, Done] = {}
        self._closed = False
        self._changed = Condition()

    @property
    def running(self) -> Mapping[str, float]:
        """Return the members that run, by name, with the time at which each was seen to begin."""
        with self._changed:
            return dict(self._running)

    @property
    def ended(self) -> int:
        """Return how many have ended."""
        return len(self._done)

    def send(self, tasks: Iterable[MemberTask]) -> None:
        """Note that *tasks* may begin elsewhere, which is told late or never."""
        with self._changed:
            self._sent |= {task.member.name for task in tasks}

    def begin(self, task: MemberTask) -> None:
        """Note that a task begins, or begins again."""
        with self._changed:
            if task.member.name not in self._done:
                self._running.setdefault(task.member.name, self._now())

    def end(self, one: Done) -> None:
        """Note how a task has ended."""
        with self._changed:
            if self._closed:
                return
            name = one.task.member.name
            self._running.pop(name, None)
            self._done[name] = one
            self._tell(one, len(self._done))
            self._changed.notify_all()

    def close(self, seconds: float) -> None:
        """Wait until no task runs, *seconds* at most, and hear nothing more then."""
        with self._changed:
            self._changed.wait_for(lambda: not self._running and not self._sent - self._done.keys(), seconds)
            self._closed = True

    def ends(self, tasks: Iterable[MemberTask]) -> tuple[Done, ...]:
        """Return how each task has ended; one that may have begun has been interrupted, any other was not begun."""
        return tuple(self._done.get(task.member.name) or self._unended(task) for task in tasks)

    def _unended(self, task: MemberTask) -> Done:
        may_have_begun = task.member.name in self._running.keys() | self._sent
        return Done(task, 130, told=UNKNOWN) if may_have_begun else Done(task, None)
