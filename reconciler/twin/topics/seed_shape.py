"""The shape of the section `topics` of a seed."""

import json
from collections.abc import Iterator
from typing import Final

from reconciler import privatelink_limits
from reconciler.twin.catalog.shapes import ListOf, Structure, Text

MANY: Final = (0, 1_000_000)


class PolicyText(Text):
    """A policy as SNS takes it: a JSON text of an object."""

    def problems(self, path: str, value: object) -> Iterator[str]:
        """Check the text, then that it is JSON."""
        found = [*super().problems(path, value)]
        yield from found or _malformed(path, str(value))


def _malformed(path: str, text: str) -> Iterator[str]:
    try:
        if not isinstance(json.loads(text), dict):
            yield f"{path}: must be a JSON object as a text"
    except (RecursionError, ValueError):
        yield f"{path}: must be a JSON object as a text"


TOPICS: Final = ListOf(
    Structure(
        {"arn": Text(pattern=privatelink_limits.TOPIC_ARN_PATTERN)}, {"policy": PolicyText((2, 30_720), flags=0)}
    ),
    MANY,
)
