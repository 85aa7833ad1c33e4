"""The rules `protected` and `max_removals`: objects that may not end, and how many members a list may lose at once."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from reconciler.model import Change, Plan, Problem, Rule, Severity
from reconciler.selectors import selects
from reconciler.settings import Guards, MaxRemovals
from reconciler.spelling import named

from .accounts import ReportedAccounts
from .harms import PRINCIPALS, Loss, emptied, ends, losses
from .places import pointed


def protected(change: Change, guards: Guards, whole: Change | None = None) -> Iterator[Problem]:
    """Refuse to end, disable or empty a protected object, and to cut its customers off by hand.

    *whole* is its change by the whole repository.
    """
    if not any(selects(pattern, change.address) for pattern in guards.protected):
        return
    for harm, path in (*ends(change), *_emptied(change, whole), *_cut(change)):
        hint = "no option accepts this: take the object out of guards.protected first, in a separate pull request"
        message = f"{change.address} is protected and would be {harm}"
        yield replace(refused(Rule.PROTECTED, change, message, path), hint=hint)


def _emptied(change: Change, whole: Change | None) -> Iterator[tuple[str, str]]:
    """Return the lists that the change empties itself, not those that end with their object."""
    for loss, itself in emptied(change, whole):
        if change.field(loss.path):
            yield f"emptied ({loss.path}{'' if itself else ', together with the rest of the repository'})", loss.path


def _cut(change: Change) -> Iterator[tuple[str, str]]:
    if change.stakes.cut:
        yield "cut off by hand from connected endpoints", "connections"


def removals(
    change: Change, guards: Guards, plan: Plan, reported: ReportedAccounts, whole: Change | None
) -> Iterator[Problem]:
    """Refuse to remove too many members from one list, or all of them, also if only the *whole* repository does that.

    Members are counted by list; a member that moves to another list or experience is removed from the first. A list of
    principals is not reported if rules about accounts report (*reported*) all accounts below the principals that leave.
    """
    for loss, excess in _excesses(change, guards.max_removals, whole):
        if loss.path == PRINCIPALS and reported.covers(loss.removed):
            continue
        count = f"{len(loss.removed)} of {loss.before} member{'' if loss.before == 1 else 's'} of {loss.path}"
        message = f"{change.address} loses {count} ({excess}): {named(sorted(loss.removed), plan.names)}"
        yield refused(Rule.MAX_REMOVALS, change, message, loss.path, loss.removed)


def _excesses(change: Change, limit: MaxRemovals, whole: Change | None) -> Iterator[tuple[Loss, str]]:
    """Return every list that loses more than it may, and the limit that it exceeds."""
    empty = {loss.path: itself for loss, itself in emptied(change, whole)}
    for loss in losses(change):
        by_whole = "the whole repository empties the list" if empty.get(loss.path) is False else ""
        excess = _excess(loss, limit) or by_whole
        if excess:
            yield loss, excess


def _excess(loss: Loss, limit: MaxRemovals) -> str:
    removed = len(loss.removed)
    share = Decimal(str(limit.share))  # as it is written: in floats, 0.29 of 100 is less than 29
    if loss.empties:
        return "no present member stays"
    if removed > limit.count:
        return f"limit: {limit.count}"
    if removed <= share * loss.before or (loss.before < limit.floor and removed <= loss.before // 2):
        return ""
    if loss.before < limit.floor:
        return f"limit: {_percent(max(share, Decimal('0.5')))}"
    return f"limit: {_percent(share)}" if share else "limit: none"


def _percent(share: Decimal) -> str:
    return "half" if share == Decimal("0.5") else f"{(share * 100).normalize():f}%"


def refused(rule: Rule, change: Change, message: str, path: str = "", members: Iterable[str] = ()) -> Problem:
    """Return the problem of a rule that refuses a change, because of *members* of its list at *path* if there are any.

    It points at the document that names these members, or else at that of the object.
    """
    source, others = pointed(change, path, members)
    return Problem(Severity.REFUSED, rule, f"{message}{others}", source, address=change.address, path=path)
