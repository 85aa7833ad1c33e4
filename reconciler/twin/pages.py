"""Pages of a list, and the tokens that lead to the next page."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeVar

from .refusal import Code

Item = TypeVar("Item")


def page(
    items: Sequence[Item], sent: Mapping[str, Any], size: int, invalid: Code
) -> tuple[Sequence[Item], dict[str, str]]:
    """Return the page of *items* that a request asks for, and NextToken if there are more.

    Raises:
        Refusal: *invalid*, if NextToken does not belong to this query.
    """
    start = _start(sent, invalid)
    end = start + size
    return items[start:end], {"NextToken": _token(end, sent)} if end < len(items) else {}


def _start(sent: Mapping[str, Any], invalid: Code) -> int:
    if "NextToken" not in sent:
        return 0
    try:
        start, query = json.loads(urlsafe_b64decode(sent["NextToken"]))
    except (ValueError, TypeError):
        raise invalid("NextToken is not valid") from None
    if query != _query(sent) or not isinstance(start, int) or start < 0:
        raise invalid("NextToken is not valid for this request")
    return start


def _token(start: int, sent: Mapping[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps([start, _query(sent)]).encode()).decode()


def _query(sent: Mapping[str, Any]) -> str:
    query = {name: value for name, value in sent.items() if name not in {"NextToken", "MaxResults"}}
    return sha256(json.dumps(query, sort_keys=True).encode()).hexdigest()[:16]
