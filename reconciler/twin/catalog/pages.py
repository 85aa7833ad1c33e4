"""Filters and pages of the two list operations."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeVar

from .exceptions import ValidationException
from .parameters import FILTER_VALUES
from .shapes import check

Item = TypeVar("Item")


def filters(parameters: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Read FilterList: every filter has to hold, any of its values does.

    Raises:
        ValidationException: a filter stands twice, or a value is none that the filter knows.
    """
    found: dict[str, frozenset[str]] = {}
    for index, sent in enumerate(parameters.get("FilterList", ())):
        name, values = sent["Name"], sent["ValueList"]
        if name in found:
            raise ValidationException(f"Filter {name} is used more than once")
        for value in values if name in FILTER_VALUES else ():
            check(FILTER_VALUES[name], f"FilterList[{index}].ValueList", value)
        found[name] = frozenset(values)
    return found


def page(items: Sequence[Item], parameters: Mapping[str, Any], default: int) -> tuple[Sequence[Item], dict[str, str]]:
    """Give one page, and NextToken when there are more.

    Raises:
        ValidationException: NextToken is not one that this very query was given.
    """
    start = _start(parameters)
    end = start + parameters.get("MaxResults", default)
    return items[start:end], {"NextToken": _token(end, parameters)} if end < len(items) else {}


def _start(parameters: Mapping[str, Any]) -> int:
    if "NextToken" not in parameters:
        return 0
    try:
        start, query = json.loads(urlsafe_b64decode(parameters["NextToken"]))
    except (ValueError, TypeError):
        raise ValidationException("NextToken is not valid") from None
    if query != _query(parameters) or not isinstance(start, int) or start < 0:
        raise ValidationException("NextToken is not valid for this request")
    return start


def _token(start: int, parameters: Mapping[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps([start, _query(parameters)]).encode()).decode()


def _query(parameters: Mapping[str, Any]) -> str:
    query = {name: value for name, value in parameters.items() if name not in {"NextToken", "MaxResults"}}
    return sha256(json.dumps(query, sort_keys=True).encode()).hexdigest()[:16]
