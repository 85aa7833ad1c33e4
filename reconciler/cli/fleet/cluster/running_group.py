"""One group on its way: sent to the workers, waited for, and taken back."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final
from uuid import uuid4

from distributed import Client, Future, Queue

from .on_worker import carry_out_here

TICK: Final = 1.0
"""Seconds after which a group that has not ended is looked after."""
_ENDED: Final = frozenset({"error", "cancelled", "lost"})

AnswersByPosition = Mapping[int, Mapping[str, Any]]


class RunningGroup:
    """A group that was sent to *workers*, and the tokens of its tasks."""

    def __init__(self, client: Client, group: bytes, size: int, run: str, workers: Sequence[str]) -> None:
        """Send a group of *size* tasks, of which each may begin once."""
        name = f"reconciler-{uuid4()}"
        self.workers = frozenset(workers)
        self.failure = ""
        self._tokens = Queue(name, client)
        for position in range(size):
            self._tokens.put(position)
        self._future: Future[dict[str, Any]] = client.submit(
            carry_out_here, group, name, run, key=name, workers=list(workers), pure=False, retries=0
        )

    def answers(self, is_lost: Callable[["RunningGroup"], bool]) -> AnswersByPosition:
        """Wait for the group, but no longer than *is_lost* says; return how its tasks have ended, by position."""
        found = None
        while found is None and not self.failure:
            try:
                found = self._future.result(timeout=TICK)
            except Exception as error:  # noqa: BLE001 - a task may fail in any way, and a scheduler may end
                if self._future.status in _ENDED:
                    self.failure = f"{type(error).__name__}: {error}".splitlines()[0]
                elif is_lost(self):
                    return {}
        if not found:
            return {}
        self.failure = found["failure"]
        return {int(position): answer for position, answer in found["answers"].items()}

    def take_back(self) -> frozenset[int] | None:
        """Return the tasks that nobody has begun; nobody can any more. None if the scheduler does not answer."""
        self.cancel()
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
