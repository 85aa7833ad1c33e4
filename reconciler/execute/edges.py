"""The edges between the requests of a plan, and the moves among them: a first half lets go, a second half takes.

Requests A, B and C: B has A in `after`, C has B. Then `before(B)` is {A} and `behind(B)` is [C]. If A fails, the run
sends neither B nor C.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reconciler.model import Address, Operation, Request, RequestKey

Keys = frozenset[RequestKey]
NONE: Keys = frozenset()


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges between the requests of a plan: *predecessors* and *successors* of each request, by key.

    The parts of a creation that must share its call wait for one another, and everything of a new object waits for its
    creation. *arriving* gives for each arrival the principals that it takes, each with its departure; None is
    nowhere before.
    """

    requests: Mapping[RequestKey, Request] = field(default_factory=dict)
    predecessors: Mapping[RequestKey, Keys] = field(default_factory=dict)
    successors: Mapping[RequestKey, Sequence[RequestKey]] = field(default_factory=dict)
    addresses: Mapping[Address, Sequence[RequestKey]] = field(default_factory=dict)
    arriving: Mapping[RequestKey, Mapping[str, RequestKey | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, operations: Iterable[Operation]) -> "Edges":
        """Gather the edges of a plan's requests."""
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
        """Give all requests about an object."""
        return self.addresses.get(address, ())

    def before(self, key: RequestKey) -> Keys:
        """Give what must be done before *key*, or with it."""
        return self.predecessors.get(key, NONE)

    def behind(self, key: RequestKey) -> Sequence[RequestKey]:
        """Give what waits for *key*."""
        return self.successors.get(key, ())

    def relying(self, key: RequestKey) -> Iterable[RequestKey]:
        """Give what lets principals go, or closes an object, because of those that *key* brings."""
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
    """The move of one principal, and how it is planned: *departure* lets it go, *arrival* takes it.

    *operation* is the call that the second half is in.
    """

    principal: str
    departure: RequestKey
    arrival: RequestKey
    operation: Operation

    @property
    def source(self) -> Address:
        """Name the experience where the principal was."""
        return self.departure.address

    @property
    def target(self) -> Address:
        """Name the experience that is to get it."""
        return self.arrival.address


def moves_of(operations: Iterable[Operation]) -> tuple[PlannedMove, ...]:
    """Find every principal that leaves one experience and arrives at another, in the order of the arrivals."""
    every = [(operation, request) for operation in operations for request in operation.requests]
    departures = departures_of([request for _, request in every])
    return tuple(
        PlannedMove(principal, departures[principal], request.key, operation)
        for operation, request in every
        for principal in request.arriving
        if principal in departures
    )


def departures_of(requests: Collection[Request]) -> Mapping[str, RequestKey]:
    """Give what lets each principal go that leaves; of two, not that of one that was archived."""
    revived = {request.address for request in requests if request.verb.revives}
    ordered = sorted(requests, key=lambda request: request.address not in revived)
    return {principal: request.key for request in ordered for principal in request.leaving}
