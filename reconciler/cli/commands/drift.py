"""`reconciler drift`: how AWS differs from the repository. Never writes to AWS."""

from argparse import Namespace
from collections.abc import Mapping
from functools import partial
from typing import Any

from reconciler.cli.parser import EXPLAIN, Parser
from reconciler.cli.planning import add_full, make_plan
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

Document = Mapping[str, Any]


def options(parser: Parser) -> None:
    """Add the format of the answer."""
    parser.epilog = EXPLAIN
    what = "write text (default) or json, to stdout or to FILE; repeatable"
    parser.add_argument("--format", metavar="F[=FILE]", action="append", default=[], help=what)
    add_full(parser)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Plan, and show the plan as drift; end with 2 when there is any."""
    from reconciler.cli.codes import drift_code
    from reconciler.cli.outputs import read_outputs, write_outputs
    from reconciler.cli.unplanned import answering
    from reconciler.render import drift_lines

    outputs = read_outputs(arguments.format, arguments.config)
    with answering(arguments, program, terminal, outputs):
        document = _compared(make_plan(arguments, program, terminal).plan.as_json())
    write_outputs(terminal, outputs, document, partial(drift_lines, full=arguments.full))
    return drift_code(document)


def _compared(plan: Document) -> Document:
    """Return *plan* with an error where nothing is managed: an empty comparison must not pass as no drift."""
    problems = [one | {"severity": "error"} if one["code"] == "nothing-managed" else one for one in plan["problems"]]
    return {**plan, "problems": problems}
