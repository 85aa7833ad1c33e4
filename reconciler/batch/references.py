"""Requests that refer to what the same plan creates: they wait for it, and name it by the call that makes it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reconciler.model import Address, Reference, Request, RequestKey, known_after


def waiting_for_references(requests: Sequence[Request]) -> tuple[Request, ...]:
    """Return *requests*, each after those that make what it refers to. Raises KeyError where nothing makes it."""
    makers = {request.address: request.key for request in requests if request.verb.makes}
    return tuple(_waiting(request, makers) for request in requests)


def _waiting(request: Request, makers: Mapping[Address, RequestKey]) -> Request:
    made = {makers[one.address] for one in _references(request.details)}
    return replace(request, after=request.after | made) if made else request


def _references(value: Any) -> Iterator[Reference]:  # noqa: ANN401 - any value of a call
    if isinstance(value, Reference):
        yield value
    for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _references(one)


def told(value: Any, makers: Mapping[Address, str]) -> Any:  # noqa: ANN401 - any value of a call
    """Put in the place of each reference the operation, of *makers*, that will tell the id."""
    if isinstance(value, Reference):
        return known_after(makers[value.address], value.address, value.within)
    if isinstance(value, Mapping):
        return {key: told(one, makers) for key, one in value.items()}
    return [told(one, makers) for one in value] if isinstance(value, list) else value
