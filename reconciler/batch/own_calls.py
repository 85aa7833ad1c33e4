"""The order of calls that are not change sets. Each is an operation of its own, so there is nothing to pack.

Example: for services a and b, the order is create, modify, tag and permit a; create, modify, tag and permit b; and last
the rejections of connections of a and b. The rejections come before the deletion of a service that ends.
"""

from collections.abc import Sequence

from reconciler.model import Address, Request, RequestKey


def calls_in_order(requests: Sequence[Request]) -> tuple[Request, ...]:
    """Return *requests* object by object, each after the requests that it waits for; a seller's requests come later.

    Requests whose verb is `last` come after all others; where their object ends, they come directly before its end.
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
    """Place the requests that a request waits for, then the request. Requests in a cycle keep their order."""
    request = waiting.pop(key, None)
    if request is None:
        return
    for earlier in sorted(request.after | request.not_before):
        _place(earlier, waiting, placed)
    placed.append(request)
