"""`reconciler effective`: which experience governs each account and what it can buy. Never writes to AWS."""

from argparse import Namespace
from functools import partial
from pathlib import Path

from reconciler.cli.formats import SHOWN, add_format
from reconciler.cli.parser import Parser
from reconciler.cli.planning import add_acceptance, add_full, add_selection, make_plan
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

EXAMPLES = (
    ("reconciler effective --account finance-prod", "why an account is governed as it is"),
    ("reconciler effective plan.json --product datadog", "who can buy a product, now and after a plan"),
)
EXITS = {0: "", 1: "failed", 3: "", 4: "", 5: "", 7: "", 64: "", 130: ""}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add account and product, the saved plan, if any, and the format of the answer."""
    add = parser.add_argument
    what = "saved plan; answered, with its options and acceptances, only if planning again gives the same plan"
    add("file", metavar="PLANFILE", nargs="?", type=Path, help=what)
    add("--account", metavar="ID|NAME", help="show only this account, and why its experience governs it")
    add("--product", metavar="ID|NAME", help="show who can buy this product, now and after the plan")
    add_format(parser, SHOWN)
    add_full(parser)
    add_acceptance(parser)
    add_selection(parser)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Plan, and show the experience of each account now and after the plan; end with the exit code of the plan."""
    from reconciler.cli.codes import plan_code
    from reconciler.cli.outputs import read_outputs, write_outputs
    from reconciler.cli.plan_file import check_fresh, read_plan, take_options
    from reconciler.cli.renderings import marker, renderings
    from reconciler.cli.unplanned import answering
    from reconciler.pipeline import effective
    from reconciler.render import effective_html, effective_lines, effective_markdown

    outputs = read_outputs(arguments.format, arguments.config, kept=arguments.file, known=SHOWN)
    saved = read_plan(arguments.file) if arguments.file else None
    if saved:
        take_options(saved, arguments)
    mark, arguments.sales = marker("effective", arguments.config), False
    with answering(arguments, program, terminal, outputs, mark):
        planning = make_plan(arguments, program, terminal, whole_organization=True)
        plan = planning.plan.as_json()
        if saved:
            check_fresh(saved, plan)
        answer = effective(planning, account=arguments.account, product=arguments.product)
    lines = partial(effective_lines, full=arguments.full)
    comment = partial(effective_markdown, marker=mark, world=plan["world"])
    page = partial(effective_html, marker=mark, plan=plan)
    write_outputs(terminal, outputs, answer, renderings(program, lines, comment, page))
    return plan_code(plan, detailed=False)
