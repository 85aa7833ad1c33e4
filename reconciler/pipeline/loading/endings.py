"""Written endings: documents whose members leave a list on a day, and what is said of them before and after it. Pure.

Example: on 2027-01-10, `expires: 2027-01-31` is the note `expires-soon`, and on 2027-01-31 the note `expired`. On
2026-12-31, and on every day before, nothing is said of it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Final

from reconciler.model import Address, Desired, Feed, Problem, note

SOON: Final = timedelta(days=30)
"""How many days before its day an ending is noted."""
_CLEAR = "once nothing of it is granted any more, the document can be removed"


def endings(wish: Iterable[Desired[Any]], today: date) -> Iterator[Problem]:
    """Return a note for each document whose members have ended by *today* (UTC), or end within 30 days."""
    told: dict[Address, Feed] = {}
    for desired in wish:
        for feed in (*desired.ended, *desired.fed):
            if feed.ends is not None and feed.ends <= today + SOON:
                told.setdefault(feed.source, feed)
    for source, feed in sorted(told.items()):
        yield _told(source, feed, today)


def _told(source: Address, feed: Feed, today: date) -> Problem:
    place = feed.document.at("expires")
    whose = f"{source} ({feed.title})" if feed.title else str(source)
    if feed.is_over(today):
        return note("expired", f"{whose} has expired on {feed.ends}: it grants nothing any more", place, _CLEAR, source)
    days = (feed.ends - today).days if feed.ends else 0
    when = "tomorrow" if days == 1 else f"in {days} days"
    return note("expires-soon", f"{whose} expires {when}, on {feed.ends} (UTC)", place, "", source)
