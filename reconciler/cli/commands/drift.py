"""`reconciler drift`: how AWS differs from the repository. Never writes to AWS."""

from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.fleet.concurrency import add_on
from reconciler.cli.formats import SHOWN, add_format
from reconciler.cli.notifying.options import add_announcing, check_day
from reconciler.cli.parser import EXPLAIN, Parser
from reconciler.cli.planning import add_acceptance, add_at, add_full, add_selectors, apply_command, make_plan
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

if TYPE_CHECKING:
    from reconciler.printed import PlanJson, ProblemJson

EXAMPLES = (
    ("reconciler drift --revert undo.json", "compare, and save the plan that undoes the drift for apply undo.json"),
    ("reconciler drift --adopt --select experience.finance", "write what AWS has of an object into its documents"),
)
EXITS = {
    0: "",
    1: "failed, or a recipient of --notify could not be told",
    2: "drift; with --adopt: what is selected differs still, in part or as a whole",
    3: "",
    4: "refused: the plan of --revert, what --adopt would write, or the account",
    7: "",
    64: "",
    130: "",
}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""
FLEET = ("full", "at")
"""Options that each member of a fleet gets."""


def options(parser: Parser) -> None:
    """Add the format of the answer, the selection, and the two ways out of drift."""
    parser.epilog = EXPLAIN
    add_format(parser, SHOWN)
    add_full(parser)
    add_at(parser)
    add_selectors(parser, "compare")
    ways = parser.add_argument_group("ways out")
    add = ways.add_argument
    add("--revert", metavar="FILE", type=Path, help="save the plan that undoes the drift to FILE")
    add(
        "--adopt",
        action="store_true",
        help="write what AWS has into the documents: what --select names, or what you choose when asked",
    )
    add_acceptance(ways, "with --adopt: adopt what a rule refuses; repeatable")
    add_announcing(parser)
    add_on(parser)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Plan, and show the plan as drift; end with 2 when there is any."""
    from reconciler.cli.codes import drift_code
    from reconciler.cli.drift_adoption import DriftAdoption, check_adopting, comparing_all
    from reconciler.cli.notifying.announcement import Announcement
    from reconciler.cli.notifying.announcing import announcing
    from reconciler.cli.origins import with_origins
    from reconciler.cli.outputs import TEXT, read_outputs, write_outputs
    from reconciler.cli.renderings import marker, renderings
    from reconciler.cli.unplanned import answering
    from reconciler.render import drift_html, drift_lines, drift_markdown

    check_day(arguments)
    check_adopting(arguments, terminal)
    outputs = read_outputs(arguments.format, arguments.config, also=arguments.revert, known=SHOWN)
    mark = marker("drift", arguments.config)
    comparing = comparing_all(arguments)
    undo, saved = apply_command(comparing, arguments.revert), bool(arguments.revert)
    lines = partial(drift_lines, full=arguments.full, command=undo, saved=saved)
    comment = partial(drift_markdown, marker=mark)
    page = partial(drift_html, marker=mark, command=undo, saved=saved)
    announcement = Announcement(arguments, program, terminal)
    with announcing(announcement, terminal, outputs):
        with answering(comparing, program, terminal, outputs, mark):
            planning = make_plan(comparing, program, terminal, whole_organization=arguments.adopt)
            adoption = DriftAdoption(arguments, planning, terminal) if arguments.adopt else None
            drift = _compared(with_origins(planning, arguments, program, terminal).plan.as_json())
        announcement.found(drift, drift_code(drift, saved=saved), planning.repository.remotes)
        write_outputs(terminal, outputs, drift, renderings(program, lines, comment, page))
    if adoption:
        return adoption.run(drift, terminal.answer if TEXT in outputs else lambda lines: terminal.say(*lines))
    return announcement.code


def _compared(plan: "PlanJson") -> "PlanJson":
    """Return *plan* with an error where nothing is managed: an empty comparison must not pass as no drift."""
    problems: list[ProblemJson] = [
        {**one, "severity": "error"} if one["code"] == "nothing-managed" else one for one in plan["problems"]
    ]
    return {**plan, "problems": problems}
