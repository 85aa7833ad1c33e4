"""`reconciler verify`: look at an endpoint service from another account. It writes test endpoints, and nothing else."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Sequence
from functools import partial

from reconciler.cli.formats import add_format
from reconciler.cli.parser import Parser, number_up_to
from reconciler.cli.planning import make_plan
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

EXAMPLES = (
    ("reconciler verify api-us", "look at the service as another account sees it; nothing is created"),
    ("reconciler verify api-us --endpoint subnet-0123456789abcdef0", "create a test endpoint, look at it, remove it"),
)
EXITS = {
    0: "nothing is red",
    1: "failed, or the answer was not 'yes'",
    2: "something is red",
    3: "",
    4: "",
    7: "",
    64: "",
    130: "",
}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add the service, the test endpoint, and the format of the answer."""
    add = parser.add_argument
    add(
        "service",
        metavar="SERVICE",
        help="the service: its name or address in the repository, its id, or its service name",
    )
    what = "create a test endpoint in these subnets of the observer, wait until it is available, look at it, remove it"
    add("--endpoint", metavar="SUBNET,…", type=_ids, default=(), help=what)
    what = "security groups of the test endpoint, by default that of its VPC"
    add("--security-groups", metavar="GROUP,…", type=_ids, default=(), help=what)
    what = "try to reach the test endpoint; it says that this machine is inside the endpoint's VPC"
    add("--connect", action="store_true", help=what)
    add("--port", metavar="N", type=number_up_to(65535), help="the port that --connect tries, by default 443")
    add("--yes", action="store_true", help="create the test endpoint without asking")
    add_format(parser)


def _ids(text: str) -> tuple[str, ...]:
    """Read ids with commas between them."""
    found = tuple(part.strip() for part in text.split(","))
    if not all(found) or len(set(found)) < len(found):
        raise ArgumentTypeError(f"'{text}' is no list of different ids with commas between them")
    return found


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Plan the endpoint services to know what AWS has, look from the observer, and write the answer."""
    from reconciler.cli.outputs import read_outputs, write_outputs
    from reconciler.cli.renderings import marker, renderings
    from reconciler.errors import UsageError
    from reconciler.pipeline import EndpointOptions, verify_code
    from reconciler.render import verification_lines, verification_markdown

    outputs = read_outputs(arguments.format, arguments.config)
    if arguments.endpoint and not arguments.yes and not terminal.interactive:
        raise UsageError(
            "verify --endpoint has to ask, and there is no terminal", "use --yes to create it without asking"
        )
    for option, given in (("--security-groups", arguments.security_groups), ("--connect", arguments.connect)):
        if given and not arguments.endpoint:
            raise UsageError(f"{option} is for the endpoint of --endpoint", "add --endpoint SUBNET,…")
    if arguments.port is not None and not arguments.connect:
        raise UsageError("--port is the port that --connect tries", "add --connect, inside the VPC of the endpoint")
    vars(arguments).update(select=["endpoint_service"], sales=False, sellers_only=True)
    planning = make_plan(arguments, program, terminal)
    asked = EndpointOptions(
        subnets=arguments.endpoint,
        security_groups=arguments.security_groups,
        connect=arguments.connect,
        port=443 if arguments.port is None else arguments.port,
        config=arguments.config,
    )
    agree = partial(_agree, arguments, terminal)
    answer = program.verify(planning, arguments.service, asked, agree, terminal.complain)
    comment = partial(verification_markdown, marker=marker("verify", arguments.config))
    write_outputs(terminal, outputs, answer, renderings(program, verification_lines, comment))
    return verify_code(answer)


def _agree(arguments: Namespace, terminal: Terminal, costs: Sequence[str]) -> None:
    """Say what the test means and costs, and ask unless `--yes` is given. Raises ReconcilerError without a yes."""
    from reconciler.errors import ReconcilerError
    from reconciler.folding import folded

    terminal.complain(*folded(costs, terminal.error_style.width))
    if not arguments.yes and terminal.ask("Go on? Only 'yes' will be accepted:") != "yes":
        raise ReconcilerError("the answer was not 'yes', so nothing was created")
