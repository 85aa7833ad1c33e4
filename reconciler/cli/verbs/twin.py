"""`reconciler twin serve`: the embedded AWS over HTTP."""

from argparse import Namespace
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from reconciler.cli.parser import Parser, number_up_to, one_of
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

_PORTS = 65535


def options(parser: Parser) -> None:
    """Take where to listen and what the organisation looks like."""
    add = parser.add_argument
    add("action", metavar="serve", type=one_of("serve"), help="answer until interrupted")
    add("--port", metavar="N", type=number_up_to(_PORTS), default=0, help="default: a free one, which is told")
    add("--seed", metavar="FILE", type=Path, help="the organisation and the experiences to begin with")


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Serve until it is interrupted, which is how serving is meant to end."""
    from reconciler.errors import ExitCode, UsageError

    if arguments.seed and not arguments.seed.is_file():
        raise UsageError(f"--seed {arguments.seed}: no such file")
    with suppress(KeyboardInterrupt):
        program.serve(arguments.port, arguments.seed, partial(_ready, terminal))
    return ExitCode.DONE


def _ready(terminal: Terminal, environment: Mapping[str, str]) -> None:
    """Give what a shell needs to point any AWS client here."""
    terminal.say(f"The twin answers at {environment['AWS_ENDPOINT_URL']} until it is interrupted. For its clients:")
    terminal.answer(f"export {name}={value}" for name, value in environment.items())
