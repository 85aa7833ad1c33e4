"""`reconciler fmt`: documents in their canonical form."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.formats import add_format
from reconciler.cli.parser import EXPLAIN, Parser
from reconciler.cli.program import Program
from reconciler.cli.terminal import Terminal

if TYPE_CHECKING:
    from reconciler.model import Problem
    from reconciler.pipeline import FormattedFile
    from reconciler.printed import FileState, FormattedFileJson, FormattingJson
    from reconciler.render import Style

EXAMPLES = (
    ("reconciler fmt", "write all documents of the repository in canonical form"),
    ("reconciler fmt --check", "name the files that are not, and write nothing"),
)
EXITS = {
    0: "",
    1: "a file is not in canonical form (--check), or could not be written",
    3: "a file has errors and was not formatted; the others were",
    64: "",
    130: "",
}
"""The exit codes, with what they mean here; without words, they mean what they mean everywhere."""

_FORMATS = ("text", "json")


def options(parser: Parser) -> None:
    """Add the files and folders to format; without them, the folder of the documents."""
    parser.epilog = EXPLAIN
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if a file would be written")
    add_format(parser, _FORMATS)
    what = "file or folder (default: all documents of the repository, without those that it includes)"
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help=what)


def run(arguments: Namespace, program: Program, terminal: Terminal) -> int:
    """Format each file without errors, and show what was done."""
    from reconciler.cli.outputs import read_outputs, write_outputs
    from reconciler.errors import ExitCode
    from reconciler.model import FORMAT_VERSION, worst_first
    from reconciler.render import json_pieces

    outputs = read_outputs(arguments.format, arguments.config, known=_FORMATS)
    files: list[FormattedFileJson] = []
    problems: list[Problem] = []
    for file in program.format_files(_config(arguments.config, arguments.paths), arguments.paths):
        state, found = _settled(file, check=arguments.check)
        problems += found
        files += [{"path": file.name, "state": state}] if file.name else []
    answer: FormattingJson = {
        "format_version": FORMAT_VERSION,
        "check": arguments.check,
        "files": files,
        "problems": [problem.as_json() for problem in worst_first(problems)],
    }
    table = {
        "text": lambda answer, style: (f"{line}\n" for line in _lines(answer, style)),
        "json": lambda answer, _style: json_pieces(answer),
    }
    write_outputs(terminal, outputs, answer, table)
    states = {one["state"] for one in files}
    invalid = any(problem["code"] not in {"unwritable", "changed-meanwhile"} for problem in answer["problems"])
    return ExitCode.INVALID if invalid else ExitCode.FAILED if states & {"unformatted", "failed"} else ExitCode.DONE


def _config(given: str | None, paths: Sequence[Path]) -> Path | None:
    """Return the settings file; None where PATHs are given and no repository is around them."""
    from reconciler.cli.repository import find_config
    from reconciler.errors import InvalidInput, UsageError

    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
    try:
        return find_config(given, Path.cwd())
    except InvalidInput:
        if given or not paths:
            raise
        return None


def _settled(file: "FormattedFile", *, check: bool) -> "tuple[FileState, Sequence[Problem]]":
    """Write *file* if it changes, unless *check*; return its state then, and its problems."""
    if file.included:
        return "included", ()
    if file.problems:
        return "invalid", file.problems
    if file.before == file.after:
        return "unchanged", ()
    if check:
        return "unformatted", ()
    problem = _written(file)
    return ("failed", (problem,)) if problem else ("formatted", ())


def _written(file: "FormattedFile") -> "Problem | None":
    """Write *file* whole, unless another program changed it meanwhile; return the problem that it was not written."""
    from reconciler.cli.files import write_whole
    from reconciler.documents import NotReadable, read_bytes
    from reconciler.errors import ReconcilerError
    from reconciler.model import error

    try:
        if read_bytes(file.path) != file.before:
            return error("changed-meanwhile", f"{file.name} was changed meanwhile", hint="run 'reconciler fmt' again")
        write_whole(file.path, file.after.decode("utf-8"))
    except NotReadable as gone:
        return error("changed-meanwhile", f"{file.name} {gone.why}", hint="run 'reconciler fmt' again")
    except ReconcilerError as failed:
        return error("unwritable", failed.message, hint="check the permissions of the file and of its folder")
    return None


def _lines(answer: "FormattingJson", style: "Style") -> Iterable[str]:
    from reconciler.render import formatting_lines
    from reconciler.render.page import Page

    return formatting_lines(Page(style, full=True), answer)
