"""Operations: change sets and single calls, with parameters as botocore takes them.

Example: the requests create `experience.finance` (CreateExperience and CreateProcurementPolicy) and allow 120 products
in three parts of at most 50. The creation and one part share the first change set, op-1. AWS takes one change of a type
for an experience in a set, so the other parts are in op-2 and op-3, each after the one before. op-2 names the
experience by `{"known_after": "op-1", …}`: its id and revision are known when op-1 has ended. op-3 names it by op-2.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import Any, NamedTuple

from reconciler.change_sets import change_set
from reconciler.limits import CATALOG_REGION, CHANGES_PER_SET
from reconciler.model import Address, Operation, Reference, Request, RequestKey, known_after

from .choice import MeasuredSets, Packings, packings
from .leaders import waiting_for_leaders, with_trailers_last
from .numbering import numbered
from .order import units_of
from .own_calls import calls_in_order
from .pack import pack
from .references import told, waiting_for_references
from .waits import awaited

NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Batching:
    """The ways to pack requests into operations. Each is an order that keeps the requests' edges.

    *calls* are the requests that are not sent in change sets. *account* is the marketplace's account, *sellers* are the
    accounts of sellers by name.
    """

    packings: Packings
    calls: Sequence[Request]
    account: str
    sellers: Mapping[str, str]

    @classmethod
    def of(
        cls,
        requests: Sequence[Request],
        *,
        account: str,
        sellers: Mapping[str, str] = NOBODY,
        isolated: bool = False,
        fastest: bool = False,
        room: int = CHANGES_PER_SET,
    ) -> "Batching":
        """Pack *requests*, with at most *room* changes in a set. Raises Cycle.

        With *isolated*, a change set is about one experience. With *fastest*, there may be a tenth more sets, of which
        fewer wait for each other. The result does not depend on the order of *requests*.
        """
        linked = with_trailers_last(waiting_for_leaders(waiting_for_references(requests)))
        ordered = sorted(linked, key=lambda request: (request.address, request.part, request.verb.name))
        units = units_of([request for request in ordered if is_change(request)])
        packed = packings(units, isolated=isolated, fastest=fastest, room=room)
        return cls(packed, [request for request in ordered if not is_change(request)], account, sellers)

    def shortest(self) -> tuple[Operation, ...]:
        """Return the operations of the packing with the shortest chain."""
        return self.operations(self.packings.ranked[0])

    def operations(self, packed: MeasuredSets) -> tuple[Operation, ...]:
        """Return the operations; the parts of a list are numbered in the order in which they are sent."""
        writing = Writing(self.account, self.sellers)
        sets, calls = numbered(packed.sets, self.calls)
        for request in calls_in_order([one for one in calls if one.verb.leads]):
            writing.add_call(request)
        leaders = range(len(writing.operations))
        for requests, found in zip(sets, awaited(sets), strict=True):
            writing.add_set(sorted(requests, key=_within_a_set), {*leaders, *(len(leaders) + one for one in found)})
        for request in calls_in_order([one for one in calls if not one.verb.leads]):
            writing.add_call(request)
        return tuple(writing.operations)


def batch(
    requests: Sequence[Request],
    *,
    account: str,
    sellers: Mapping[str, str] = NOBODY,
    isolated: bool = False,
    fastest: bool = False,
) -> tuple[Operation, ...]:
    """Return the operations of *requests* with the shortest chain, as `Batching` packs them. Raises Cycle."""
    return Batching.of(requests, account=account, sellers=sellers, isolated=isolated, fastest=fastest).shortest()


def count_sets(requests: Sequence[Request], *, isolated: bool = False, room: int = CHANGES_PER_SET) -> int:
    """Return the number of change sets, with at most *room* changes each, that `batch` makes of *requests*."""
    changes = [request for request in requests if is_change(request)]
    return len(pack(units_of(changes), isolated=isolated, room=room))


class PackedExtent(NamedTuple):
    """The longest chain and the change sets of the fastest packing, and the fewest sets of any packing."""

    chain: int
    sets: int
    fewest: int


def fastest_extent(requests: Sequence[Request], *, room: int = CHANGES_PER_SET) -> PackedExtent:
    """Return the extent of the fastest packing of *requests*."""
    packed = packings(units_of([request for request in requests if is_change(request)]), fastest=True, room=room)
    best = packed.ranked[0]
    return PackedExtent(best.chain, len(best.sets), min(len(one.sets) for one in packed.ranked))


def is_change(request: Request) -> bool:
    """Tell whether *request* is a change in a change set, and not a call of its own."""
    return request.verb.carrier is not None


def _within_a_set(request: Request) -> tuple[Address, int, str]:
    return request.address, request.verb.rank, request.verb.name


@dataclass(slots=True)
class Writing:
    """The operations made so far, numbered from 0.

    *placed* has the operation of each request, *last* the last change set about each object, *makers* the operation
    that creates each object. *waited* has, for each operation, the bits of all operations that end before it begins,
    so that `after` can leave out those that another one of `after` waits for.
    """

    account: str
    sellers: Mapping[str, str] = field(default_factory=lambda: NOBODY)
    operations: list[Operation] = field(default_factory=list)
    placed: dict[RequestKey, int] = field(default_factory=dict)
    last: dict[Address, int] = field(default_factory=dict)
    makers: dict[Address, str] = field(default_factory=dict)
    waited: list[int] = field(default_factory=list)

    def add_set(self, requests: Sequence[Request], found: Collection[int]) -> None:
        """Add one change set, which begins when the operations *found* have ended."""
        entities = {request.address: self._entity(request) for request in requests}
        self._add(change_set(requests, entities), requests, found)
        self.last.update((request.address, len(self.operations) - 1) for request in requests)

    def add_call(self, request: Request) -> None:
        """Add one call that is not a change set. It waits for the last change set about its object."""
        found = {self.placed[key] for key in request.after | request.not_before if key in self.placed}
        found |= {self.last[request.address]} if request.address in self.last else set()
        self._add({**self._object(request), **told(request.details, self._maker)}, [request], found)

    def _maker(self, reference: Reference) -> str:
        """Return the operation that returns what *reference* stands for."""
        made_by = reference.made_by
        return _id(self.placed[made_by]) if made_by else self.makers[reference.address]

    def _object(self, request: Request) -> Mapping[str, Any]:
        """Return the parameter that names the object, if the verb has one: its id, or the call that will create it."""
        verb = request.verb
        if not verb.object_in:
            return {}
        named = request.remote_id or known_after(self.makers[request.address], request.address)
        return {verb.object_in: [named] if verb.listed else named}

    def _add(self, parameters: Mapping[str, Any], requests: Sequence[Request], found: Collection[int]) -> None:
        number, first = len(self.operations), requests[0]
        account = self.sellers[first.seller] if first.seller else self.account
        account, region = first.sent_to or (account, first.region or CATALOG_REGION)
        before = reduce(or_, (self.waited[one] for one in found), 0)
        operation = Operation(
            id=_id(number),
            after=tuple(_id(one) for one in sorted(found) if not before >> one & 1),
            account=account,
            region=region,
            service=first.verb.service,
            action=first.verb.call.name,
            parameters=parameters,
            requests=tuple(requests),
        )
        self.operations.append(operation)
        self.waited.append(reduce(or_, (1 << one for one in found), before))
        for request in requests:
            self.placed[request.key] = number
        self.makers.update((request.address, operation.id) for request in requests if request.verb.makes)

    def _entity(self, request: Request) -> object:
        """Return the entity of a change: as the last change set about it leaves it, or as it was observed."""
        if request.address in self.last:
            return known_after(_id(self.last[request.address]), request.address)
        return f"{request.remote_id}@{request.revision}"


def _id(number: int) -> str:
    return f"op-{number + 1}"
