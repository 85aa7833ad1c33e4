"""What a reader of a saved plan asks first: how old it is, and which rules are accepted in it."""

from collections.abc import Iterator
from datetime import datetime

from reconciler.printed import PlanJson

from .words import clean, count

_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"))


def saved_lines(plan: PlanJson, now: datetime) -> Iterator[str]:
    """Say when a plan was made, seen from *now*, and which rules the file accepts."""
    yield f"Planned {age(plan['created_at'], now)} ({clean(plan['created_at'])})."
    accepted = [clean(one.partition("@")[0]) for one in plan["accepted"]]
    if accepted:
        yield f"Accepted in this file: {', '.join(accepted)}."


def age(moment: str, now: datetime) -> str:
    """Say how long ago *moment* (`YYYY-MM-DDTHH:MM:SSZ`) was, in the largest whole unit.

    Example: at 2026-11-26T12:00:00Z, `2026-11-24T18:00:00Z` was "1 day ago".
    """
    seconds = (now - datetime.fromisoformat(moment)).total_seconds()
    return next(
        (f"{count(int(seconds // size), unit)} ago" for size, unit in _UNITS if seconds >= size),
        "less than a minute ago",
    )
