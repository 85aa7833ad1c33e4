"""What must not happen unacknowledged. Pure.

A guard refuses; it never changes the plan. `--accept RULE@DIGEST` acknowledges one rule for one plan; `protected`
cannot be acknowledged.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .model import Action, Change, Plan, Problem, SetChange, Severity
from .selectors import selects
from .settings import Guards, MaxRemovals

PROTECTED = "protected"
MAX_REMOVALS = "max_removals"
ACCEPTABLE = (MAX_REMOVALS,)
"""The rules that this version can be told to accept."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """`RULE@DIGEST`: one rule acknowledged for one plan (the first 8 characters of its digest)."""

    rule: str
    digest: str


def guard(plan: Plan, guards: Guards, accept: Iterable[Acceptance] = ()) -> tuple[Problem, ...]:
    """Give what the plan would do and may not: severity refused, or note where it is accepted."""
    accepted = {one.rule for one in accept if one.digest == plan.short_digest}
    found = [problem for change in plan.changes for problem in _of(change, guards)]
    return tuple(_ruled(problem, accepted, plan) for problem in found)


def stale_acceptances(plan: Plan, accept: Iterable[Acceptance]) -> Iterator[Problem]:
    """Say which acceptances are for another plan: they accept nothing here."""
    for one in accept:
        if one.digest != plan.short_digest:
            message = f"--accept {one.rule}@{one.digest} is for another plan: this one is {plan.short_digest}"
            yield Problem(Severity.WARNING, "stale-acceptance", message)


def _ruled(problem: Problem, accepted: Iterable[str], plan: Plan) -> Problem:
    if problem.code in accepted and problem.code in ACCEPTABLE:
        return replace(problem, severity=Severity.NOTE, message=f"{problem.message} (accepted)", hint="")
    if problem.code in ACCEPTABLE:
        return replace(problem, hint=f"--accept {problem.code}@{plan.short_digest}")
    return problem


def _of(change: Change, guards: Guards) -> Iterator[Problem]:
    yield from _protected(change, guards.protected)
    for field in change.fields:
        if isinstance(field, SetChange):
            yield from _removals(change, field, guards.max_removals)


def _protected(change: Change, protected: Iterable[str]) -> Iterator[Problem]:
    if not any(selects(pattern, change.address) for pattern in protected):
        return
    for harm in _harms(change):
        hint = "protection can't be accepted away: take it out of guards.protected first, in a pull request of its own"
        yield _refused(PROTECTED, change, f"{change.address} is protected and would be {harm}", hint)


def _harms(change: Change) -> Iterator[str]:
    if change.action in {Action.ARCHIVE, Action.DELETE}:
        yield f"{change.action.value}d"
    status = change.value("status")
    if status and status.before == "enabled" and status.after == "disabled":
        yield "disabled"
    for field in change.fields:
        if isinstance(field, SetChange) and _empties(field):
            yield f"emptied ({field.path})"


def _empties(field: SetChange) -> bool:
    return bool(field.removed) and not field.added and not field.unchanged


def _removals(change: Change, field: SetChange, limit: MaxRemovals) -> Iterator[Problem]:
    """Count per list; what moves to another list or experience is removed from the first."""
    before = len(field.removed) + field.unchanged
    count = f"{change.address} {field.path} loses {len(field.removed)} of {before} members"
    if _empties(field):
        yield _refused(MAX_REMOVALS, change, f"{count}: that empties it")
    elif len(field.removed) > limit.count:
        yield _refused(MAX_REMOVALS, change, f"{count}: more than {limit.count}")
    elif before >= limit.floor and len(field.removed) > limit.share * before:
        yield _refused(MAX_REMOVALS, change, f"{count}: more than {limit.share:.0%}")


def _refused(code: str, change: Change, message: str, hint: str = "") -> Problem:
    return Problem(Severity.REFUSED, code, message, change.source, hint, change.address)
