"""Moments in the two forms that AWS writes; the twin stores them as seconds since 1970."""

import time
from calendar import timegm
from email.utils import formatdate
from typing import Final

FORM: Final = "%Y-%m-%dT%H:%M:%SZ"


def timestamp(seconds: float) -> str:
    """Write a moment in the form of an answer's members: `YYYY-MM-DDTHH:MM:SSZ`."""
    return time.strftime(FORM, time.gmtime(seconds))


def read_timestamp(text: str) -> float:
    """Read a moment that `timestamp` wrote."""
    return float(timegm(time.strptime(text, FORM)))


def http_date(seconds: float) -> str:
    """Write a moment in the form of the header `Date`."""
    return formatdate(seconds, usegmt=True)
