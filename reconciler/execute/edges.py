"""The edges between the requests of a plan, and the moves: a departure releases a principal, an arrival takes it.

Example: B has A in `after`, and C has B. Then `before(B)` is {A} and `behind(B)` is [C]. If A fails, the run sends
neither B nor C.

Example: a DisassociateAudience of `default` with 111111111111 (the departure) and an AssociateAudience of `finance`
with 111111111111 (the arrival) are one move.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reconciler.model import Address, Operation, Request, RequestKey

Keys = frozenset[RequestKey]
NONE: Keys = frozenset()


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges between the requests of a plan: *predecessors* and *successors* of each request, by key.

    All requests about a new object wait for its creation. The parts of a creation that must share a call wait for one
    another. *arriving* has for each arrival the principals that it takes, each with its departure, or None if no
    request releases it.
    """

    requests: Mapping[RequestKey, Request] = field(default_factory=dict)
    predecessors: Mapping[RequestKey, Keys] = field(default_factory=dict)
    successors: Mapping[RequestKey, Sequence[RequestKey]] = field(default_factory=dict)
    addresses: Mapping[Address, Sequence[RequestKey]] = field(default_factory=dict)
    arriving: Mapping[RequestKey, Mapping[str, RequestKey | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, operations: Iterable[Operation]) -> "Edges":
        """Collect the edges of a plan's requests."""
        requests = {request.key: request for operation in operations for request in operation.requests}
        addresses: dict[Address, list[RequestKey]] = {}
        for key in requests:
            addresses.setdefault(key.address, []).append(key)
        predecessors = {
            key: _predecessors(request, requests, addresses[key.address]) for key, request in requests.items()
        }
        successors: dict[RequestKey, list[RequestKey]] = {}
        for key, wanted in predecessors.items():
            for one in sorted(wanted):
                successors.setdefault(one, []).append(key)
        return cls(requests, predecessors, successors, addresses, _arriving(requests.values()))

    def about(self, address: Address) -> Sequence[RequestKey]:
        """Return the keys of all requests about an object."""
        return self.addresses.get(address, ())

    def before(self, key: RequestKey) -> Keys:
        """Return the keys of the requests that must be done before *key*, or with it."""
        return self.predecessors.get(key, NONE)

    def behind(self, key: RequestKey) -> Sequence[RequestKey]:
        """Return the keys of the requests that wait for *key*."""
        return self.successors.get(key, ())

    def relying(self, key: RequestKey) -> Iterable[RequestKey]:
        """Return the requests that release principals or close an object and that wait for arrivals in *key*."""
        waiting = (self.requests[waiter] for waiter in self.behind(key) if key in self.arriving)
        return [one.key for one in waiting if one.leaving or one.closes]


def _predecessors(request: Request, requests: Mapping[RequestKey, Request], siblings: Iterable[RequestKey]) -> Keys:
    wanted = (request.after | request.not_before) & requests.keys()
    wanted |= {key for key in siblings if requests[key].verb.makes}
    wanted |= {key for key in siblings if request.whole and requests[key].whole}
    wanted |= {request.beside} & requests.keys() if request.beside else NONE
    return frozenset(wanted - {request.key})


def _arriving(requests: Iterable[Request]) -> Mapping[RequestKey, Mapping[str, RequestKey | None]]:
    every = list(requests)
    departures = departures_of(every)
    return {
        one.key: {principal: departures.get(principal) for principal in one.arriving} for one in every if one.arriving
    }


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """The move of one principal: *departure* releases it, *arrival* takes it, in the call *operation*."""

    principal: str
    departure: RequestKey
    arrival: RequestKey
    operation: Operation

    @property
    def source(self) -> Address:
        """Return the address of the experience that the principal leaves."""
        return self.departure.address

    @property
    def target(self) -> Address:
        """Return the address of the experience that the principal arrives at."""
        return self.arrival.address


def moves_of(operations: Iterable[Operation]) -> tuple[PlannedMove, ...]:
    """Return the moves of a plan in the order of their arrivals."""
    every = [(operation, request) for operation in operations for request in operation.requests]
    departures = departures_of([request for _, request in every])
    return tuple(
        PlannedMove(principal, departures[principal], request.key, operation)
        for operation, request in every
        for principal in request.arriving
        if principal in departures
    )


def departures_of(requests: Collection[Request]) -> Mapping[str, RequestKey]:
    """Return the request that releases each leaving principal.

    Of two, return the one of an experience that is not revived.
    """
    revived = {request.address for request in requests if request.verb.revives}
    ordered = sorted(requests, key=lambda request: request.address not in revived)
    return {principal: request.key for request in ordered for principal in request.leaving}
