"""Calls of their own in an order in which none needs a later one: each is an operation, there is nothing to pack."""

from collections.abc import Sequence

from reconciler.model import Address, Request, RequestKey


def calls_in_order(requests: Sequence[Request]) -> tuple[Request, ...]:
    """Return *requests* object by object, each after those that it waits for; those of a seller come later.

    What comes last comes at the very end of everything; where its object ends, right before that.
    """
    ending = {request.address for request in requests if request.verb.ends}

    def rank(request: Request) -> tuple[bool, bool, Address, int, int]:
        last = request.verb.last and request.address not in ending
        return last, bool(request.seller), request.address, request.verb.rank, request.part

    waiting = {request.key: request for request in sorted(requests, key=rank)}
    placed: list[Request] = []
    for key in tuple(waiting):
        _place(key, waiting, placed)
    return tuple(placed)


def _place(key: RequestKey, waiting: dict[RequestKey, Request], placed: list[Request]) -> None:
    """Place what a request waits for, then the request; requests that wait for each other keep their order."""
    request = waiting.pop(key, None)
    if request is None:
        return
    for earlier in sorted(request.after | request.not_before):
        _place(earlier, waiting, placed)
    placed.append(request)
