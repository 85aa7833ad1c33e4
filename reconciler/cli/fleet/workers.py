"""What carries out groups of tasks: threads, or processes that a thread each feeds. All are executors of Python.

A thread runs members with a copy of the program; a process makes its own. A process that is lost takes no other member
with it: what only reads runs again, and of what writes only tasks that had not begun.
"""

import os
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import active_children, get_context
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from reconciler.interruption import Interruption

from .task import Done, MemberTask, carry_out

if TYPE_CHECKING:
    from reconciler.cli.program import Program

LOST = "error: the process that ran this member ended; what it did in AWS is found by the next run\n"
_ATTEMPTS = 3


class Workers(Protocol):
    """Carry out one group after the other, each in the thread that calls."""

    @property
    def at_once(self) -> int:
        """Return how many threads may call at once."""
        ...

    def carry_out(self, group: Sequence[MemberTask]) -> tuple[Done, ...]:
        """Carry out the tasks of a group one after the other."""
        ...

    def pass_on(self) -> None:
        """Pass an interruption on to all that run."""
        ...

    def leave(self) -> None:
        """End what is left at once, also idle processes: they would outlive an interrupted program."""
        ...


class ThreadWorkers:
    """Members run in the calling threads, each with its own interruption."""

    def __init__(self, number: int, program: "Program") -> None:
        """Take the number of threads, and the program that members run."""
        self.at_once = number
        self._program = program
        self._running: dict[int, Interruption] = {}

    def carry_out(self, group: Sequence[MemberTask]) -> tuple[Done, ...]:
        """Carry out a group with one set of request rates."""
        programs = self._program.beside([task.member.role for task in group])
        return tuple(self._one(task, program) for task, program in zip(group, programs, strict=True))

    def _one(self, task: MemberTask, program: "Program") -> Done:
        if self._program.interruption.asked:
            return Done(task, None)
        self._running[id(task)] = program.interruption
        try:
            return carry_out(task, program)
        finally:
            del self._running[id(task)]

    def pass_on(self) -> None:
        """Ask every member that runs to stop; each raises in its own thread."""
        for interruption in tuple(self._running.values()):
            with suppress(KeyboardInterrupt):
                interruption.ask()

    def leave(self) -> None:
        """Forbid every further call; the threads end with this process."""
        for interruption in tuple(self._running.values()):
            interruption.leave()


class ProcessWorkers:
    """Members run in processes of their own session, so that a terminal's Ctrl-C reaches only this one.

    At most *number* run at once; a process is used again for the next group.
    """

    def __init__(self, number: int, interruption: Interruption, *, writes: bool) -> None:
        """Begin without processes; *writes* tells whether tasks may have written when their process is lost."""
        self.at_once = number
        self._interruption = interruption
        self._writes = writes
        self._all: list[ProcessPoolExecutor] = []
        self._idle: SimpleQueue[ProcessPoolExecutor] = SimpleQueue()
        for _ in range(number):
            self._idle.put(self._worker())

    def carry_out(self, group: Sequence[MemberTask]) -> tuple[Done, ...]:
        """Carry out a group in the next idle process; after a loss, what is safe to repeat runs in a new one."""
        with TemporaryDirectory(prefix="reconciler-") as folder:
            return self._attempt(tuple(group), Path(folder), _ATTEMPTS)

    def _attempt(self, group: tuple[MemberTask, ...], folder: Path, left: int) -> tuple[Done, ...]:
        if self._interruption.asked:
            return tuple(Done(task, None) for task in group)
        process = self._idle.get()
        try:
            return process.submit(_carry_out_here, group, folder).result()
        except BrokenProcessPool:
            process = self._worker()
        finally:
            self._idle.put(process)
        lost = [task for task in group if left == 1 or (self._writes and _mark(folder, task).exists())]
        again = tuple(task for task in group if task not in lost)
        done = (
            *(Done(task, 1, told=LOST) for task in lost),
            *(self._attempt(again, folder, left - 1) if again else ()),
        )
        return tuple(sorted(done, key=lambda one: group.index(one.task)))

    def pass_on(self) -> None:
        """Ask every process to stop, as Ctrl-C does."""
        for process in active_children():
            if process.pid:
                os.kill(process.pid, signal.SIGINT)

    def leave(self) -> None:
        """Kill every process: it would outlive this one.

        The threads that watch processes are waited for: Python wakes them at its end, and fails if one has just ended.
        """
        for process in active_children():
            process.kill()
        for one in tuple(self._all):
            one.shutdown(cancel_futures=True)

    def _worker(self) -> ProcessPoolExecutor:
        found = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=os.setsid)
        self._all.append(found)
        return found


def _mark(folder: Path, task: MemberTask) -> Path:
    """Return the file that says that *task* has begun."""
    return folder / quote(task.member.name, safe="")


def _carry_out_here(group: Sequence[MemberTask], folder: Path) -> tuple[Done, ...]:
    """Carry out *group* in this process, whose signals interrupt it."""
    from reconciler.cli.installed import Installed
    from reconciler.cli.signals import listening

    with listening() as interruption:
        here = Installed(os.environ, interruption)
        programs = here.beside([task.member.role for task in group], interruption)
        return tuple(_marked(task, program, folder) for task, program in zip(group, programs, strict=True))


def _marked(task: MemberTask, program: "Program", folder: Path) -> Done:
    if program.interruption.asked:
        return Done(task, None)
    _mark(folder, task).touch()
    return carry_out(task, program)
