"""Calls of their own: sent with the ids that earlier calls gave, their unsuccessful items read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.errors import Rejected
from reconciler.kind import Readiness
from reconciler.model import Operation, Request
from reconciler.ports import Clients, Edited

from .grants import Grants
from .ledger import Ledger


@dataclass(frozen=True, slots=True)
class Edits:
    """Makes the calls of a plan that are no change sets; *grants* know what was refused of permission lists."""

    clients: Clients
    grants: Grants = field(default_factory=Grants)

    def send(self, operation: Operation, ledger: Ledger, token: str) -> Edited:
        """Make the call. Raises Rejected for what it answers with HTTP 200 and did not do, CallFailed for all else."""
        (request,), verb = operation.requests, operation.requests[0].verb
        parameters = self.parameters(operation, ledger)
        if verb.token:
            parameters[verb.token] = token
        edited = self.clients.of(operation).edit(verb, parameters)
        items = edited.unsuccessful
        if items:
            remote, id_ = ledger.remotes[request.address.kind], ledger.remote_ids[request.address]
            items = tuple(remote.undone(request, id_, items, self.clients))
        if items:
            told = "; ".join(f"{one.resource_id}: {one.message}" for one in items)
            raise Rejected(told, code=items[0].code, operation=operation.action)
        return edited

    def parameters(self, operation: Operation, ledger: Ledger) -> dict[str, Any]:
        """Return what the call carries, with the ids that earlier calls gave."""
        return {key: _known(value, ledger) for key, value in operation.parameters.items()}

    def readiness(self, request: Request, ledger: Ledger) -> Readiness:
        """Say how far the object of *request* is, which was created before."""
        remote = ledger.remotes[request.address.kind]
        return remote.readiness(request, ledger.remote_ids[request.address], self.clients)

    def comes_up(self, request: Request, ledger: Ledger) -> bool:
        """Tell whether the object that *request* edits is not ready yet: a refusal then is no last word."""
        if request.address not in ledger.remote_ids:
            return False
        found = self.readiness(request, ledger)
        return found.seen and not found.ready and not found.failed


def as_sent(operation: Operation, requests: Sequence[Request]) -> Operation:
    """Return *operation* as it is sent now: *requests* may carry less than what was planned."""
    if requests == operation.requests:
        return operation
    (planned,), (request,) = operation.requests, requests
    rest = {key: value for key, value in operation.parameters.items() if key not in planned.details}
    return replace(operation, parameters={**rest, **request.details})


def _known(value: Any, ledger: Ledger) -> Any:  # noqa: ANN401 - any value of a call
    """Put the id that an earlier call gave in the place of `known_after`."""
    if isinstance(value, Mapping) and "known_after" in value:
        return str(value.get("within", "{}")).replace("{}", ledger.id_of(str(value["address"])))
    if isinstance(value, Mapping):
        return {key: _known(item, ledger) for key, item in value.items()}
    if isinstance(value, list):
        return [_known(item, ledger) for item in value]
    return value
