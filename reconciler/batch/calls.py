"""Sets and single calls as operations, with parameters as botocore takes them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import count, product
from operator import or_
from string import ascii_uppercase
from types import MappingProxyType
from typing import Any

from reconciler.limits import CATALOG, CATALOG_REGION, CHANGES_PER_SET
from reconciler.model import Address, Operation, Request, RequestKey, known_after

from .edits import edits_in_order
from .order import units_of
from .pack import pack
from .waits import awaited

CATALOG_SERVICE = "marketplace-catalog"
EC2_SERVICE = "ec2"
OWN_CALLS = frozenset({"TagResource"})
"""Verbs that are an API call of their own; every other verb of the Catalog API is a change type."""


NOBODY: Mapping[str, str] = MappingProxyType({})


def batch(
    requests: Sequence[Request], *, account: str, sellers: Mapping[str, str] = NOBODY, isolated: bool = False
) -> tuple[Operation, ...]:
    """Pack *requests* into operations, in an order that respects theirs.

    *account* is the marketplace account, *sellers* are the sellers' accounts by name. The result does not depend on
    the order of *requests*.
    """
    ordered = sorted(requests, key=lambda request: (request.address, request.key.part, request.verb))
    changes = [request for request in ordered if is_change(request)]
    writing = Writing(account, sellers)
    packed = pack(units_of(changes), isolated=isolated)
    sets = [sorted((r for unit in units for r in unit.requests), key=_within_a_set) for units in packed]
    for requests_of_set, found in zip(sets, awaited(sets), strict=True):
        writing.add_set(requests_of_set, found)
    for request in ordered:
        if request.verb in OWN_CALLS:
            writing.add_call(request)
    for request in edits_in_order([request for request in ordered if request.service == EC2_SERVICE]):
        writing.add_edit(request)
    return tuple(writing.operations)


def count_sets(requests: Sequence[Request], *, isolated: bool = False, room: int = CHANGES_PER_SET) -> int:
    """Count the change sets, of *room* changes each, that `batch` packs *requests* into."""
    changes = [request for request in requests if is_change(request)]
    return len(pack(units_of(changes), isolated=isolated, room=room))


def is_change(request: Request) -> bool:
    """Tell whether *request* is a change of a change set, not a call of its own."""
    return request.service == CATALOG_SERVICE and request.verb not in OWN_CALLS


_FIRST = ("CreateExperience", "ReviveExperience", "CreateProcurementPolicy", "UpdateProcurementPolicy")
_LAST = ("UpdateExperience", "RestrictExperience")


def _within_a_set(request: Request) -> tuple[Address, int, str]:
    """Order changes for readers: AWS finds its own order (facts: catalog 1.4)."""
    rank = _FIRST.index(request.verb) if request.verb in _FIRST else 10 + (request.verb in _LAST)
    return request.address, rank, request.verb


def change_names() -> Iterator[str]:
    """Give A, B … Z, AA, AB …: letters only, as every example of AWS has them (facts: catalog 1.3)."""
    for length in count(1):
        yield from ("".join(letters) for letters in product(ascii_uppercase, repeat=length))


@dataclass(slots=True)
class Writing:
    """Operations while they are being written: where each request went, and which one last touched each object.

    Operations are counted from 0; *waited* has for each the bits of all those that have ended before it begins.
    """

    account: str
    sellers: Mapping[str, str] = field(default_factory=lambda: NOBODY)
    operations: list[Operation] = field(default_factory=list)
    placed: dict[RequestKey, int] = field(default_factory=dict)
    last: dict[Address, int] = field(default_factory=dict)
    waited: list[int] = field(default_factory=list)

    def add_set(self, requests: Sequence[Request], found: Collection[int]) -> None:
        """Write one change set, which begins when those *found* have ended."""
        names = dict(zip((request.key for request in requests), change_names(), strict=False))
        creators = {r.address: names[r.key] for r in requests if r.remote_id is None and r.verb == "CreateExperience"}
        changes = [_change(request, names[request.key], self._entity(request, creators)) for request in requests]
        self._add("StartChangeSet", {"Catalog": CATALOG, "ChangeSet": changes}, requests, found)

    def add_call(self, request: Request) -> None:
        """Write one call that is no change set."""
        found = {self.placed[key] for key in request.after | request.not_before if key in self.placed}
        found |= {self.last[request.address]} if request.address in self.last else set()
        self._add(request.verb, {"Catalog": CATALOG, **request.details}, [request], found)

    def add_edit(self, request: Request) -> None:
        """Write one EC2 call on an endpoint service."""
        found = {self.placed[key] for key in request.after | request.not_before if key in self.placed}
        parameters = {**self._service(request), **request.details}
        self._add(request.verb, parameters, [request], found)

    def _service(self, request: Request) -> Mapping[str, Any]:
        """Name the service as the call wants it: by id, or by the call that will create it."""
        if request.verb == "CreateVpcEndpointServiceConfiguration":
            return {}
        creation = RequestKey(request.address, "CreateVpcEndpointServiceConfiguration")
        service = request.remote_id or known_after(_id(self.placed[creation]), request.address)
        if request.verb == "CreateTags":
            return {"Resources": [service]}
        deletes = request.verb == "DeleteVpcEndpointServiceConfigurations"
        return {"ServiceIds": [service]} if deletes else {"ServiceId": service}

    def _add(
        self, action: str, parameters: Mapping[str, Any], requests: Sequence[Request], found: Collection[int]
    ) -> None:
        number, first = len(self.operations), requests[0]
        before = reduce(or_, (self.waited[one] for one in found), 0)
        operation = Operation(
            id=_id(number),
            after=tuple(_id(one) for one in sorted(found) if not before >> one & 1),
            account=self.sellers[first.seller] if first.service == EC2_SERVICE else self.account,
            region=first.region or CATALOG_REGION,
            service=first.service,
            action=action,
            parameters=parameters,
            requests=tuple(requests),
        )
        self.operations.append(operation)
        self.waited.append(reduce(or_, (1 << one for one in found), before))
        for request in requests:
            self.placed[request.key] = self.last[request.address] = number

    def _entity(self, request: Request, creators: Mapping[Address, str]) -> object:
        """Name the experience: by its creation in this set, by the set that touched it last, or as it was observed."""
        if request.address in creators:
            return None if request.verb == "CreateExperience" else f"${creators[request.address]}.Entity.Identifier"
        if request.address in self.last:
            return known_after(_id(self.last[request.address]), request.address)
        return f"{request.remote_id}@{request.revision}"


def _id(number: int) -> str:
    return f"op-{number + 1}"


def _change(request: Request, name: str, entity: object) -> Mapping[str, Any]:
    named = {"Type": "Experience@1.0"} if entity is None else {"Type": "Experience@1.0", "Identifier": entity}
    change = {"ChangeType": request.verb, "ChangeName": name, "Entity": named, "DetailsDocument": request.details}
    tags = [{"Key": key, "Value": value} for key, value in sorted((request.tags or {}).items())]
    return {**change, "EntityTags": tags} if tags else change
