"""What is protected, and how many members a list may lose at once."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from reconciler.model import Change, Plan, Problem, Rule, Severity
from reconciler.selectors import selects
from reconciler.settings import Guards, MaxRemovals
from reconciler.spelling import named

from .accounts import Told
from .harms import PRINCIPALS, Loss, emptied, ends, losses


def protected(change: Change, guards: Guards, whole: Change | None = None) -> Iterator[Problem]:
    """Refuse to end, disable or empty what the settings protect; *whole* is what the whole repository makes of it."""
    if not any(selects(pattern, change.address) for pattern in guards.protected):
        return
    for harm, path in (*ends(change), *_emptied(change, whole)):
        hint = "protection can't be accepted away: take it out of guards.protected first, in a pull request of its own"
        message = f"{change.address} is protected and would be {harm}"
        yield replace(refused(Rule.PROTECTED, change, message, path), hint=hint)


def _emptied(change: Change, whole: Change | None) -> Iterator[tuple[str, str]]:
    """Say which lists are emptied of themselves, not by the end of their object."""
    for loss, itself in emptied(change, whole):
        if change.field(loss.path):
            yield f"emptied ({loss.path}{'' if itself else ', by the whole repository'})", loss.path


def removals(change: Change, guards: Guards, plan: Plan, told: Told, whole: Change | None) -> Iterator[Problem]:
    """Refuse to take too many members out of one list, or all of them, be it by the *whole* repository.

    Members are counted per list; what moves to another list or experience is removed from the first. Of a list of
    principals nothing is said where all accounts below those that leave are *told* of by another rule.
    """
    for loss, excess in _excesses(change, guards.max_removals, whole):
        if loss.path == PRINCIPALS and told.covers(loss.removed):
            continue
        count = f"loses {len(loss.removed)} of {loss.before} members"
        message = f"{change.address} {loss.path} {count}, {excess}: {named(sorted(loss.removed), plan.names)}"
        yield refused(Rule.MAX_REMOVALS, change, message, loss.path)


def _excesses(change: Change, limit: MaxRemovals, whole: Change | None) -> Iterator[tuple[Loss, str]]:
    """Return every list that loses more than it may, and say which limit it passes."""
    empty = {loss.path: itself for loss, itself in emptied(change, whole)}
    for loss in losses(change):
        by_whole = "and the whole repository empties it" if empty.get(loss.path) is False else ""
        excess = _excess(loss, limit) or by_whole
        if excess:
            yield loss, excess


def _excess(loss: Loss, limit: MaxRemovals) -> str:
    removed = len(loss.removed)
    share = Decimal(str(limit.share))  # as it is written: in floats, 0.29 of 100 is less than 29
    if loss.empties:
        return "which empties it"
    if removed > limit.count:
        return f"more than {limit.count}"
    if removed <= share * loss.before or (loss.before < limit.floor and removed <= loss.before // 2):
        return ""
    if loss.before < limit.floor:
        return f"more than {_percent(max(share, Decimal('0.5')))}"
    return f"more than {_percent(share)}" if share else "and none may go"


def _percent(share: Decimal) -> str:
    return "half" if share == Decimal("0.5") else f"{(share * 100).normalize():f}%"


def refused(rule: Rule, change: Change, message: str, path: str = "") -> Problem:
    """Make the problem that needs acceptance."""
    return Problem(Severity.REFUSED, rule, message, change.source, address=change.address, path=path)
