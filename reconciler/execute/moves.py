"""Principals that a plan moves: a first half that lets go, a second half that takes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from reconciler.model import Address, Operation, Request, RequestKey


@dataclass(frozen=True, slots=True)
class Move:
    """One principal on its way: *departure* is the request that lets it go, *arrival* the one that takes it.

    *operation* is the call that the second half is in.
    """

    principal: str
    departure: RequestKey
    arrival: RequestKey
    operation: Operation

    @property
    def left(self) -> Address:
        """Name the experience where the principal was."""
        return self.departure.address

    @property
    def taker(self) -> Address:
        """Name the experience that is to get it."""
        return self.arrival.address


def moves_of(operations: Iterable[Operation]) -> tuple[Move, ...]:
    """Find every principal that leaves one experience and arrives at another, in the order of the arrivals."""
    every = [(operation, request) for operation in operations for request in operation.requests]
    departures = departures_of([request for _, request in every])
    return tuple(
        Move(principal, departures[principal], request.key, operation)
        for operation, request in every
        for principal in request.arriving
        if principal in departures
    )


def departures_of(requests: Collection[Request]) -> Mapping[str, RequestKey]:
    """Give what lets each principal go that leaves; of two, not that of one that was archived."""
    revived = {request.address for request in requests if request.verb.revives}
    ordered = sorted(requests, key=lambda request: request.address not in revived)
    return {principal: request.key for request in ordered for principal in request.leaving}
