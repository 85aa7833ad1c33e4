"""`reconciler apply`: plan, show the plan, ask, carry it out, and read AWS again."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.fleet.concurrency import add_on
from reconciler.cli.formats import add_format
from reconciler.cli.parser import EXPLAIN, Parser
from reconciler.cli.planning import add_acceptance, add_full, add_selection, apply_command, digest, make_plan
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

if TYPE_CHECKING:
    from reconciler.pipeline import Planning
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
FLEET = ("no_removals", "reject_connections", "full")
"""Options that each member of a fleet gets."""


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
    add_on(parser)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Apply, and write every requested output, also after a failure."""
    from reconciler.cli.apply_answer import ApplyAnswer
    from reconciler.cli.carrying_out import CarryingOut, require_consent
    from reconciler.cli.outputs import read_outputs
    from reconciler.cli.renderings import marker

    outputs = read_outputs(arguments.format, arguments.config, also=arguments.report, kept=arguments.file)
    require_consent(arguments, terminal, "apply")
    mark, command = marker("apply", arguments.config), apply_command(arguments, arguments.file)
    answer = ApplyAnswer(program, terminal, outputs, mark, full=arguments.full, command=command)
    run = CarryingOut(arguments, program, terminal, answer, question=_QUESTION, nothing="Nothing was applied.")
    review = _Review(arguments, program, terminal)
    return run.run(review.planned, review.compared)


class _Review:
    """The plan that was reviewed, if one was: a saved one, or the digest of `--expect`."""

    def __init__(self, arguments: Namespace, program: Program, terminal: Terminal) -> None:
        self._arguments = arguments
        self._program = program
        self._terminal = terminal
        self._saved: PlanJson | None = None

    def planned(self) -> "Planning":
        """Plan; a plan that was reviewed and cannot be made any more is stale, whatever the reason."""
        from reconciler.cli.plan_file import read_plan, take_options, unmakeable
        from reconciler.cli.unplanned import problems_of
        from reconciler.errors import InvalidInput

        if self._arguments.file:
            self._saved = read_plan(self._arguments.file)
            take_options(self._saved, self._arguments)
        try:
            return make_plan(self._arguments, self._program, self._terminal)
        except InvalidInput as error:
            if self._saved or self._arguments.expect:
                raise unmakeable(self._saved, problems_of(error)) from error
            raise

    def compared(self, plan: "PlanJson") -> bool:
        """Check that *plan* is the one that was reviewed; return whether too little of AWS was read to tell.

        Raises StalePlan where it is another plan.
        """
        from reconciler.cli.codes import plan_code
        from reconciler.cli.plan_file import check_expected, check_fresh
        from reconciler.errors import ExitCode

        saved = self._saved
        reviewed = {digest for digest in (saved and saved["digest"], self._arguments.expect) if digest}
        if reviewed - {plan["digest"]} and plan_code(plan, detailed=False) is ExitCode.UNREADABLE:
            return True
        if saved:
            check_fresh(saved, plan)
        if self._arguments.expect:
            check_expected(self._arguments.expect, plan)
        return False
