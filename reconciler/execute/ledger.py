"""What is known about every object while a plan is carried out: what is done, what it must be now, what is stopped."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reconciler.kind import Remotes
from reconciler.model import Address, Observed, Operation, Request, RequestKey

UNKNOWN = "it did not succeed"


@dataclass(slots=True)
class Ledger:
    """The state of a run, by address. An address in *stopped* gets nothing more; the text says why.

    *kept* are requests that are not sent, and why, though their objects get everything else.
    """

    remotes: Remotes
    remote_ids: dict[Address, str] = field(default_factory=dict)
    revisions: dict[Address, str] = field(default_factory=dict)
    specs: dict[Address, Any] = field(default_factory=dict)
    stopped: dict[Address, str] = field(default_factory=dict)
    kept: dict[RequestKey, str] = field(default_factory=dict)
    done: set[RequestKey] = field(default_factory=set)
    planned: frozenset[RequestKey] = frozenset()

    @classmethod
    def of(
        cls, remotes: Remotes, operations: Iterable[Operation], observed: Mapping[Address, Observed[Any]]
    ) -> "Ledger":
        """Begin with the world as it was planned on."""
        keys = frozenset(request.key for operation in operations for request in operation.requests)
        return cls(
            remotes,
            {address: one.remote_id for address, one in observed.items()},
            {address: one.revision for address, one in observed.items()},
            {address: one.spec for address, one in observed.items()},
            planned=keys,
        )

    def id_of(self, address: str) -> str:
        """Give the id of the object at *address* (`kind.name`), which exists by now."""
        kind, _, name = address.partition(".")
        return self.remote_ids[Address(kind, name)]

    def stop(self, address: Address, why: str) -> None:
        """Do nothing more to an object; the first reason is the one that is told."""
        self.stopped.setdefault(address, why)

    def runnable(self, requests: Sequence[Request]) -> tuple[Request, ...]:
        """Give the requests that may be sent together now; whatever waits for something that failed is stopped."""
        kept = list(requests)
        while True:
            keys = {request.key for request in kept}
            for request in kept:
                self._check(request, keys)
            left = [request for request in kept if request.address not in self.stopped]
            if len(left) == len(kept):
                return tuple(kept)
            kept = left

    def _check(self, request: Request, together: Collection[RequestKey]) -> None:
        wanted = (request.after | (request.not_before - frozenset(together))) & self.planned
        missing = sorted(wanted - self.done)
        if missing and request.address not in self.stopped:
            cause = missing[0].address
            why = self.stopped.get(cause) or self.kept.get(missing[0], UNKNOWN)
            self.stop(request.address, why if cause == request.address else f"waits for {cause}: {why}")

    def succeeded(self, requests: Sequence[Request], created: Mapping[Address, str]) -> None:
        """Note what is done, what the objects must be now, and the ids of those that were created."""
        self.remote_ids.update(created)
        for request in requests:
            self.done.add(request.key)
            remote = self.remotes[request.address.kind]
            self.specs[request.address] = remote.expect(self.specs.get(request.address, remote.blank), request)

    def differs(self, address: Address, now: Observed[Any]) -> bool:
        """Tell whether an object is not what it must be: somebody else has changed it."""
        return not self.remotes[address.kind].same(self.specs[address], now.spec)

    def has_effect(self, request: Request, now: Observed[Any]) -> bool:
        """Tell whether what *request* asks for is already so; a logo can't be seen, so it is never said to be there."""
        remote = self.remotes[request.address.kind]
        if request.verb == "CreateBrandingSettings":
            return bool(now.facts.get("has_branding"))
        unseen = "LogoUrl" in request.details.get("Configuration", {})
        so = remote.same(remote.expect(now.spec, request), now.spec)
        return request.verb == "CreateExperience" or (so and not unseen)

    def undone(self, requests: Iterable[Request]) -> tuple[Request, ...]:
        """Give those of *requests* that have not succeeded."""
        return tuple(request for request in requests if request.key not in self.done)

    def because(self, undone: Iterable[Request]) -> str:
        """Say for every object of *undone* why it was stopped."""
        reasons = {request.address: self.kept.get(request.key, UNKNOWN) for request in undone}
        return "; ".join(f"{address}: {self.stopped.get(address, reasons[address])}" for address in sorted(reasons))
