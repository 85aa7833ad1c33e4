"""`reconciler drift`: how AWS differs from the repository. Never writes to AWS."""

from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.formats import add_format
from reconciler.cli.parser import EXPLAIN, Parser
from reconciler.cli.planning import add_full, add_selectors, apply_command, make_plan
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

if TYPE_CHECKING:
    from reconciler.printed import PlanJson, ProblemJson

EXAMPLES = (
    ("reconciler drift --format text --format json=drift.json", "compare the whole repository, keep the JSON, too"),
    ("reconciler drift --revert undo.json", "save the plan that undoes the drift, for apply undo.json"),
)
EXITS = {
    0: "",
    1: "failed",
    2: "drift",
    3: "",
    4: "the plan of --revert is refused, or a check of the account failed",
    7: "",
    64: "",
    130: "",
}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add the format of the answer, the selection, and the file of the plan that undoes the drift."""
    parser.epilog = EXPLAIN
    add_format(parser)
    add_full(parser)
    add_selectors(parser, "compare")
    parser.add_argument("--revert", metavar="FILE", type=Path, help="save the plan that undoes the drift to FILE")


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Plan, and show the plan as drift; end with 2 when there is any."""
    from reconciler.cli.codes import drift_code
    from reconciler.cli.outputs import read_outputs, write_outputs
    from reconciler.cli.renderings import marker, renderings
    from reconciler.cli.unplanned import answering
    from reconciler.render import drift_lines, drift_markdown

    outputs = read_outputs(arguments.format, arguments.config, also=arguments.revert)
    mark = marker("drift", arguments.config)
    with answering(arguments, program, terminal, outputs, mark):
        drift = _compared(make_plan(arguments, program, terminal).plan.as_json())
    undo, saved = apply_command(arguments, arguments.revert), bool(arguments.revert)
    lines = partial(drift_lines, full=arguments.full, command=undo, saved=saved)
    comment = partial(drift_markdown, marker=mark)
    write_outputs(terminal, outputs, drift, renderings(program, lines, comment))
    return drift_code(drift, saved=saved)


def _compared(plan: "PlanJson") -> "PlanJson":
    """Return *plan* with an error where nothing is managed: an empty comparison must not pass as no drift."""
    problems: list[ProblemJson] = [
        {**one, "severity": "error"} if one["code"] == "nothing-managed" else one for one in plan["problems"]
    ]
    return {**plan, "problems": problems}
