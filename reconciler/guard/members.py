"""What is protected, and how many members a list may lose at once."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from reconciler.model import Change, Problem, Rule, Severity
from reconciler.selectors import selects
from reconciler.settings import Guards, MaxRemovals

from .accounts import Told
from .harms import PRINCIPALS, Loss, ends, losses
from .naming import named


def protected(change: Change, guards: Guards) -> Iterator[Problem]:
    """Refuse to end, disable or empty what the settings protect."""
    if not any(selects(pattern, change.address) for pattern in guards.protected):
        return
    for harm, path in (*ends(change), *_emptied(change)):
        hint = "protection can't be accepted away: take it out of guards.protected first, in a pull request of its own"
        message = f"{change.address} is protected and would be {harm}"
        yield replace(refused(Rule.PROTECTED, change, message, path), hint=hint)


def _emptied(change: Change) -> Iterator[tuple[str, str]]:
    """Say which lists are emptied of themselves, not by the end of their object."""
    for loss in losses(change):
        if loss.empties and change.field(loss.path):
            yield f"emptied ({loss.path})", loss.path


def removals(change: Change, guards: Guards, names: Mapping[str, str], told: Told) -> Iterator[Problem]:
    """Refuse to take too many members out of one list, or all of them; *names* are of members.

    Members are counted per list; what moves to another list or experience is removed from the first. Of a list of
    principals nothing is said where all accounts below those that leave are *told* of by another rule.
    """
    for loss, excess in excesses(change, guards.max_removals):
        if loss.path == PRINCIPALS and told.covers(loss.removed):
            continue
        count = f"loses {len(loss.removed)} of {loss.before} members"
        message = f"{change.address} {loss.path} {count}, {excess}: {named(sorted(loss.removed), names)}"
        yield refused(Rule.MAX_REMOVALS, change, message, loss.path)


def excesses(change: Change, limit: MaxRemovals) -> Iterator[tuple[Loss, str]]:
    """Give every list that loses more than it may, and say which limit it passes."""
    for loss in losses(change):
        excess = _excess(loss, limit)
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
