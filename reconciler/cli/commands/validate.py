"""`reconciler validate`: all problems of a repository that can be found without AWS."""

from argparse import Namespace
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.parser import EXPLAIN, Parser
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

if TYPE_CHECKING:
    from reconciler.printed import ValidationJson
    from reconciler.render import Style

EXAMPLES = (
    ("reconciler validate", "check all of the desired state"),
    ("reconciler validate --format github", "show the problems on the lines of a pull request"),
)
EXITS = {0: "", 3: "", 64: "", 130: ""}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""


def options(parser: Parser) -> None:
    """Add the files and folders to check; without them, all of the desired state."""
    parser.epilog = EXPLAIN
    what = "file or folder; only these are read, so they must state all that they name (default: all documents)"
    forms = "write text (default), json, github or sarif, to stdout or to FILE; repeatable"
    parser.add_argument("--format", metavar="F[=FILE]", action="append", default=[], help=forms)
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help=what)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Show all problems at once; end with 3 when one of them is an error."""
    from reconciler.cli.annotating import annotations
    from reconciler.cli.outputs import ALL_FORMATS, read_outputs, write_outputs
    from reconciler.cli.repository import find_config
    from reconciler.errors import ExitCode, InvalidInput
    from reconciler.model import FORMAT_VERSION, Severity, worst_first

    outputs = read_outputs(arguments.format, arguments.config, known=ALL_FORMATS)
    _must_exist(arguments.paths)
    read = None
    try:
        repository = program.load(find_config(arguments.config, Path.cwd()), arguments.paths)
        problems, read = repository.problems, repository.tally.as_json() if repository.tally else None
    except InvalidInput as error:
        if not error.problems:
            raise
        problems = error.problems
    found = [problem.as_json() for problem in worst_first(problems)]
    invalid = any(problem.severity is Severity.ERROR for problem in problems)
    answer: ValidationJson = {"format_version": FORMAT_VERSION, "valid": not invalid, "read": read, "problems": found}
    write_outputs(terminal, outputs, answer, _lines, partial(annotations, program))
    return ExitCode.INVALID if invalid else ExitCode.DONE


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
