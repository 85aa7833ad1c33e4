"""Lists that are edited by what to add and what to remove."""

from collections import Counter
from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from .exceptions import InvalidParameter


def edited(values: tuple[str, ...], sent: Mapping[str, Any], parameter: str) -> tuple[str, ...]:
    """Apply `Add<parameter>` and `Remove<parameter>` of a request to *values*.

    What AWS does with an edit that is none, or that contradicts itself, is not documented; refusing is the stricter
    reading.

    Raises:
        InvalidParameter: a value stands twice or in both lists, is added and there, or removed and not there.
    """
    added, removed = (tuple(sent.get(f"{verb}{parameter}", ())) for verb in ("Add", "Remove"))
    check_unique(added + removed, parameter)
    for value in added:
        if value in values:
            raise InvalidParameter(f"{value} is already associated with the endpoint service")
    for value in removed:
        if value not in values:
            raise InvalidParameter(f"{value} is not associated with the endpoint service")
    return (*(value for value in values if value not in removed), *added)


def check_unique(values: tuple[str, ...], parameter: str) -> None:
    """Refuse a list that names something twice.

    Raises:
        InvalidParameter: it does.
    """
    value, count = max(Counter(values).items(), key=itemgetter(1), default=("", 0))
    if count > 1:
        raise InvalidParameter(f"{value} is specified more than once in {parameter}")
