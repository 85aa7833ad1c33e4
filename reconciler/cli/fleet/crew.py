"""Carries out the tasks of a fleet: groups that share no account side by side, and each group on one worker."""

from collections.abc import Collection, Sequence
from concurrent.futures import as_completed
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Final

from reconciler.cli.reading import showing
from reconciler.cli.terminal import Terminal
from reconciler.parallel import Threads
from reconciler.pipeline import MEMBER_STATES, accounts_in, accounts_of
from reconciler.render import clean, state_words

from .concurrency import DASK, THREADS, Concurrency
from .groups import grouped
from .processes import ProcessWorkers
from .roll import BrokenOff, Roll
from .running_members import RunningMembers
from .task import Done, MemberTask
from .workers import ThreadWorkers, Workers

if TYPE_CHECKING:
    from reconciler.cli.program import Program


_NOW: Final = "Ctrl-C: stop now"
_LATER: Final = "Ctrl-C: let these members end, and begin no other"
_GRACE: Final = 3.0
"""Seconds in which members end that the user wants to end at once: their reports say what they have done."""


class Crew:
    """The workers of one run of a fleet."""

    def __init__(self, program: "Program", terminal: Terminal, concurrency: Concurrency) -> None:
        """Take what members run, and where progress is shown."""
        self._program = program
        self._terminal = terminal
        self._concurrency = concurrency

    def carry_out(self, tasks: Sequence[MemberTask], *, writes: bool) -> tuple[Done, ...]:
        """Carry out *tasks* and return how each ended, in their order.

        An interruption ends tasks that only read at once; with *writes* it is passed on to those that run, and no other
        one begins. The second one is passed on, too, and raises BrokenOff, which says how far they came.
        """
        roll = Roll(lambda one, number: self._tell(one, number, len(tasks)))
        workers = self._workers(writes=writes)
        try:
            with self._shown(roll, len(tasks), writes=writes):
                if writes:
                    self._apply(tasks, workers, roll)
                else:
                    self._finish(tasks, workers, roll)
            return roll.ends(tasks)
        finally:
            workers.leave()

    def _apply(self, tasks: Sequence[MemberTask], workers: Workers, roll: Roll) -> None:
        try:
            with self._program.interruption.deferred(lambda: True, workers.pass_on):
                self._finish(tasks, workers, roll)
        except KeyboardInterrupt as stopped:
            workers.pass_on()
            roll.close(_GRACE)
            raise BrokenOff(roll.ends(tasks)) from stopped

    def _shown(self, roll: Roll, total: int, *, writes: bool) -> AbstractContextManager[None]:
        """Show which members run; on a pipe, only how each has ended is told."""
        if not self._terminal.animated:
            return nullcontext()
        asked = self._program.interruption

        def stops() -> str:
            return _LATER if writes and not asked.asked else _NOW

        return showing(self._terminal, RunningMembers(self._terminal, roll, total, stops))

    def _workers(self, *, writes: bool) -> Workers:
        if self._concurrency.kind == "processes":
            return ProcessWorkers(self._concurrency.number, self._program.interruption, writes=writes)
        if self._concurrency.kind == DASK:
            return self._cluster(writes=writes)
        return ThreadWorkers(self._concurrency.number, self._program)

    def _cluster(self, *, writes: bool) -> Workers:
        from .cluster.connecting import connect

        client, program = connect(self._concurrency.address), self._program
        from .cluster.dask_workers import DaskWorkers

        try:
            complain = self._terminal.complain
            return DaskWorkers(client, program.environment, program.interruption, complain, writes=writes)
        except BaseException:
            client.close()
            raise

    def _finish(self, tasks: Sequence[MemberTask], workers: Workers, roll: Roll) -> None:
        """Run the groups."""
        groups = grouped(tasks, [self._limited(task) for task in tasks])
        with Threads(max(1, min(workers.at_once, len(groups)))) as pool:
            for future in as_completed([pool.submit(workers.carry_out, group, roll) for group in groups]):
                future.result()

    def _limited(self, task: MemberTask) -> Collection[str]:
        """Return what *task* shares with others so that they run one after the other.

        AWS's limits are those of accounts and regions. Threads share all request rates, so that the regions of an
        account can run side by side in them.
        """
        if task.target is None:
            return accounts_of(task.member)
        accounts = accounts_in(task.target.settings)
        regions = [region for seller in task.target.settings.sellers for region in seller.regions]
        apart = self._concurrency.kind == THREADS and regions
        return [f"{account}/{region}" for account in accounts for region in regions] if apart else accounts

    def _tell(self, one: Done, number: int, total: int) -> None:
        state = state_words(MEMBER_STATES[one.code])
        self._terminal.say(f"{clean(one.task.member.name)}: {state} ({number:,} of {total:,})")
