"""A plan that could not be made, as an answer: its problems, for programs that read answers and not screens."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reconciler.errors import ExitCode, InvalidInput, ReconcilerError
from reconciler.model import Plan, Problem
from reconciler.model import error as as_error
from reconciler.render import Style, problem_lines, to_json
from reconciler.render.page import Page
from reconciler.spelling import moment

from .files import write_whole
from .outputs import Output, write_outputs
from .planning import options_of
from .program import Program
from .terminal import Terminal

Document = Mapping[str, Any]

_CODES = {ExitCode.INVALID: "invalid", ExitCode.REFUSED: "refused", ExitCode.UNREADABLE: "unreadable"}
"""The codes of problems that an exception makes: why there is no plan. With any other exit code nothing is answered."""


def problems_of(error: BaseException) -> tuple[Problem, ...]:
    """Return what *error* says is wrong: its own problems, or itself as one; nothing where it is none of ours."""
    if isinstance(error, InvalidInput) and error.problems:
        return error.problems
    if isinstance(error, ReconcilerError):
        return (as_error(_CODES.get(error.exit_code, "failed"), error.message, "", error.hint),)
    return ()


@contextmanager
def answering(
    arguments: Namespace, program: Program, terminal: Terminal, outputs: Sequence[Output], out: Path | None = None
) -> Iterator[None]:
    """Write why there is no plan wherever an answer was asked for that is not a screen; the error goes on.

    The document is that of a plan (contract 4) with the digest null, in *outputs* and *out*. Stdout gets JSON only: the
    text of the error is told on stderr.
    """
    try:
        yield
    except ReconcilerError as error:
        if error.exit_code in _CODES:
            document = _document(error, moment(program.now()), arguments)
            if out:
                write_whole(out, to_json(document))
            kept = [one for one in outputs if one.file or one.format == "json"]
            write_outputs(terminal, kept, document, _lines)
        raise


def _document(error: ReconcilerError, now: str, arguments: Namespace) -> Document:
    options = options_of(arguments).as_json()
    return {**Plan(created_at=now, commit=None, options=options, problems=problems_of(error)).as_json(), "digest": None}


def _lines(document: Document, style: Style) -> Iterator[str]:
    yield "No plan could be made."
    yield from problem_lines(Page(style, full=True), document["problems"])
