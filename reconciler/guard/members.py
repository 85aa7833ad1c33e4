"""What is protected, and how many members a list may lose at once."""

from collections.abc import Iterator

from reconciler.model import Action, Change, Problem, SetChange, Severity
from reconciler.selectors import selects
from reconciler.settings import Guards, MaxRemovals

PROTECTED = "protected"
MAX_REMOVALS = "max_removals"


def protected(change: Change, guards: Guards) -> Iterator[Problem]:
    """Refuse to end, disable or empty what the settings protect."""
    if not any(selects(pattern, change.address) for pattern in guards.protected):
        return
    for harm in _harms(change):
        hint = "protection can't be accepted away: take it out of guards.protected first, in a pull request of its own"
        yield refused(PROTECTED, change, f"{change.address} is protected and would be {harm}", hint)


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


def removals(change: Change, guards: Guards) -> Iterator[Problem]:
    """Refuse to take too many members out of one list, or all of them."""
    for field in change.fields:
        if isinstance(field, SetChange):
            yield from _removals(change, field, guards.max_removals)


def _removals(change: Change, field: SetChange, limit: MaxRemovals) -> Iterator[Problem]:
    """Count per list; what moves to another list or experience is removed from the first."""
    before = len(field.removed) + field.unchanged
    count = f"{change.address} {field.path} loses {len(field.removed)} of {before} members"
    if _empties(field):
        yield refused(MAX_REMOVALS, change, f"{count}: that empties it")
    elif len(field.removed) > limit.count:
        yield refused(MAX_REMOVALS, change, f"{count}: more than {limit.count}")
    elif before >= limit.floor and len(field.removed) > limit.share * before:
        yield refused(MAX_REMOVALS, change, f"{count}: more than {limit.share:.0%}")


def refused(code: str, change: Change, message: str, hint: str = "") -> Problem:
    """Make the problem that needs acceptance."""
    return Problem(Severity.REFUSED, code, message, change.source, hint, change.address)
