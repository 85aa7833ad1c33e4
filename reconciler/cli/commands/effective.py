"""`reconciler effective`: which experience governs whom, why, and what that lets buy. Never writes to AWS."""

from argparse import Namespace
from functools import partial
from pathlib import Path

from reconciler.cli.parser import Parser
from reconciler.cli.planning import add_acceptance, add_full, add_selection, make_plan
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal


def options(parser: Parser) -> None:
    """Take whom and what it is about, the saved plan, if any, and the forms of the answer."""
    add = parser.add_argument
    what = "answer only if planning again gives this plan; its select options are to be given again"
    add("file", metavar="PLANFILE", nargs="?", type=Path, help=what)
    add("--account", metavar="ID|NAME", help="only this account, and why it is governed as it is: an id or any name")
    add("--product", metavar="ID|NAME", help="who may buy this product, now and after the plan: an id or any name")
    add("--format", metavar="F[=FILE]", action="append", default=[], help="text (default) or json; may be repeated")
    add_full(parser)
    add_acceptance(parser)
    add_selection(parser)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Plan, and tell who is governed by what as it is and as it would be; end as the plan does."""
    from reconciler.cli.codes import plan_code
    from reconciler.cli.outputs import read_outputs, write_outputs
    from reconciler.cli.plan_file import check_fresh, read_plan
    from reconciler.cli.unplanned import answering
    from reconciler.pipeline import effective
    from reconciler.render import effective_lines

    outputs = read_outputs(arguments.format, arguments.config, kept=arguments.file)
    saved = read_plan(arguments.file) if arguments.file else None
    with answering(arguments, program, terminal, outputs):
        planning = make_plan(arguments, program, terminal)
    plan = planning.plan.as_json()
    if saved:
        check_fresh(saved, plan)
    document = effective(planning, account=arguments.account, product=arguments.product)
    write_outputs(terminal, outputs, document, partial(effective_lines, full=arguments.full))
    return plan_code(plan, detailed=False)
