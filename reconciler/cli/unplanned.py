"""The answer where no plan could be made: its problems, in every format that was asked for."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from reconciler.errors import ExitCode, InvalidInput, ReconcilerError, StalePlan
from reconciler.model import NO_BUDGET, Plan, Problem
from reconciler.model import error as as_error
from reconciler.printed import PlanJson
from reconciler.render import Marker, Style, plan_html, plan_markdown, problem_lines
from reconciler.render.page import Page
from reconciler.spelling import moment

from .errors import telling
from .outputs import Output, beside_errors, write_outputs
from .planning import options_of
from .program import Program
from .renderings import renderings
from .terminal import Terminal

NO_PLAN = "No plan could be made."
_CODES = {ExitCode.INVALID: "invalid", ExitCode.REFUSED: "refused", ExitCode.UNREADABLE: "unreadable"}
"""The codes of the problems made from exceptions that prevent a plan."""
_ANSWERED = {*_CODES, ExitCode.STALE}
"""Exceptions with these exit codes have an answer; a bug and a usage error have none."""


def problems_of(error: BaseException) -> tuple[Problem, ...]:
    """Return the problems of *error*: its own, or itself as one problem; none for an unexpected exception."""
    if isinstance(error, InvalidInput | StalePlan) and error.problems:
        return error.problems
    if isinstance(error, ReconcilerError):
        return (as_error(_CODES.get(error.exit_code, "failed"), error.message, "", error.hint),)
    return ()


@contextmanager
def answering(
    arguments: Namespace, program: Program, terminal: Terminal, outputs: Sequence[Output], mark: Marker
) -> Iterator[None]:
    """Write the problems of a plan that could not be made to *outputs*, then raise the error again.

    The answer is a plan (contract 4) with the digest null. Stdout gets no text: the text of the error goes to stderr.
    """
    try:
        yield
    except ReconcilerError as error:
        if error.exit_code in _ANSWERED:
            plan = unmade(error, program, arguments)
            comment, page = partial(plan_markdown, marker=mark), partial(plan_html, marker=mark)
            table = renderings(program, _lines, comment, page)
            with telling(terminal):
                write_outputs(terminal, beside_errors(outputs), plan, table)
        raise


def unmade(error: ReconcilerError, program: Program, arguments: Namespace) -> PlanJson:
    """Return the plan that *program* could not make because of *error*, with what trying to read AWS has spent."""
    plan = Plan(
        created_at=moment(program.now()),
        commit=None,
        options=options_of(arguments).as_json(),
        budget={**NO_BUDGET, "reading": program.spent().as_json()},
        problems=problems_of(error),
    )
    return {**plan.as_json(), "digest": None}


def _lines(plan: PlanJson, style: Style) -> Iterator[str]:
    yield NO_PLAN
    yield from problem_lines(Page(style, full=True), plan["problems"])
