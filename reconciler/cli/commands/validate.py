"""`reconciler validate`: all problems of a repository that can be found without AWS."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.fleet.concurrency import add_on
from reconciler.cli.formats import CHECKED, add_format
from reconciler.cli.parser import EXPLAIN, Parser
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

if TYPE_CHECKING:
    from reconciler.model import Problem
    from reconciler.printed import ReadJson, ValidationJson
    from reconciler.render import Style

EXAMPLES = (
    ("reconciler validate", "check all of the desired state"),
    ("reconciler validate --format github", "show the problems on the lines of a pull request"),
)
EXITS = {0: "", 3: "", 64: "", 130: ""}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""
FLEET = ()
"""Options that each member of a fleet gets."""


def options(parser: Parser) -> None:
    """Add the files and folders to check; without them, all of the desired state."""
    parser.epilog = EXPLAIN
    what = "file or folder; only these are read, so they must state all that they name (default: all documents)"
    add_format(parser, CHECKED)
    add_on(parser)
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help=what)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Show all problems at once; end with 3 when one of them is an error."""
    from reconciler.cli.errors import telling
    from reconciler.cli.outputs import beside_errors, read_outputs, write_outputs
    from reconciler.cli.renderings import marker, renderings
    from reconciler.cli.repository import find_config
    from reconciler.cli.unplanned import problems_of
    from reconciler.errors import ExitCode, InvalidInput
    from reconciler.render import validation_markdown

    outputs = read_outputs(arguments.format, arguments.config, known=CHECKED)
    _must_exist(arguments.paths)
    table = renderings(program, _lines, partial(validation_markdown, marker=marker("validate", arguments.config)))
    try:
        repository = program.load(find_config(arguments.config, Path.cwd()), arguments.paths)
        answer = _answer(repository.problems, repository.tally.as_json() if repository.tally else None)
    except InvalidInput as error:
        answer = _answer(problems_of(error))
        if not error.problems:
            with telling(terminal):
                write_outputs(terminal, beside_errors(outputs), answer, table)
            raise
    write_outputs(terminal, outputs, answer, table)
    return ExitCode.DONE if answer["valid"] else ExitCode.INVALID


def _answer(problems: Sequence["Problem"], read: "ReadJson | None" = None) -> "ValidationJson":
    """Return the answer; *read* is None where it is unknown how much was read."""
    from reconciler.model import FORMAT_VERSION, Severity, worst_first

    return {
        "format_version": FORMAT_VERSION,
        "valid": all(problem.severity is not Severity.ERROR for problem in problems),
        "read": read,
        "problems": [problem.as_json() for problem in worst_first(problems)],
    }


def _lines(answer: "ValidationJson", style: "Style") -> Iterable[str]:
    from reconciler.render import validation_lines
    from reconciler.render.page import Page

    return validation_lines(Page(style, full=True), answer["problems"], answer["read"])


def _must_exist(paths: list[Path]) -> None:
    """Refuse a path that does not exist: checking nothing would find no problems."""
    from reconciler.errors import UsageError

    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
