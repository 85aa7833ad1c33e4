"""`reconciler sheet`: what to send to a customer. Never writes to AWS."""

from argparse import Namespace
from functools import partial

from reconciler.cli.formats import FORMATS, add_format
from reconciler.cli.parser import Parser
from reconciler.cli.planning import make_plan
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

EXAMPLES = (
    ("reconciler sheet acme", "show what acme needs to connect"),
    ("reconciler sheet 111111111111 --format markdown=acme.md", "write it into a file to send"),
)
EXITS = {0: "", 1: "failed", 3: "", 4: "", 7: "", 64: "", 130: ""}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""

_SERVICES = "endpoint_service"


def options(parser: Parser) -> None:
    """Add the customer and the format of the answer."""
    what = "name or title of a principal or of an allowed_principals document, or an account id"
    parser.add_argument("customer", metavar="CUSTOMER", help=what)
    add_format(parser, FORMATS)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Plan the endpoint services and show the sheet; what guards refuse does not matter for it."""
    from reconciler.cli.codes import sheet_code
    from reconciler.cli.outputs import read_outputs, write_outputs
    from reconciler.cli.renderings import marker, renderings
    from reconciler.cli.unplanned import answering
    from reconciler.pipeline import sheet
    from reconciler.render import sheet_lines, sheet_markdown

    outputs = read_outputs(arguments.format, arguments.config, known=FORMATS)
    mark = marker("sheet", arguments.config)
    vars(arguments).update(select=[_SERVICES], sales=False, sellers_only=True)
    with answering(arguments, program, terminal, outputs, mark):
        planning = make_plan(arguments, program, terminal)
        answer = sheet(planning, arguments.customer)
    comment = partial(sheet_markdown, marker=mark)
    write_outputs(terminal, outputs, answer, renderings(program, sheet_lines, comment))
    return sheet_code(planning.plan.as_json())
