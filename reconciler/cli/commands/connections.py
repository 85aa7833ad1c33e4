"""`reconciler connections`: who is connected to the endpoint services, and who waits; accepts and rejects by hand."""

from argparse import Namespace
from functools import partial
from pathlib import Path

from reconciler.cli.formats import add_format
from reconciler.cli.parser import EXPLAIN, Parser
from reconciler.cli.planning import add_acceptance, add_full, make_plan
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

_PROG = "reconciler connections"
DECISIONS = ("accept", "reject")
"""Words that stand in the place of a service: what follows them are endpoints."""

EXAMPLES = (
    ("reconciler connections api-us --pending", "list the endpoints that wait on one service"),
    ("reconciler connections accept vpce-0123456789abcdef0", "plan, ask, and accept an endpoint that waits"),
)
EXITS = {
    0: "",
    1: "failed, or the question of accept or reject was answered with no",
    3: "",
    4: "",
    6: "accept or reject: applied in part; the answer names what remains and what to do",
    7: "",
    64: "",
    130: "",
}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add the service or the decision with its endpoints, and the options of both."""
    parser.usage = f"{_PROG} [-h] [OPTIONS] [SERVICE]\n       {_PROG} [OPTIONS] accept|reject ENDPOINT…"
    parser.epilog, parser.mixes = EXPLAIN, True
    add = parser.add_argument
    what = "list only this service: its name or address in the repository, its id, or its service name; or the word "
    add("service", metavar="SERVICE", nargs="?", help=f"{what}accept or reject, before endpoints")
    add("endpoints", metavar="ENDPOINT", nargs="*", help="an endpoint to accept or to reject by hand: vpce-…")
    add("--pending", action="store_true", help="list only endpoints that wait to be accepted")
    add_format(parser)
    add_full(parser)
    group = parser.add_argument_group("accept and reject")
    group.add_argument("--yes", action="store_true", help="accept or reject without asking")
    what = "write the run report to FILE as JSON, also after a failure"
    group.add_argument("--report", metavar="FILE", type=Path, help=what)
    add_acceptance(group, "accept a refused rule for one plan, as the plan prints it; repeatable")


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """List the connections, or accept or reject endpoints."""
    from reconciler.cli.deciding import decide
    from reconciler.errors import UsageError
    from reconciler.suggestions import did_you_mean

    if arguments.service in DECISIONS:
        return decide(arguments, program, terminal)
    if arguments.endpoints:
        hint = did_you_mean(arguments.service, DECISIONS) or "endpoints follow accept or reject"
        raise UsageError(f"unexpected argument '{arguments.endpoints[0]}'", hint)
    given = [f"--{option}" for option in ("yes", "report", "accept") if vars(arguments)[option]]
    if given:
        raise UsageError(f"{given[0]} goes with accept or reject", "connections alone only reads")
    return _list(arguments, program, terminal)


def _list(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Read the endpoint services and show their connections; end with 7 if not all of them could be read."""
    from reconciler.cli.outputs import read_outputs, write_outputs
    from reconciler.cli.renderings import marker, renderings
    from reconciler.errors import ExitCode
    from reconciler.pipeline import connections
    from reconciler.render import connections_lines, connections_markdown

    outputs = read_outputs(arguments.format, arguments.config)
    vars(arguments).update(select=["endpoint_service"], sales=False, sellers_only=True)
    planning = make_plan(arguments, program, terminal)
    answer = connections(planning, service=arguments.service, pending=arguments.pending)
    lines = partial(connections_lines, full=arguments.full)
    comment = partial(connections_markdown, marker=marker("connections", arguments.config))
    write_outputs(terminal, outputs, answer, renderings(program, lines, comment))
    return ExitCode.UNREADABLE if answer["problems"] else ExitCode.DONE
