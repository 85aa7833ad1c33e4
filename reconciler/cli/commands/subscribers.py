"""`reconciler subscribers`: who is subscribed, may connect and is connected. Never writes to AWS."""

from argparse import Namespace
from functools import partial

from reconciler.cli.formats import add_format
from reconciler.cli.parser import EXPLAIN, Parser
from reconciler.cli.planning import add_full, make_plan
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

EXAMPLES = (
    ("reconciler subscribers", "compare subscriptions with grants and connections, of all offerings"),
    ("reconciler subscribers api --write", "write documents that grant subscribers of one offering, to be reviewed"),
)
EXITS = {
    0: "",
    1: "failed",
    2: "subscriptions and access disagree, or cannot be compared",
    3: "",
    4: "",
    7: "",
    64: "",
    130: "",
}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add the offering, the option that proposes documents, and the format of the answer."""
    parser.epilog = EXPLAIN
    add = parser.add_argument
    add("offering", metavar="OFFERING", nargs="?", help="compare only this offering of reconciler.yaml")
    what = "write a document for each subscriber that is not allowed; nothing is granted until apply"
    add("--write", action="store_true", help=what)
    add_format(parser)
    add_full(parser)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Read sales, grants and connections, and show where they disagree; end with 2 when they do."""
    from reconciler.cli.codes import subscribers_code
    from reconciler.cli.outputs import read_outputs, write_outputs
    from reconciler.cli.proposing import write_proposed
    from reconciler.cli.renderings import marker, renderings
    from reconciler.cli.unplanned import answering
    from reconciler.pipeline import Subscribers
    from reconciler.render import subscribers_lines, subscribers_markdown

    outputs = read_outputs(arguments.format, arguments.config)
    mark = marker("subscribers", arguments.config)
    vars(arguments).update(select=["endpoint_service"], sellers_only=True)
    with answering(arguments, program, terminal, outputs, mark):
        planning = make_plan(arguments, program, terminal)
        customers = Subscribers.of(planning, arguments.offering)
    answer = customers.answer(write_proposed(customers, arguments.config) if arguments.write else None)
    lines = partial(subscribers_lines, full=arguments.full)
    write_outputs(terminal, outputs, answer, renderings(program, lines, partial(subscribers_markdown, marker=mark)))
    return subscribers_code(answer)
