"""Rules that reconciler.yaml accepts, each for one plan and until a day. Pure.

Example: on 2026-11-26, `max_removals@1a2b3c4d until 2026-12-20` counts; `until 2026-11-25` is over (a warning), and
`until 2027-01-01` is more than 30 days ahead (an error).
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from .model import Acceptance, Problem, error, warning

LONGEST: Final = timedelta(days=30)
"""How far ahead the last day of an acceptance may be: no acceptance is forgotten for longer."""


def names_a_day(line: str) -> bool:
    """Tell whether `RULE@DIGEST until YYYY-MM-DD` names a day of the calendar."""
    try:
        Acceptance.read(line)
    except ValueError:
        return False
    return True


def in_force(accepted: Iterable[Acceptance], today: date) -> tuple[Acceptance, ...]:
    """Return the acceptances that count on *today* (UTC)."""
    return tuple(one for one in accepted if one.until and today <= one.until <= today + LONGEST)


def untimely(accepted: Iterable[Acceptance], today: date) -> Iterator[Problem]:
    """Find acceptances whose last day has passed, a warning each, or is more than 30 days ahead, an error each."""
    for one in accepted:
        if one.until and one.until < today:
            message = f"accepted: {one} ended on {one.until}: it accepts nothing"
            yield warning("acceptance-ended", message, one.source, "remove the line from 'accepted'")
        elif one.until and one.until > today + LONGEST:
            message = f"accepted: {one} would count until {one.until}, more than {LONGEST.days} days ahead"
            yield error("acceptance-too-long", message, one.source, f"end it on {today + LONGEST} or earlier")
