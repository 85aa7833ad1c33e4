"""Workers of a dask cluster, as what carries out groups of tasks.

A worker that is lost takes no other member with it: what only reads runs again elsewhere, and of what writes only tasks
that nobody had begun.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import Final, NamedTuple
from uuid import uuid4

from distributed import Client, Event

from reconciler.cli.fleet.roll import Roll
from reconciler.cli.fleet.task import Done, MemberTask, read_done
from reconciler.interruption import Interruption
from reconciler.render import clean

from .answer_queue import AnswerQueue
from .children import END, INTERRUPT
from .fit_workers import FitWorkers
from .on_worker import answers_of
from .packing import packed
from .running_group import TICK, RunningGroup
from .sent_group import SentGroup

LOST: Final = "error: the worker that ran this member ended; what it did in AWS is found by the next run\n"
ABANDONED: Final = "error: no worker is left that could run this member\n"
GIVEN_UP: Final = "error: no worker has run this member to its end, and it is not tried again\n"
_ATTEMPTS: Final = 3
PATIENCE: Final = 30.0
"""Seconds without any worker after which what is left is not run."""
_AHEAD: Final = 64
"""Groups that wait at the scheduler or run, at least: a cluster that grows sees that there is work."""


class DaskWorkers:
    """The workers behind a scheduler; *complain* gets what the user has to know of them."""

    def __init__(
        self,
        client: Client,
        environment: Mapping[str, str],
        interruption: Interruption,
        complain: Callable[[str], None],
        *,
        writes: bool,
    ) -> None:
        """Check all workers behind *client*. Raises UsageError; nothing was sent then.

        *writes* tells whether tasks may have written when their worker is lost.
        """
        self._client = client
        self._environment, self._interruption, self._writes = environment, interruption, writes
        self._workers = FitWorkers(client, complain)
        run = f"reconciler-{uuid4()}"
        self._answers = AnswerQueue(run, partial(answers_of, run, client))
        self._running: set[RunningGroup] = set()

    @property
    def at_once(self) -> int:
        """Return how many groups are under way at once."""
        return max(_AHEAD, 2 * self._workers.threads)

    def carry_out(self, group: Sequence[MemberTask], roll: Roll) -> None:
        """Carry out a group on one worker; after a loss, what is safe to repeat runs on another one."""
        rest, unread = packed(group, self._environment)
        for one in unread:
            roll.end(one)
        left, failure = _ATTEMPTS, ""
        while rest.tasks and left and (workers := self._awaited()):
            went = self._went(rest, workers, roll)
            failure = went.failure or failure
            left -= went.failed
            rest = went.rest
        for task in rest.tasks:
            roll.end(Done(task, None) if self._interruption.asked else self._unrun(task, failure, tried=not left))

    def pass_on(self) -> None:
        """Interrupt all that run. It is told from a thread, since a signal may have come between any two steps."""
        Thread(target=self._say, args=(INTERRUPT,), daemon=True).start()

    def leave(self) -> None:
        """End all that run, and the connection."""
        self._say(INTERRUPT)
        self._say(END)
        for one in tuple(self._running):
            one.cancel()
        self._answers.close()
        with suppress(Exception):
            self._client.close(timeout=2)

    def _say(self, what: str) -> None:
        with suppress(Exception):  # a scheduler that does not answer has ended, and its workers end then
            Event(f"{self._answers.run}-{what}", self._client).set()

    def _awaited(self) -> tuple[str, ...]:
        """Wait for workers; return none if there were none for a while, or if the user has asked to stop."""
        while not self._interruption.asked:
            if workers := self._workers.there():
                return workers
            if self._workers.absent() > PATIENCE:
                break
            time.sleep(TICK)
        return ()

    def _went(self, group: SentGroup, workers: Sequence[str], roll: Roll) -> "_Went":
        """Send *group*, tell how its tasks end, and which are lost with their worker; return what may run again."""
        try:
            running = RunningGroup(self._client, group.as_bytes(), len(group.tasks), self._answers, workers)
        except Exception as error:  # noqa: BLE001 - dask has many; nothing was sent
            return _Went(group, str(error), failed=True)
        roll.send(group.tasks)
        self._running.add(running)
        missing = set(range(len(group.tasks)))
        try:
            for answer in running.answers(self._is_lost):
                missing.discard(answer["position"])
                roll.end(read_done(group.tasks[answer["position"]], answer))
        finally:
            self._running.discard(running)
        unbegun = running.take_back() or frozenset()
        lost = missing - unbegun if self._writes else frozenset()
        for position in sorted(lost):
            roll.end(Done(group.tasks[position], 1, told=_told(LOST, running.failure)))
        failed = bool(running.failure or missing - unbegun or (running.has_run and missing))
        return _Went(group.only(sorted(missing - lost)), running.failure, failed=failed)

    def _unrun(self, task: MemberTask, failure: str, *, tried: bool) -> Done:
        """Return the end of a task that is left: it was tried too often, or nobody was there to begin it.

        A task that writes has not begun then: those that had begun were told as lost.
        """
        if not tried:
            return Done(task, None, told=ABANDONED)
        return Done(task, None if self._writes else 1, told=_told(GIVEN_UP, failure))

    def _is_lost(self, running: RunningGroup) -> bool:
        """Tell whether no worker is left that has *running* or will get it."""
        there = self._workers.there()
        return running.workers.isdisjoint(there) if there else self._workers.absent() > PATIENCE


class _Went(NamedTuple):
    """How it went with one attempt: what may run again, and why; *failed* counts as an attempt."""

    rest: SentGroup
    failure: str
    failed: bool


def _told(what: str, failure: str) -> str:
    return what + (f"  {clean(failure)}\n" if failure else "")
