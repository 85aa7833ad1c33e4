"""What is protected, and how many members a list may lose at once."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from reconciler.model import Action, Change, Problem, Rule, SetChange, Severity
from reconciler.selectors import selects
from reconciler.settings import Guards, MaxRemovals

from .naming import named

UNCOUNTED = frozenset({"connections"})
"""Lists that nobody writes down: what is cut of them is asked under a rule of its own."""


def protected(change: Change, guards: Guards) -> Iterator[Problem]:
    """Refuse to end, disable or empty what the settings protect."""
    if not any(selects(pattern, change.address) for pattern in guards.protected):
        return
    for harm, path in _harms(change):
        hint = "protection can't be accepted away: take it out of guards.protected first, in a pull request of its own"
        message = f"{change.address} is protected and would be {harm}"
        yield replace(refused(Rule.PROTECTED, change, message, path), hint=hint)


def _harms(change: Change) -> Iterator[tuple[str, str]]:
    """Say what would be done to an object, and to which field of it, if it is one's."""
    if change.action in {Action.ARCHIVE, Action.DELETE}:
        yield f"{change.action.value}d", ""
    status = change.value("status")
    if status and status.before == "enabled" and status.after == "disabled":
        yield "disabled", "status"
    for field in change.fields:
        if isinstance(field, SetChange) and field.path not in UNCOUNTED and _empties(field):
            yield f"emptied ({field.path})", field.path


def _empties(field: SetChange) -> bool:
    return bool(field.removed) and not field.added and not field.unchanged


def removals(change: Change, guards: Guards, names: Mapping[str, str]) -> Iterator[Problem]:
    """Refuse to take too many members out of one list, or all of them; *names* are of members.

    Members are counted per list; what moves to another list or experience is removed from the first.
    """
    counted = [field for field in change.fields if isinstance(field, SetChange) and field.path not in UNCOUNTED]
    for field in counted:
        if excess := _excess(field, guards.max_removals):
            count = f"loses {len(field.removed)} of {len(field.removed) + field.unchanged} members"
            who = named(sorted(field.removed), names)
            message = f"{change.address} {field.path} {count}, {excess}: {who}"
            yield refused(Rule.MAX_REMOVALS, change, message, field.path)


def _excess(field: SetChange, limit: MaxRemovals) -> str:
    """Say which limit a list passes; empty when it passes none."""
    removed, before = len(field.removed), len(field.removed) + field.unchanged
    share = Decimal(str(limit.share))  # as it is written: in floats, 0.29 of 100 is less than 29
    if _empties(field):
        return "which empties it"
    if removed > limit.count:
        return f"more than {limit.count}"
    if before >= limit.floor and removed > share * before:
        return f"more than {_percent(share)}" if share else "and none may go"
    return ""


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"


def refused(rule: Rule, change: Change, message: str, path: str = "") -> Problem:
    """Make the problem that needs acceptance."""
    return Problem(Severity.REFUSED, rule, message, change.source, address=change.address, path=path)
