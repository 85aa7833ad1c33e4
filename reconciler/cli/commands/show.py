"""`reconciler show`: a saved plan, as `plan` showed it."""

from argparse import Namespace
from functools import partial
from pathlib import Path

from reconciler.cli.formats import PAGE, SHOWN, add_format
from reconciler.cli.parser import Parser
from reconciler.cli.planning import add_full, apply_command
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

EXAMPLES = (
    ("reconciler show plan.json", "show a saved plan"),
    ("reconciler show plan.json --format json | jq .impact", "ask the JSON"),
)
EXITS = {0: "", 64: ""}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add the file and the format of the answer."""
    parser.add_argument("file", metavar="PLANFILE", type=Path, help="saved plan, written by reconciler plan --out")
    add_format(parser, SHOWN)
    add_full(parser)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Show the plan."""
    from reconciler.cli.outputs import read_outputs, write_outputs
    from reconciler.cli.plan_file import read_plan
    from reconciler.cli.renderings import marker, renderings
    from reconciler.errors import ExitCode
    from reconciler.render import plan_html, plan_lines, plan_markdown

    outputs = read_outputs(arguments.format, arguments.config, kept=arguments.file, known=SHOWN)
    command = apply_command(arguments, arguments.file)
    lines = partial(plan_lines, full=arguments.full, command=command, now=program.now())
    mark = marker("show", arguments.config)
    comment = partial(plan_markdown, marker=mark)
    page = partial(plan_html, marker=mark, command=command, now=program.now())
    looked_at = [page] if any(output.format == PAGE for output in outputs) else []
    plan = read_plan(arguments.file, comment, *looked_at)
    write_outputs(terminal, outputs, plan, renderings(program, lines, comment, page))
    return ExitCode.DONE
