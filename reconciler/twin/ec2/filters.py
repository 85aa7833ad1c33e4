"""Filters and pages of the Describe operations.

Every filter has to hold, with any of its values; `*` and `?` are wildcards.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from reconciler import privatelink_limits
from reconciler.twin import pages

from .codes import FILTER_LIMIT_EXCEEDED, INVALID_FILTER, INVALID_NEXT_TOKEN, INVALID_PARAMETER_VALUE

Item = TypeVar("Item")
Values = Callable[[Item], Iterable[str]]

DEFAULT_PAGE: Final = privatelink_limits.EC2_PAGE[0]
"""The number of items without MaxResults is unknown (privatelink 5.5): this is the smallest page."""


def select(
    items: Iterable[Item],
    sent: Mapping[str, Any],
    known: Mapping[str, Values[Item]],
    tags: Callable[[Item], Mapping[str, str]] | None = None,
) -> list[Item]:
    """Return the items that fit all filters; *known* reads the values of each filter, *tags* allows filters on tags.

    Raises:
        InvalidFilter: a filter is not known.
        FilterLimitExceeded: there are too many filters or values.
    """
    filters = sent.get("Filters", [])
    if len(filters) > privatelink_limits.EC2_FILTERS:
        raise FILTER_LIMIT_EXCEEDED()
    tests = [_test(item, known, tags) for item in filters]
    return [item for item in items if all(test(item) for test in tests)]


def page(items: Sequence[Item], sent: Mapping[str, Any]) -> tuple[Sequence[Item], dict[str, str]]:
    """Return one page, and NextToken if there are more.

    Raises:
        InvalidParameterValue: MaxResults is below 5 (privatelink 5.5).
        InvalidNextToken: the token does not belong to this query.
    """
    fewest, most = privatelink_limits.EC2_PAGE
    size = sent.get("MaxResults", DEFAULT_PAGE)
    if size < fewest:
        raise INVALID_PARAMETER_VALUE(
            f"Value ( {size} ) for parameter maxResults is invalid. Expecting a value greater than {fewest}."
        )
    return pages.page(items, sent, min(size, most), INVALID_NEXT_TOKEN)


def _test(
    sent: Mapping[str, Any],
    known: Mapping[str, Values[Item]],
    tags: Callable[[Item], Mapping[str, str]] | None,
) -> Callable[[Item], bool]:
    name, wanted = sent.get("Name", ""), sent.get("Values", [])
    look = known.get(name) or (_tag_look(name, tags) if tags else None)
    if look is None:
        raise INVALID_FILTER(f"The filter {name} is invalid")
    if len(wanted) > privatelink_limits.EC2_FILTER_VALUES:
        raise FILTER_LIMIT_EXCEEDED()
    pattern = re.compile("|".join(_expression(value) for value in wanted) or r"(?!)", re.DOTALL)
    return lambda item: any(pattern.fullmatch(value) for value in look(item))


def _tag_look(name: str, tags: Callable[[Item], Mapping[str, str]]) -> Values[Item] | None:
    kind, _, key = name.partition(":")
    if name == "tag-key":
        return tags
    if kind == "tag" and key:
        return lambda item: [value for found, value in tags(item).items() if found == key]
    return None


def _expression(value: str) -> str:
    return re.escape(value).replace(r"\*", ".*").replace(r"\?", ".")
