"""Processes that carry out groups of tasks; a thread each feeds them. They are executors of Python.

A process that is lost takes no other member with it: what only reads runs again, and of what writes only tasks that had
not begun.
"""

import gc
import os
import signal
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import TYPE_CHECKING, Final

from reconciler.interruption import Interruption

from .roll import UNKNOWN, Roll
from .task import Done, MemberTask, carry_out
from .traces import GroupFolder

if TYPE_CHECKING:
    from reconciler.cli.program import Program

LOST: Final = "error: the process that ran this member ended; what it did in AWS is found by the next run\n"
_ATTEMPTS: Final = 3
_TICK: Final = 0.5
"""Seconds after which a group that runs in a process is asked which of its tasks have ended."""
_INTERRUPT: Final = frozenset({signal.SIGINT})


class ProcessWorkers:
    """Members run in processes of their own session, so that a terminal's Ctrl-C reaches only this one.

    At most *number* run at once; a process is used again for the next group.
    """

    def __init__(self, number: int, interruption: Interruption, *, writes: bool) -> None:
        """Begin without processes; *writes* tells whether tasks may have written when their process is lost."""
        self.at_once = number
        self._interruption = interruption
        self._writes = writes
        self._pools = _Pools()

    def carry_out(self, group: Sequence[MemberTask], roll: Roll) -> None:
        """Carry out a group in the next idle process; after a loss, what is safe to repeat runs in a new one."""
        with TemporaryDirectory(prefix="reconciler-") as folder:
            traces = GroupFolder(Path(folder))
            rest, left = tuple(group), _ATTEMPTS
            while rest and not self._interruption.asked:
                self._attempt(rest, traces, roll)
                left -= 1
                rest = traces.unended(rest)
                lost = [task for task in rest if not left or (self._writes and traces.has_begun(task))]
                for task in lost:
                    roll.end(self._lost(task))
                rest = tuple(task for task in rest if task not in lost)
            for task in rest:
                roll.end(Done(task, None))

    def _lost(self, task: MemberTask) -> Done:
        """Return the end of a task whose process is lost, or was killed because the user has asked to stop."""
        return Done(task, 130, told=UNKNOWN) if self._interruption.leaving else Done(task, 1, told=LOST)

    def _attempt(self, group: tuple[MemberTask, ...], traces: GroupFolder, roll: Roll) -> None:
        """Carry out *group* in one process, until it has done so or is lost."""
        told: set[str] = set()
        pool = self._pools.take()
        try:
            future = pool and self._pools.submit(pool, group, traces)
            while future and wait([future], timeout=_TICK).not_done:
                traces.pass_on(group, told, roll)
            if pool and future:
                future.result()
                self._pools.give_back(pool)
        except BrokenProcessPool:
            pass  # it is not given back
        finally:
            traces.pass_on(group, told, roll)

    def pass_on(self) -> None:
        """Ask every process to stop, as Ctrl-C does."""
        for process in active_children():
            if process.pid:
                os.kill(process.pid, signal.SIGINT)

    def leave(self) -> None:
        """Kill every process: it would outlive this one."""
        self._pools.end(at_once=self._interruption.asked)


class _Pools:
    """Pools of one process each: those that are idle, and *all* that have not ended. None is made after the end."""

    def __init__(self) -> None:
        self._idle: list[ProcessPoolExecutor] = []
        self._all: list[ProcessPoolExecutor] = []
        self._ended = False
        self._lock = Lock()

    def take(self) -> ProcessPoolExecutor | None:
        """Return an idle pool, or a new one; None after the end."""
        with self._lock:
            if self._ended:
                return None
            if self._idle:
                return self._idle.pop()
            made = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin)
            self._all.append(made)
            return made

    def submit(
        self, pool: ProcessPoolExecutor, group: tuple[MemberTask, ...], traces: GroupFolder
    ) -> "Future[None] | None":
        """Have *pool* carry out *group*; its process is started if it has none. None after the end.

        The process begins with Ctrl-C blocked, and obeys it once it has a session of its own (`_begin`).
        """
        with self._lock:
            if self._ended:
                return None
            before = signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPT)
            try:
                return pool.submit(_carry_out_here, group, traces)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def give_back(self, pool: ProcessPoolExecutor) -> None:
        """Note that *pool* is idle."""
        with self._lock:
            self._idle.append(pool)

    def end(self, *, at_once: bool) -> None:
        """Kill every process, and wait for the threads that watch them: Python wakes these at its end.

        An interrupted program ends *at_once*, without the steps in which Python removes the semaphores of pools, and
        multiprocessing complains of each that is left. So they are removed here: with the queues that have them.
        """
        with self._lock:
            self._ended = True
            for process in active_children():
                process.kill()
            self._idle.clear()
            while self._all:
                self._all.pop().shutdown(cancel_futures=True)
        if at_once:
            gc.collect()


def _begin() -> None:
    """Begin a process: in a session of its own, and ended without a word by an interruption while it is idle."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_end_with_program, daemon=True).start()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPT)


def _end_with_program() -> None:
    """End this process as soon as the program is killed: nobody is left who would know of what it does."""
    if program := parent_process():
        program.join()
        os._exit(1)


def _carry_out_here(group: Sequence[MemberTask], traces: GroupFolder) -> None:
    """Carry out *group* in this process, whose signals interrupt it."""
    from reconciler.cli.installed import Installed
    from reconciler.cli.signals import listening

    with listening() as interruption:
        here = Installed(os.environ, interruption)
        programs = here.beside([task.member.role for task in group], interruption)
        for task, program in zip(group, programs, strict=True):
            traces.end(_noted(task, program, traces))


def _noted(task: MemberTask, program: "Program", traces: GroupFolder) -> Done:
    if program.interruption.asked:
        return Done(task, None)
    traces.begin(task)
    return carry_out(task, program)
