"""`reconciler connections`: who is connected to the endpoint services, and who waits. Never writes to AWS."""

from argparse import Namespace
from functools import partial

from reconciler.cli.formats import add_format
from reconciler.cli.parser import Parser
from reconciler.cli.planning import add_full, make_plan
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

EXAMPLES = (
    ("reconciler connections", "list all endpoint services of the repository, with their connections"),
    ("reconciler connections api-us --pending", "list the endpoints that wait on one service"),
)
EXITS = {0: "", 1: "failed", 3: "", 4: "", 7: "", 64: "", 130: ""}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add the service, the restriction to endpoints that wait, and the format of the answer."""
    add = parser.add_argument
    what = "list only this service: its name or address in the repository, its id, or its service name"
    add("service", metavar="SERVICE", nargs="?", help=what)
    add("--pending", action="store_true", help="list only endpoints that wait to be accepted")
    add_format(parser)
    add_full(parser)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Read the endpoint services and show their connections; end with 7 if not all of them could be read."""
    from reconciler.cli.outputs import read_outputs, write_outputs
    from reconciler.cli.renderings import marker, renderings
    from reconciler.errors import ExitCode
    from reconciler.pipeline import connections
    from reconciler.render import connections_lines, connections_markdown

    outputs = read_outputs(arguments.format, arguments.config)
    vars(arguments).update(select=["endpoint_service"], sales=False)
    planning = make_plan(arguments, program, terminal)
    answer = connections(planning, service=arguments.service, pending=arguments.pending)
    lines = partial(connections_lines, full=arguments.full)
    comment = partial(connections_markdown, marker=marker("connections", arguments.config))
    write_outputs(terminal, outputs, answer, renderings(program, lines, comment))
    return ExitCode.UNREADABLE if answer["problems"] else ExitCode.DONE
