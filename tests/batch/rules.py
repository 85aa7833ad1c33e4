"""The rules of catalog 1.4 and 1.10, checked on operations: AWS would refuse or lose what breaks them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from reconciler.model import Address, Operation, Request, RequestKey


class Rules:
    """A check of operations against the requests that they were made from; `broken` lists each broken rule."""

    def __init__(self, requests: Sequence[Request], operations: Sequence[Operation]) -> None:
        """Record the operation of each request, and the operations that each one waits for."""
        self.requests, self.operations = requests, operations
        self.place = {request.key: one.id for one in operations for request in one.requests}
        self.before: dict[str, frozenset[str]] = {}
        for one in operations:
            waited = [self.before[earlier] | {earlier} for earlier in one.after]
            self.before[one.id] = frozenset().union(*waited)

    def broken(self) -> list[str]:
        """List the broken rules, each with the operation or request that breaks it."""
        return [
            *self.lost(),
            *self.order(),
            *self.sets(),
            *self.locks(),
            *self.held(),
            *self.names(),
            *self.identifiers(),
        ]

    def lost(self) -> Iterator[str]:
        """Each request is in exactly one operation, and no operation has anything else."""
        placed = Counter(request.key for one in self.operations for request in one.requests)
        if placed != Counter(request.key for request in self.requests):
            yield "placed exactly once"

    def order(self) -> Iterator[str]:
        """Each request follows the requests that it waits for, or shares their set where that is enough."""
        for request in self.requests:
            here = self.place[request.key]
            if {self.place[key] for key in request.after} - self.before[here]:
                yield f"{request.key} after an earlier, ended set"
            if {self.place[key] for key in request.not_before} - self.before[here] - {here}:
                yield f"{request.key} not before"

    def sets(self) -> Iterator[str]:
        """A set has at most 20 changes and one of a type for an entity; creations and companions are not split."""
        for one in self.operations:
            if not 1 <= len(one.requests) <= 20:
                yield f"{one.id} has {len(one.requests)} changes"
            if len({(request.address, request.verb.name) for request in one.requests}) < len(one.requests):
                yield f"{one.id} has a type twice for an entity"
        whole = {(request.address, self.place[request.key]) for request in self.requests if request.whole}
        if len(whole) > len({address for address, _ in whole}):
            yield "a creation in one set"
        if any(one.beside and self.place[one.key] != self.place[one.beside] for one in self.requests):
            yield "beside another in its set"

    def locks(self) -> Iterator[str]:
        """Of two sets that share an entity, one waits for the other."""
        for earlier, later in self._touching_pairs():
            if earlier not in self.before[later]:
                yield f"{later} may run beside {earlier}, which locks its entity"

    def held(self) -> Iterator[str]:
        """From the first half of a move to the end of the second, no other set touches the source of the move.

        Halves that are not in consecutive sets are left out.
        """
        numbers = {one.id: number for number, one in enumerate(self.operations)}
        for request in self.requests:
            second = self.place[request.key]
            for key in request.right_after:
                first = self.place[key]
                for one in self.operations if numbers[second] == numbers[first] + 1 else ():
                    apart = one.id in self.before[first] or second in self.before[one.id]
                    if key.address in one.addresses and one.id not in {first, second} and not apart:
                        yield f"{one.id} touches {key.address} while a principal is on its way to {request.address}"

    def _touching_pairs(self) -> Iterator[tuple[str, str]]:
        for address in {request.address for request in self.requests}:
            yield from pairwise(one.id for one in self.operations if address in one.addresses)

    def names(self) -> Iterator[str]:
        """Change names are letters and unique in their set."""
        for one in self.operations:
            names = [change["ChangeName"] for change in one.parameters["ChangeSet"]]
            if len(set(names)) < len(names) or not all(name.isascii() and name.isalpha() for name in names):
                yield f"{one.id} has the names {names}"

    def identifiers(self) -> Iterator[str]:
        """An entity is named by its creation, by the observed revision, or by the last set that changed it."""
        last: dict[Address, str] = {}
        for one in self.operations:
            changes: Sequence[Mapping[str, Any]] = one.parameters["ChangeSet"]
            made = {r.address: c["ChangeName"] for r, c in zip(one.requests, changes, strict=True) if _creates(r.key)}
            for request, change in zip(one.requests, changes, strict=True):
                if change["Entity"].get("Identifier") != _identifier(request, made, last):
                    yield f"{request.key} in {one.id} names {change['Entity']}"
            last.update(dict.fromkeys(one.addresses, one.id))


def _creates(key: RequestKey) -> bool:
    return key.verb == "CreateExperience"


def _identifier(request: Request, made: Mapping[Address, str], last: Mapping[Address, str]) -> object:
    if _creates(request.key):
        return None
    if request.address in made:
        return f"${made[request.address]}.Entity.Identifier"
    if request.address in last:
        return {"known_after": last[request.address], "address": str(request.address)}
    return f"{request.remote_id}@{request.revision}"
