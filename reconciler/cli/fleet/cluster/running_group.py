"""One group on its way: sent to the workers, waited for, and taken back."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from threading import Event
from typing import Final
from uuid import uuid4

from distributed import Client, Future, Queue

from .answer_queue import AnswerQueue
from .children import TaskAnswer
from .on_worker import carry_out_here

TICK: Final = 1.0
"""Seconds after which a group that has not ended is looked after."""
_FETCHING: Final = 30.0
"""Seconds in which a worker hands over what it says at the end of a group."""
_ENDED: Final = frozenset({"error", "cancelled", "lost"})


class RunningGroup:
    """A group that was sent to *workers*, and the tokens of its tasks."""

    def __init__(self, client: Client, group: bytes, size: int, answers: AnswerQueue, workers: Sequence[str]) -> None:
        """Send a group of *size* tasks, of which each may begin once; what is told of them is found in *answers*."""
        self._name = name = f"reconciler-{uuid4()}"
        self.workers = frozenset(workers)
        self.failure = ""
        self.has_run = False
        """Whether a worker says that it is done with the group."""
        self._tokens = Queue(name, client)
        for position in range(size):
            self._tokens.put(position)
        self._answers = answers
        answers.expect(name)
        self._future: Future[str] = client.submit(
            carry_out_here, group, name, answers.run, key=name, workers=list(workers), pure=False, retries=0
        )
        self._ended = Event()
        self._future.add_done_callback(lambda _: self._ended.set())

    def answers(self, is_lost: Callable[["RunningGroup"], bool]) -> Iterator[TaskAnswer]:
        """Return how each task has ended, as soon as it has, until the group has ended or *is_lost* says so."""
        goes_on = True
        while goes_on:
            goes_on = not self._has_ended() and not is_lost(self)
            yield from self._answers.take(self._name, at_once=not goes_on)

    def _has_ended(self) -> bool:
        """Wait a moment for the group, and note why it has failed if it has."""
        if not self._ended.wait(TICK) and self._future.status not in _ENDED:
            return False
        try:
            self.failure = self._future.result(timeout=_FETCHING)
            self.has_run = True
        except Exception as error:  # noqa: BLE001 - a task may fail in any way, and a scheduler may end
            if self._future.status not in _ENDED:
                return False
            self.failure = f"{type(error).__name__}: {error}".splitlines()[0]
        return True

    def take_back(self) -> frozenset[int] | None:
        """Return the tasks that nobody has begun; nobody can any more. None if the scheduler does not answer."""
        self.cancel()
        self._answers.forget(self._name)
        try:
            left = self._tokens.get(batch=True)
            self._tokens.close()
        except Exception:  # noqa: BLE001 - dask has many, and each means that it is not known what has begun
            return None
        return frozenset(left)

    def cancel(self) -> None:
        """Have dask forget the group; what runs of it goes on until it is told to end."""
        with suppress(Exception):
            self._future.cancel()
