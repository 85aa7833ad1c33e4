"""Pages of the Describe operations."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, TypeVar

from reconciler import limits

from .exceptions import InvalidNextToken, InvalidParameterValue

Item = TypeVar("Item")

DEFAULT_PAGE: Final = limits.EC2_PAGE[0]
"""How many items come without MaxResults is unknown (privatelink.md 5.5): the fewest that a page can have."""


def page(items: Sequence[Item], sent: Mapping[str, Any]) -> tuple[Sequence[Item], dict[str, str]]:
    """Give one page, and NextToken when there are more.

    Raises:
        InvalidParameterValue: MaxResults is below 5 (the message: other operations of EC2, aws-sdk-ruby #2575).
        InvalidNextToken: the token is not one that this very query was given.
    """
    fewest, most = limits.EC2_PAGE
    size = sent.get("MaxResults", DEFAULT_PAGE)
    if size < fewest:
        raise InvalidParameterValue(
            f"Value ( {size} ) for parameter maxResults is invalid. Expecting a value greater than {fewest}."
        )
    start = _start(sent)
    end = start + min(size, most)
    return items[start:end], {"NextToken": _token(end, sent)} if end < len(items) else {}


def _start(sent: Mapping[str, Any]) -> int:
    if "NextToken" not in sent:
        return 0
    try:
        start, query = json.loads(urlsafe_b64decode(sent["NextToken"]))
    except (ValueError, TypeError):
        raise InvalidNextToken from None
    if query != _query(sent) or not isinstance(start, int) or start < 0:
        raise InvalidNextToken
    return start


def _token(start: int, sent: Mapping[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps([start, _query(sent)]).encode()).decode()


def _query(sent: Mapping[str, Any]) -> str:
    query = {name: value for name, value in sent.items() if name not in {"NextToken", "MaxResults"}}
    return sha256(json.dumps(query, sort_keys=True).encode()).hexdigest()[:16]
