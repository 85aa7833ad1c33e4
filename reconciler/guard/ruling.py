"""Every rule asked about every change, and what has been accepted of what they refuse."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reconciler.model import Change, Plan, Problem, Rule, Severity
from reconciler.settings import Guards

from .accounts import losing_access, ungoverned
from .members import protected, removals
from .services import irreversible, public_services

ACCEPTABLE = tuple(rule for rule in Rule if rule is not Rule.PROTECTED)
"""The rules that a command can be told to accept."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """`RULE@DIGEST`: one rule acknowledged for one plan (the first 8 characters of its digest)."""

    rule: str
    digest: str


def guard(plan: Plan, guards: Guards, accept: Iterable[Acceptance] = ()) -> tuple[Problem, ...]:
    """Give what the plan would do and may not: severity refused, or note where it is accepted."""
    accepted = {one.rule for one in accept if one.digest == plan.short_digest}
    found = [problem for change in plan.changes for problem in _of_change(change, guards, plan)]
    found += [*losing_access(plan, guards), *ungoverned(plan, guards), *irreversible(plan)]
    return tuple(_ruled(problem, accepted, plan) for problem in found)


def _of_change(change: Change, guards: Guards, plan: Plan) -> Iterator[Problem]:
    yield from protected(change, guards)
    yield from removals(change, guards, plan.names)
    yield from public_services(change, guards)


def stale_acceptances(plan: Plan, accept: Iterable[Acceptance]) -> Iterator[Problem]:
    """Say which acceptances are for another plan: they accept nothing here."""
    for one in accept:
        if one.digest != plan.short_digest:
            message = f"--accept {one.rule}@{one.digest} is for another plan: this one is {plan.short_digest}"
            yield Problem(Severity.WARNING, "stale-acceptance", message)


def _ruled(problem: Problem, accepted: Iterable[str], plan: Plan) -> Problem:
    if problem.severity is not Severity.REFUSED:
        return problem
    if problem.code in accepted and problem.code in ACCEPTABLE:
        return replace(problem, severity=Severity.NOTE, message=f"{problem.message} (accepted)", hint="")
    if problem.code in ACCEPTABLE:
        return replace(problem, hint=f"--accept {problem.code}@{plan.short_digest}")
    return problem
