"""`reconciler apply`: plan, show the plan, ask, carry it out, and read AWS again."""

from argparse import Namespace
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.formats import add_format
from reconciler.cli.parser import EXPLAIN, Parser
from reconciler.cli.planning import add_acceptance, add_full, add_selection, apply_command, digest, make_plan
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

if TYPE_CHECKING:
    from reconciler.cli.apply_answer import ApplyAnswer
    from reconciler.pipeline import Planning, Run
    from reconciler.printed import PlanJson

_QUESTION = "Apply these changes? Only 'yes' will be accepted:"

EXAMPLES = (
    ("reconciler apply plan.json --yes --report report.json", "carry out the plan that was reviewed"),
    ("reconciler apply --accept max_removals@1a2b3c4d", "plan, accept a refused rule, and ask"),
)
EXITS = {
    0: "",
    1: "",
    3: "",
    4: "",
    5: "the plan file, or the digest of --expect, is stale; nothing was applied",
    6: "",
    7: "",
    64: "",
    130: "",
}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add the saved plan, if any, and the options of an apply."""
    parser.epilog = EXPLAIN
    what = "saved plan; applied, with its options and acceptances, only if planning again gives the same plan"
    parser.add_argument("file", metavar="PLANFILE", nargs="?", type=Path, help=what)
    parser.add_argument("--yes", action="store_true", help="apply without asking")
    what = "apply only if the plan has this digest: sha256:…"
    parser.add_argument("--expect", metavar="DIGEST", type=digest, help=what)
    parser.add_argument(
        "--report", metavar="FILE", type=Path, help="write the run report to FILE as JSON, also after a failure"
    )
    add_format(parser)
    add_full(parser)
    add_acceptance(parser)
    add_selection(parser)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Apply, and write every requested output, also after a failure."""
    from reconciler.cli.apply_answer import ApplyAnswer
    from reconciler.cli.outputs import read_outputs
    from reconciler.cli.renderings import marker
    from reconciler.errors import UsageError

    outputs = read_outputs(arguments.format, arguments.config, also=arguments.report, kept=arguments.file)
    if not arguments.yes and not terminal.interactive:
        raise UsageError("apply has to ask, and there is no terminal", "use --yes to apply without asking")
    mark, command = marker("apply", arguments.config), apply_command(arguments, arguments.file)
    answer = ApplyAnswer(program, terminal, outputs, mark, full=arguments.full, command=command)
    return _Applying(arguments, program, terminal, answer).run()


class _Applying:
    """One apply and its answer."""

    def __init__(self, arguments: Namespace, program: Program, terminal: Terminal, answer: "ApplyAnswer") -> None:
        self._arguments = arguments
        self._program = program
        self._terminal = terminal
        self._answer = answer

    def run(self) -> int:
        """Apply; all outputs are written before an error is shown."""
        try:
            code = self._apply()
        except BaseException as error:
            self._answer.fail(error)
            raise
        self._answer.end()
        return code

    def _apply(self) -> int:
        """Plan, show the plan, ask, and carry it out."""
        from reconciler.cli.codes import has
        from reconciler.cli.plan_file import read_plan, take_options
        from reconciler.errors import ExitCode

        saved = read_plan(self._arguments.file) if self._arguments.file else None
        if saved:
            take_options(saved, self._arguments)
        planning = self._planned(saved)
        plan = self._answer.planned(planning)
        unread = self._compared(saved, plan)
        self._answer.show_plan(plan, asking=not self._arguments.yes)
        if unread:
            return ExitCode.UNREADABLE
        if has(plan, "refused"):
            self._answer.show_refusal(plan, asking=not self._arguments.yes)
            return ExitCode.REFUSED
        if not plan["operations"]:
            return self._rest(plan)
        return self._execute(planning, plan) if self._agreed() else ExitCode.FAILED

    def _planned(self, saved: "PlanJson | None") -> "Planning":
        """Plan; a plan that was reviewed and cannot be made any more is stale, whatever the reason."""
        from reconciler.cli.plan_file import unmakeable
        from reconciler.cli.unplanned import problems_of
        from reconciler.errors import InvalidInput

        try:
            return make_plan(self._arguments, self._program, self._terminal)
        except InvalidInput as error:
            if saved or self._arguments.expect:
                raise unmakeable(saved, problems_of(error)) from error
            raise

    def _compared(self, saved: "PlanJson | None", plan: "PlanJson") -> bool:
        """Check that *plan* is the one that was reviewed; return whether too little of AWS was read to tell.

        Raises StalePlan where it is another plan.
        """
        from reconciler.cli.codes import plan_code
        from reconciler.cli.plan_file import check_expected, check_fresh
        from reconciler.errors import ExitCode

        reviewed = {digest for digest in (saved and saved["digest"], self._arguments.expect) if digest}
        if reviewed - {plan["digest"]} and plan_code(plan, detailed=False) is ExitCode.UNREADABLE:
            return True
        if saved:
            check_fresh(saved, plan)
        if self._arguments.expect:
            check_expected(self._arguments.expect, plan)
        return False

    def _rest(self, plan: "PlanJson") -> int:
        """End without a call; objects that errors leave out remain for the next run."""
        from reconciler.cli.codes import has, plan_code
        from reconciler.errors import ExitCode

        code = plan_code(plan, detailed=False)
        return ExitCode.PARTIAL if has(plan, "error") and code is not ExitCode.UNREADABLE else code

    def _agreed(self) -> bool:
        """Ask, unless `--yes` is given."""
        agreed = False
        try:
            agreed = self._arguments.yes or self._terminal.ask(_QUESTION) == "yes"
        finally:  # also where Ctrl-C is the answer
            if not agreed:
                self._terminal.complain("Nothing was applied.")
        return agreed

    def _execute(self, planning: "Planning", plan: "PlanJson") -> int:
        """Carry the plan out, and show the outcome, also of a run that breaks off."""
        from reconciler.cli.codes import run_code
        from reconciler.errors import ReconcilerError

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
        from reconciler.cli.progress import progress

        with progress(self._terminal, plan) as shown:
            listener = self._answer.listening(shown.tell)
            run = self._program.apply(planning, listener, self._answer.keep, shown.read)
            self._answer.report.ended(run)
        if run.interrupted and not run.bug:
            raise KeyboardInterrupt
        return run
