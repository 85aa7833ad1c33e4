"""`reconciler twin`: the embedded AWS over HTTP, for one command, in the background or in this process."""

from argparse import Namespace
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from reconciler.cli.parser import OneOf, Parser, number_up_to
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal
from reconciler.cli.twin_environment import NOBODY, shell_lines

_PORTS = 65535
_ACTIONS = ("run", "start", "stop", "serve")

EXAMPLES = (
    ("reconciler twin run -- reconciler plan", "run one command with the twin as its AWS"),
    ('eval "$(reconciler twin start)"', "point this shell at a twin"),
)
EXITS = {0: "done; run ends with the exit code of COMMAND", 1: "failed", 64: "usage error; COMMAND was not run"}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add the action, the port and the seed."""
    add = parser.add_argument
    parser.usage = "reconciler twin [-h] [OPTIONS] run|start|stop|serve [-- COMMAND…]"
    add(
        "action",
        metavar="run|start|stop|serve",
        type=OneOf(*_ACTIONS),
        help="run: run COMMAND with the twin as its AWS; start: start a twin in the background, print its environment "
        "for eval; stop: stop it; serve: serve until interrupted",
    )
    add(
        "--port",
        metavar="N",
        type=number_up_to(_PORTS),
        default=0,
        help="port to listen on (default: a free port, which is printed)",
    )
    add(
        "--seed",
        metavar="FILE",
        type=Path,
        help="file with the organization, experiences and endpoint services to begin with",
    )
    parser.take_command("command")


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Carry out the action; only `run` takes a command."""
    from reconciler.errors import UsageError

    if "mistake" in arguments:
        if "start" in arguments.words:
            _point_at_nobody(program, terminal)
        raise arguments.mistake
    if arguments.command and arguments.action != "run":
        raise UsageError(f"twin {arguments.action} takes no command", "use reconciler twin run -- COMMAND")
    return {"run": _run, "start": _start, "stop": _stop, "serve": _serve}[arguments.action](
        arguments, program, terminal
    )


def _serve(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Serve until interrupted, which is the normal end."""
    from reconciler.errors import ExitCode

    _check(arguments)
    with suppress(KeyboardInterrupt):
        program.serve(arguments.port, arguments.seed, partial(_ready, terminal))
    return ExitCode.DONE


def _run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Run the command with the twin, and return its exit code; 64 if the command did not start."""
    from reconciler.cli.errors import tell
    from reconciler.cli.foreground import Ended, carry_out
    from reconciler.errors import ExitCode, ReconcilerError, UsageError

    if not arguments.command:
        raise UsageError("a command is missing", "use reconciler twin run -- COMMAND")
    try:
        _check(arguments)
        ready = partial(carry_out, arguments.command, program.environment, program.interruption)
        program.serve(arguments.port, arguments.seed, ready)
    except Ended as ended:
        return ended.code
    except ReconcilerError as error:
        tell(error, terminal)
    return ExitCode.USAGE


def _start(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Start a twin and print its environment; after a failure one that points to no program, never to real AWS."""
    from reconciler.cli.background import start
    from reconciler.errors import ExitCode, ReconcilerError

    seed = ("--seed", str(arguments.seed.absolute())) if arguments.seed else ()
    try:
        _check(arguments)
        twin = start(("--port", str(arguments.port), *seed))
    except ReconcilerError:
        _point_at_nobody(program, terminal)
        raise
    terminal.answer(shell_lines(program.environment, twin))
    terminal.say(f"The twin runs at {twin['AWS_ENDPOINT_URL']}. To stop it: reconciler twin stop")
    return ExitCode.DONE


def _stop(_arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Stop the twin that the environment points to; the shell keeps pointing there, not to real AWS."""
    from reconciler.cli.background import stop
    from reconciler.errors import ExitCode

    endpoint = stop(program.environment)
    terminal.say(
        f"The twin at {endpoint} has stopped. This shell still points to it; a new shell uses your own AWS account."
    )
    return ExitCode.DONE


def _point_at_nobody(program: Program, terminal: Terminal) -> None:
    """Print lines that point the evaluating shell to no program, and make it fail."""
    terminal.answer((*shell_lines(program.environment, NOBODY), "false"))


def _check(arguments: Namespace) -> None:
    """Refuse a seed that is no file, before anything is started."""
    from reconciler.errors import UsageError

    if arguments.seed and not arguments.seed.is_file():
        raise UsageError(f"--seed {arguments.seed}: no such file")


def _ready(terminal: Terminal, environment: Mapping[str, str]) -> None:
    """Print the environment that points any AWS client to the twin."""
    terminal.say(
        f"The twin answers at {environment['AWS_ENDPOINT_URL']} until interrupted. Its clients need this environment:"
    )
    terminal.answer(f"export {name}={value}" for name, value in environment.items())
