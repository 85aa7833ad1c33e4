"""What a worker does with a group: a child process carries it out, and the scheduler is asked for each task.

The scheduler has one token a task. Whoever takes it may begin the task, and it is taken once: a group that dask runs a
second time, on another worker, begins only what nobody has begun. The client takes those that are left.
"""

from typing import Final

from distributed import Client, Event, Queue, get_client, get_worker

from .children import INTERRUPT, TaskAnswer, carry_out

CLAIMING: Final = 1
"""Seconds in which the scheduler hands out a token that is there."""


def carry_out_here(group: bytes, queue: str, run: str) -> str:
    """Carry out a group, whose tokens are in *queue*, and send each answer as soon as it is there.

    Return why the child ended, if it did.
    """
    client = get_client()
    if Event(f"{run}-{INTERRUPT}", client).is_set():
        return ""
    tokens, answers = QueuedTokens(Queue(queue, client)), answers_of(run, client)

    def tell(answer: TaskAnswer) -> None:
        answers.put({"group": queue, "answer": answer})

    return carry_out(group, tokens, tell, run, client, get_worker().local_directory)


def answers_of(run: str, client: Client) -> Queue:
    """Return the queue of all answers of a run, each with the name of its group."""
    return Queue(f"{run}-answers", client)


class QueuedTokens:
    """The tokens of a group, in the order of its tasks. The scheduler hands out each of them once."""

    def __init__(self, queue: Queue) -> None:
        """Take none yet."""
        self._queue = queue
        self._next: int | None = None
        self._is_empty = False

    def take(self, position: int) -> bool:
        """Tell whether this worker gets the token of a task; positions come in their order."""
        if self._next is None and not self._is_empty:
            self._next = self._from_scheduler()
        if self._next != position:
            return False
        self._next = None
        return True

    def _from_scheduler(self) -> int | None:
        """Return the next token. No answer is no token: the scheduler may have given it, and nobody begins the task."""
        try:
            found: int = self._queue.get(timeout=CLAIMING)
        except Exception:  # noqa: BLE001 - whatever keeps the scheduler from answering
            self._is_empty = True
            return None
        return found
