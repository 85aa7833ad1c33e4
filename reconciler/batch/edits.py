"""EC2 calls in an order in which none needs a later one: each is an operation of its own, there is nothing to pack."""

from collections.abc import Sequence

from reconciler.model import Address, Request, RequestKey

REJECT = "RejectVpcEndpointConnections"
DELETE = "DeleteVpcEndpointServiceConfigurations"
VERBS = (
    "CreateVpcEndpointServiceConfiguration",
    "ModifyVpcEndpointServiceConfiguration",
    "ModifyVpcEndpointServicePayerResponsibility",
    "CreateTags",
    "ModifyVpcEndpointServicePermissions",
    REJECT,
    DELETE,
)
"""Calls on one endpoint service, in the order in which they are made."""


def edits_in_order(requests: Sequence[Request]) -> tuple[Request, ...]:
    """Give *requests* service by service, each after those that it waits for.

    Connections are cut at the very end of everything; those of a service that ends, right before it is deleted.
    """
    ending = {request.address for request in requests if request.verb == DELETE}

    def rank(request: Request) -> tuple[bool, Address, int, int]:
        last = request.verb == REJECT and request.address not in ending
        return last, request.address, VERBS.index(request.verb), request.key.part

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
