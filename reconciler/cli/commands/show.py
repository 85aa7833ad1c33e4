"""`reconciler show`: a saved plan, as `plan` showed it."""

from argparse import Namespace
from functools import partial
from pathlib import Path

from reconciler.cli.parser import Parser
from reconciler.cli.planning import add_full
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal


def options(parser: Parser) -> None:
    """Add the file and the format of the answer."""
    parser.add_argument("file", metavar="PLANFILE", type=Path, help="saved plan, written by reconciler plan --out")
    what = "write text (default) or json, to stdout or to FILE; repeatable"
    parser.add_argument("--format", metavar="F[=FILE]", action="append", default=[], help=what)
    add_full(parser)


def run(arguments: Namespace, _program: Program, terminal: Terminal) -> int:
    """Show the plan."""
    from reconciler.cli.outputs import read_outputs, write_outputs
    from reconciler.cli.plan_file import read_plan
    from reconciler.errors import ExitCode
    from reconciler.render import plan_lines

    outputs = read_outputs(arguments.format, arguments.config, kept=arguments.file)
    write_outputs(terminal, outputs, read_plan(arguments.file), partial(plan_lines, full=arguments.full))
    return ExitCode.DONE
