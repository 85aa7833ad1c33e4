"""Times of answers. botocore makes each in the zone of this machine, which takes half of reading a list (measured)."""

from datetime import UTC, datetime
from typing import Any

from botocore.utils import parse_timestamp


def timestamp(value: Any) -> datetime:  # noqa: ANN401 - a number or a text, as the protocol has it
    """Return the time *value*, in UTC where it is a number of seconds since 1970. Raises ValueError, as botocore does.

    Example: 1767225600 is 2026-01-01T00:00:00Z.
    """
    if isinstance(value, int | float):
        try:
            return datetime.fromtimestamp(value, UTC)
        except (OverflowError, OSError):
            pass  # botocore knows other ways to read such a number
    found: datetime = parse_timestamp(value)
    return found
