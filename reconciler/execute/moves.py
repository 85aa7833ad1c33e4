"""Principals that a plan moves: a first half that lets go, a second half that takes."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from reconciler.model import Address, Operation, Request, RequestKey

LEAVE, ARRIVE = "DisassociateAudience", "AssociateAudience"


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
        for principal in principals(request, ARRIVE)
        if principal in departures
    )


def departures_of(requests: Collection[Request]) -> Mapping[str, RequestKey]:
    """Give what lets each principal go that leaves; of two, not that of one that was archived."""
    revived = {request.address for request in requests if request.verb.name == "ReviveExperience"}
    leaving = sorted(
        (request for request in requests if request.verb.name == LEAVE),
        key=lambda request: request.address not in revived,
    )
    return {principal: request.key for request in leaving for principal in principals(request, LEAVE)}


def principals(request: Request, verb: str) -> Iterator[str]:
    """Give the principals that *request* carries, if its verb is *verb*."""
    return iter(request.details["Principals"] if request.verb.name == verb else ())


def ends(request: Request) -> bool:
    """Tell whether *request* ends an experience: what it still holds is governed from elsewhere then, or stuck."""
    return request.verb.name == "RestrictExperience" or request.details.get("Status") == "Disabled"
