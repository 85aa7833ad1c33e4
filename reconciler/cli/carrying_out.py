"""A plan from its making to its end: shown, judged by the guards, asked about, carried out, and reported."""

from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from .program import Program
from .terminal import Terminal

if TYPE_CHECKING:
    from reconciler.pipeline import Planning, Run
    from reconciler.printed import PlanJson

    from .apply_answer import ApplyAnswer


class CarryingOut:
    """One run of a command that plans and then writes, and its answer.

    *question* is what a user is asked before the first call, *nothing* what is said if the reply is no consent.
    """

    def __init__(
        self,
        arguments: Namespace,
        program: Program,
        terminal: Terminal,
        answer: "ApplyAnswer",
        *,
        question: str,
        nothing: str,
    ) -> None:
        self._arguments = arguments
        self._program = program
        self._terminal = terminal
        self._answer = answer
        self._question, self._nothing = question, nothing

    def run(self, make: "Callable[[], Planning]", compare: "Callable[[PlanJson], bool]" = lambda _plan: False) -> int:
        """Plan with *make* and carry the plan out; all outputs are written before an error is shown.

        *compare* tells whether too little of AWS was read to know that it is the plan that was reviewed.
        """
        try:
            code = self._run(make, compare)
        except BaseException as error:
            self._answer.fail(error)
            raise
        self._answer.end()
        return code

    def _run(self, make: "Callable[[], Planning]", compare: "Callable[[PlanJson], bool]") -> int:
        """Plan, show the plan, ask, and carry it out."""
        from reconciler.errors import ExitCode

        from .codes import has

        planning = make()
        plan = self._answer.planned(planning)
        unread = compare(plan)
        self._answer.show_plan(plan, asking=not self._arguments.yes)
        if unread:
            return ExitCode.UNREADABLE
        if has(plan, "refused"):
            self._answer.show_refusal(plan, asking=not self._arguments.yes)
            return ExitCode.REFUSED
        if not plan["operations"]:
            return self._rest(plan)
        return self._execute(planning, plan) if self._agreed() else ExitCode.FAILED

    def _rest(self, plan: "PlanJson") -> int:
        """End without a call; objects that errors leave out remain for the next run."""
        from reconciler.errors import ExitCode

        from .codes import has, plan_code

        code = plan_code(plan, detailed=False)
        return ExitCode.PARTIAL if has(plan, "error") and code is not ExitCode.UNREADABLE else code

    def _agreed(self) -> bool:
        """Ask, unless `--yes` is given."""
        agreed = False
        try:
            agreed = self._arguments.yes or self._terminal.ask(self._question) == "yes"
        finally:  # also where Ctrl-C is the answer
            if not agreed:
                self._terminal.complain(self._nothing)
        return agreed

    def _execute(self, planning: "Planning", plan: "PlanJson") -> int:
        """Carry the plan out, and show the outcome, also of a run that breaks off."""
        from reconciler.errors import ReconcilerError

        from .codes import run_code

        self._answer.report.begun()
        try:
            run = self._carried_out(planning, plan)
        except BaseException as error:
            with suppress(ReconcilerError):  # the error that ended the run comes first; the outputs are written again
                self._answer.break_off(plan, error)
            raise
        report = self._answer.conclude(plan)
        if run.bug:
            raise run.bug
        return run_code(plan, report)

    def _carried_out(self, planning: "Planning", plan: "PlanJson") -> "Run":
        """Carry out *planning*, whose JSON is *plan*. Raises KeyboardInterrupt when the run was interrupted."""
        from .progress import progress

        with progress(self._terminal, plan) as shown:
            listener = self._answer.listening(shown.tell)
            run = self._program.apply(planning, listener, self._answer.keep, shown.read)
            self._answer.report.ended(run)
        if run.interrupted and not run.bug:
            raise KeyboardInterrupt
        return run


def require_consent(arguments: Namespace, terminal: Terminal, command: str) -> None:
    """Raise UsageError where *command* has to ask and nobody can answer."""
    from reconciler.errors import UsageError

    if not arguments.yes and not terminal.interactive:
        raise UsageError(f"{command} has to ask, and there is no terminal", f"use --yes to {command} without asking")
