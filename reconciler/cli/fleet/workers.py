"""What carries out groups of tasks: threads, processes or a cluster. Threads run members with a copy of the program."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from reconciler.interruption import Interruption

from .roll import Roll
from .task import Done, MemberTask, carry_out

if TYPE_CHECKING:
    from reconciler.cli.program import Program


class Workers(Protocol):
    """Carry out one group after the other, each in the thread that calls."""

    @property
    def at_once(self) -> int:
        """Return how many threads may call at once."""
        ...

    def carry_out(self, group: Sequence[MemberTask], roll: Roll) -> None:
        """Carry out the tasks of a group one after the other, and tell *roll* of each once how it has ended."""
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

    def carry_out(self, group: Sequence[MemberTask], roll: Roll) -> None:
        """Carry out a group with one set of request rates."""
        programs = self._program.beside([task.member.role for task in group])
        for task, program in zip(group, programs, strict=True):
            roll.end(self._one(task, program, roll))

    def _one(self, task: MemberTask, program: "Program", roll: Roll) -> Done:
        self._running[id(task)] = program.interruption  # first: an interruption is passed on to it or seen here
        try:
            if self._program.interruption.asked:
                return Done(task, None)
            roll.begin(task)
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
