"""The one place that turns an exception into a message and an exit code."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reconciler.errors import ExitCode, InvalidInput, PlanBug, ReconcilerError
from reconciler.render import clean, problem_lines, to_json
from reconciler.render.page import Page
from reconciler.render.words import clean_lines

from .files import write_whole
from .terminal import Terminal

FINDINGS = 10
"""How many faults of a plan are shown; the bug report holds all of them."""


def tell(error: BaseException, terminal: Terminal) -> ExitCode:
    """Print *error* to stderr, and return the exit code."""
    if isinstance(error, KeyboardInterrupt):
        terminal.complain("interrupted")
        return ExitCode.INTERRUPTED
    if isinstance(error, PlanBug):
        terminal.complain(*_plan_bug(error, terminal))
        return error.exit_code
    if isinstance(error, ReconcilerError):
        terminal.complain(*_expected(error, terminal))
        return error.exit_code
    lines = _without_folder(terminal) if isinstance(error, OSError) and _folder_is_gone() else _bug(error, terminal)
    terminal.complain(*lines)
    return ExitCode.FAILED


@contextmanager
def telling(terminal: Terminal) -> Iterator[None]:
    """Show an error of the block and go on: the caller is about to raise the one that ended the command."""
    try:
        yield
    except ReconcilerError as second:
        tell(second, terminal)


def _folder_is_gone() -> bool:
    """Tell whether the working directory was deleted."""
    try:
        os.getcwd()  # noqa: PTH109 - asked for its error
    except OSError:
        return True
    return False


def _without_folder(terminal: Terminal) -> list[str]:
    gone = ReconcilerError("the working directory does not exist any more", "change to an existing folder")
    return _expected(gone, terminal)


def _expected(error: ReconcilerError, terminal: Terminal) -> list[str]:
    """Return the lines of an error that users can correct."""
    style = terminal.error_style
    problems = [problem.as_json() for problem in error.problems] if isinstance(error, InvalidInput) else []
    first, *more = clean_lines(error.message)
    page = Page(style, full=True)
    lines = [*problem_lines(page, problems), f"{style.error}error{style.off}: {first}"]
    lines += [f"  {line}" for line in more]
    lines += [f"  hint: {line}" for line in clean_lines(error.hint) if error.hint]
    return [*page.messages(lines)]


def _plan_bug(error: PlanBug, terminal: Terminal) -> list[str]:
    """Return the lines of a plan that is wrong because of a bug, and write a file that reproduces it."""
    first, *_ = clean_lines(error.message)
    found = [f"  {clean(finding)}" for finding in error.findings]
    more = [f"  … and {len(found) - FINDINGS} more"] if len(found) > FINDINGS else []
    style = terminal.error_style
    bug = f"{style.error}error{style.off}: this is a bug in reconciler: {first}"
    return [bug, *found[:FINDINGS], *more, _report(error)]


def _report(error: PlanBug) -> str:
    text = to_json(error.dump)
    file = Path(f"reconciler-bug-{hashlib.sha256(text.encode()).hexdigest()[:8]}.json")
    what = "it holds the plan and what was read of AWS, but no credentials"
    try:
        write_whole(file, text)
    except ReconcilerError as unwritten:
        return f"  hint: please report it with the command that you ran; {clean(unwritten.message)}"
    return f"  hint: please report it with {file} ({what})"


def _bug(error: BaseException, terminal: Terminal) -> list[str]:
    """Return the lines of an unexpected error, which is a bug; with `-v` also its traceback."""
    what = clean(f"{type(error).__name__}: {error}")
    lines = [f"{terminal.error_style.error}error{terminal.error_style.off}: this is a bug in reconciler: {what}"]
    if not terminal.verbose:
        return [*lines, "  hint: please report it with the command that you ran and its output with -v"]
    import traceback

    return [*lines, *map(clean, "".join(traceback.format_exception(error)).splitlines())]
