"""Filters of the Describe operations: every filter has to hold, any of its values does; `*` and `?` are wildcards."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from reconciler import limits

from .exceptions import FilterLimitExceeded, InvalidFilter

Item = TypeVar("Item")
Values = Callable[[Item], Iterable[str]]


def select(
    items: Iterable[Item],
    sent: Mapping[str, Any],
    known: Mapping[str, Values[Item]],
    tags: Callable[[Item], Mapping[str, str]] | None = None,
) -> list[Item]:
    """Give the items that fit all filters; *known* says what each filter looks at, *tags* allows those for tags.

    Raises:
        InvalidFilter: a filter is not known.
        FilterLimitExceeded: there are too many filters or values.
    """
    filters = sent.get("Filters", [])
    if len(filters) > limits.EC2_FILTERS:
        raise FilterLimitExceeded
    tests = [_test(item, known, tags) for item in filters]
    return [item for item in items if all(test(item) for test in tests)]


def _test(
    sent: Mapping[str, Any],
    known: Mapping[str, Values[Item]],
    tags: Callable[[Item], Mapping[str, str]] | None,
) -> Callable[[Item], bool]:
    name, wanted = sent.get("Name", ""), sent.get("Values", [])
    look = known.get(name) or (_tag_look(name, tags) if tags else None)
    if look is None:
        raise InvalidFilter(f"The filter {name} is invalid")
    if len(wanted) > limits.EC2_FILTER_VALUES:
        raise FilterLimitExceeded
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
