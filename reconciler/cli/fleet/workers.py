"""What carries out groups of tasks: threads, or processes that a thread each feeds. All are executors of Python.

A thread runs members with a copy of the program; a process makes its own. A process that is lost takes no other member
with it: what only reads runs again, and of what writes only tasks that had not begun.
"""

import json
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import active_children, get_context
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from types import FrameType
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from reconciler.interruption import Interruption

from .task import Done, MemberTask, carry_out, read_done, written

if TYPE_CHECKING:
    from reconciler.cli.program import Program

OnEnd = Callable[[Done], None]
"""What is told how a task has ended, as soon as it has."""
LOST = "error: the process that ran this member ended; what it did in AWS is found by the next run\n"
_ATTEMPTS = 3
_TICK = 0.5
"""Seconds after which a group that runs in a process is asked which of its tasks have ended."""


class Workers(Protocol):
    """Carry out one group after the other, each in the thread that calls."""

    @property
    def at_once(self) -> int:
        """Return how many threads may call at once."""
        ...

    def carry_out(self, group: Sequence[MemberTask], tell: OnEnd) -> None:
        """Carry out the tasks of a group one after the other, and *tell* of each once how it has ended."""
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

    def carry_out(self, group: Sequence[MemberTask], tell: OnEnd) -> None:
        """Carry out a group with one set of request rates."""
        programs = self._program.beside([task.member.role for task in group])
        for task, program in zip(group, programs, strict=True):
            tell(self._one(task, program))

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

    def carry_out(self, group: Sequence[MemberTask], tell: OnEnd) -> None:
        """Carry out a group in the next idle process; after a loss, what is safe to repeat runs in a new one."""
        with TemporaryDirectory(prefix="reconciler-") as folder:
            traces = _GroupFolder(Path(folder))
            rest, left = tuple(group), _ATTEMPTS
            while rest and not self._interruption.asked:
                self._attempt(rest, traces, tell)
                left -= 1
                rest = traces.unended(rest)
                lost = [task for task in rest if not left or (self._writes and traces.has_begun(task))]
                for task in lost:
                    tell(Done(task, 1, told=LOST))
                rest = tuple(task for task in rest if task not in lost)
            for task in rest:
                tell(Done(task, None))

    def _attempt(self, group: tuple[MemberTask, ...], traces: "_GroupFolder", tell: OnEnd) -> None:
        """Carry out *group* in one process, until it has done so or is lost."""
        process = self._idle.get()
        told: set[str] = set()
        try:
            with _uninterrupted():
                future = process.submit(_carry_out_here, group, traces)
            while wait([future], timeout=_TICK).not_done:
                traces.pass_on(group, told, tell)
            future.result()
        except BrokenProcessPool:
            process = self._worker()
        finally:
            self._idle.put(process)
            traces.pass_on(group, told, tell)

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
        found = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin)
        self._all.append(found)
        return found


class _GroupFolder:
    """What a process leaves in a *folder* about its tasks: which ones have begun, and how each has ended."""

    def __init__(self, folder: Path) -> None:
        """Take a folder of its own for each group."""
        self._folder = folder

    def begin(self, task: MemberTask) -> None:
        """Note that a task begins."""
        self._file(task).touch()

    def end(self, done: Done) -> None:
        """Note how a task has ended; a process that is killed meanwhile leaves nothing that could be read."""
        file = self._file(done.task)
        file.with_suffix(".part").write_text(json.dumps(written(done)), "utf-8")
        file.with_suffix(".part").rename(file.with_suffix(".end"))

    def has_begun(self, task: MemberTask) -> bool:
        """Tell whether a task has begun."""
        return self._file(task).exists()

    def unended(self, group: Sequence[MemberTask]) -> tuple[MemberTask, ...]:
        """Return the tasks that have not ended."""
        return tuple(task for task in group if not self._file(task).with_suffix(".end").exists())

    def pass_on(self, group: Sequence[MemberTask], told: set[str], tell: OnEnd) -> None:
        """Tell how tasks of *group* have ended that are not among those that are *told*, and add them."""
        unended = frozenset(self.unended(group))
        for task in group:
            if task.member.name not in told and task not in unended:
                told.add(task.member.name)
                tell(read_done(task, json.loads(self._file(task).with_suffix(".end").read_text("utf-8"))))

    def _file(self, task: MemberTask) -> Path:
        return self._folder / f"{quote(task.member.name, safe='').replace('.', '%2E')}.begun"


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Within the block, hold SIGINT back from this thread, and from a process that it starts until it has begun."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Leave the session of the terminal. A process without a group ends at an interrupt, without a word."""
    os.setsid()
    signal.signal(signal.SIGINT, _end)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _end(_number: int, _frame: FrameType | None) -> None:
    os._exit(1)


def _carry_out_here(group: Sequence[MemberTask], traces: _GroupFolder) -> None:
    """Carry out *group* in this process, whose signals interrupt it."""
    from reconciler.cli.installed import Installed
    from reconciler.cli.signals import listening

    with listening() as interruption:
        here = Installed(os.environ, interruption)
        programs = here.beside([task.member.role for task in group], interruption)
        for task, program in zip(group, programs, strict=True):
            traces.end(_noted(task, program, traces))


def _noted(task: MemberTask, program: "Program", traces: _GroupFolder) -> Done:
    if program.interruption.asked:
        return Done(task, None)
    traces.begin(task)
    return carry_out(task, program)
