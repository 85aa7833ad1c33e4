"""References to objects that the same plan creates: the request waits for the creation and names it in its details.

Example: a call tags an object with the ARN of `endpoint_service.api`, which the same plan creates in op-1. The call is
after op-1, and the value is `{"known_after": "op-1", "address": "endpoint_service.api", "within": "arn:…/{}"}`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reconciler.model import Address, Reference, Request, RequestKey, known_after


def waiting_for_references(requests: Sequence[Request]) -> tuple[Request, ...]:
    """Return *requests*, each after the creations that it refers to. Raises KeyError when a creation is missing."""
    makers = {request.address: request.key for request in requests if request.verb.makes}
    return tuple(_waiting(request, makers) for request in requests)


def _waiting(request: Request, makers: Mapping[Address, RequestKey]) -> Request:
    made = {one.made_by or makers[one.address] for one in _references(request.details)}
    return replace(request, after=request.after | made) if made else request


def _references(value: Any) -> Iterator[Reference]:  # noqa: ANN401 - any value of a call
    if isinstance(value, Reference):
        yield value
    for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _references(one)


def told(value: Any, maker: Callable[[Reference], str]) -> Any:  # noqa: ANN401 - any value of a call
    """Return *value* with each reference replaced by the operation that will return the id, as *maker* says."""
    if isinstance(value, Reference):
        return known_after(maker(value), value.address, value.within)
    if isinstance(value, Mapping):
        return {key: told(one, maker) for key, one in value.items()}
    return [told(one, maker) for one in value] if isinstance(value, list) else value
