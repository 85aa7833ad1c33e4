"""`reconciler plan`: what apply would change, and which rules refuse it. Never writes to AWS."""

from argparse import Namespace
from functools import partial
from pathlib import Path

from reconciler.cli.fleet.concurrency import add_on
from reconciler.cli.formats import ALL_FORMATS, add_format
from reconciler.cli.parser import EXPLAIN, Parser
from reconciler.cli.planning import add_acceptance, add_at, add_full, add_selection, apply_command, make_plan
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

EXAMPLES = (
    ("reconciler plan --out plan.json --detailed-exitcode", "save a plan for review"),
    ("reconciler plan --select 'experience.fin*' --no-removals", "plan a part, without removals"),
)
EXITS = {0: "", 1: "failed", 2: "changes (with --detailed-exitcode)", 3: "", 4: "", 7: "", 64: "", 130: ""}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""
FLEET = ("full", "at", "no_removals", "reject_connections")
"""Options that each member of a fleet gets."""


def options(parser: Parser) -> None:
    """Add the outputs, the selection and the acceptances."""
    parser.epilog = EXPLAIN
    add = parser.add_argument
    add("--out", metavar="FILE", type=Path, help="save the plan to FILE, for show and apply")
    add_format(parser, ALL_FORMATS)
    add_full(parser)
    add_at(parser)
    add("--detailed-exitcode", action="store_true", help="end with exit code 2 if there are changes")
    add_acceptance(parser)
    add_selection(parser)
    add_on(parser)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Plan, and write every requested output, also of a plan that is refused or could not be made."""
    from reconciler.cli.codes import plan_code
    from reconciler.cli.outputs import read_outputs, write_outputs
    from reconciler.cli.renderings import marker, renderings
    from reconciler.cli.unplanned import answering
    from reconciler.render import plan_html, plan_lines, plan_markdown

    outputs = read_outputs(arguments.format, arguments.config, also=arguments.out, known=ALL_FORMATS)
    mark = marker("plan", arguments.config)
    with answering(arguments, program, terminal, outputs, mark):
        plan = make_plan(arguments, program, terminal).plan.as_json()
    command = apply_command(arguments, arguments.out)
    lines = partial(plan_lines, full=arguments.full, command=command)
    comment, page = partial(plan_markdown, marker=mark), partial(plan_html, marker=mark, command=command)
    write_outputs(terminal, outputs, plan, renderings(program, lines, comment, page))
    return plan_code(plan, detailed=arguments.detailed_exitcode)
