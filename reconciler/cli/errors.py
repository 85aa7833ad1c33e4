"""The one place where an exception becomes words and an exit code."""

from reconciler.errors import ExitCode, InvalidInput, ReconcilerError
from reconciler.render import clean, problem_lines
from reconciler.render.page import Page
from reconciler.render.words import clean_lines

from .terminal import Terminal


def tell(error: BaseException, terminal: Terminal) -> ExitCode:
    """Say what went wrong on stderr, and give the exit code that it ends with."""
    if isinstance(error, KeyboardInterrupt):
        terminal.complain("interrupted")
        return ExitCode.INTERRUPTED
    if isinstance(error, ReconcilerError):
        terminal.complain(*_expected(error, terminal))
        return error.exit_code
    terminal.complain(*_bug(error, terminal))
    return ExitCode.FAILED


def _expected(error: ReconcilerError, terminal: Terminal) -> list[str]:
    """Give the lines of an error that users can do something about."""
    style = terminal.error_style
    problems = [problem.as_json() for problem in error.problems] if isinstance(error, InvalidInput) else []
    first, *more = clean_lines(error.message)
    lines = [*problem_lines(Page(style, full=True), problems), f"{style.error}error{style.off}: {first}"]
    lines += [f"  {line}" for line in more]
    return [*lines, *(f"  hint: {line}" for line in clean_lines(error.hint) if error.hint)]


def _bug(error: BaseException, terminal: Terminal) -> list[str]:
    """Give the lines of an error that only we can do something about; its traceback only to those who ask."""
    what = clean(f"{type(error).__name__}: {error}")
    lines = [f"{terminal.error_style.error}error{terminal.error_style.off}: this is a bug: {what}"]
    if not terminal.verbose:
        return [*lines, "  hint: please report it with the command that you ran and what -v adds to this"]
    import traceback

    return [*lines, *map(clean, "".join(traceback.format_exception(error)).splitlines())]
