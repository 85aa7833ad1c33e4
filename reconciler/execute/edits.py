"""EC2 calls on endpoint services: sent with the ids that earlier calls gave, their unsuccessful items read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.errors import Rejected
from reconciler.limits import ENDED_CONNECTIONS
from reconciler.model import Operation, Request
from reconciler.ports import Edited, EndpointServices, Unsuccessful

from .grants import Grants
from .ledger import Ledger

EC2 = "ec2"
CREATE, REJECT = "CreateVpcEndpointServiceConfiguration", "RejectVpcEndpointConnections"
GONE = ".NotFound"
"""How EC2's codes end for what is not there (facts: privatelink 1.12): only calls that end something answer so, and
what is gone has ended."""
PENDING, READY = "Pending", "Available"


@dataclass(frozen=True, slots=True)
class Edits:
    """Makes the EC2 calls of a plan; *places* are the sellers' endpoint services by account and region.

    *grants* know what was refused of permission lists.
    """

    places: Mapping[tuple[str, str], EndpointServices] = field(default_factory=dict)
    grants: Grants = field(default_factory=Grants)

    def send(self, operation: Operation, ledger: Ledger, token: str) -> Edited:
        """Make the call. Raises Rejected for what it answers with HTTP 200 and did not do, CallFailed for all else."""
        parameters = self.parameters(operation, ledger)
        if operation.action == CREATE:
            parameters["ClientToken"] = token
        edited = self._place(operation).edit(operation.action, parameters)
        undone = [one for one in edited.unsuccessful if not one.code.endswith(GONE)]
        if undone and operation.action == REJECT:
            undone = self._still_live(undone, operation, parameters["ServiceId"])
        if undone:
            items = "; ".join(f"{one.resource_id}: {one.message}" for one in undone)
            raise Rejected(items, code=undone[0].code, operation=operation.action)
        return edited

    def parameters(self, operation: Operation, ledger: Ledger) -> dict[str, Any]:
        """Give what the call carries, with the ids that earlier calls gave."""
        return {key: _known(value, ledger) for key, value in operation.parameters.items()}

    def state(self, operation: Operation, service_id: str) -> str:
        """Give the state of a service that *operation* created; Pending while reads lag behind."""
        found = self._place(operation).configurations([service_id])
        return found[0].state if found else PENDING

    def comes_up(self, operation: Operation, ledger: Ledger) -> bool:
        """Tell whether the service that *operation* edits is still Pending: a refusal then is no last word."""
        service = _known(operation.parameters.get("ServiceId"), ledger)
        found = self._place(operation).configurations([service]) if service else ()
        return any(one.state == PENDING for one in found)

    def _still_live(self, undone: Sequence[Unsuccessful], operation: Operation, service_id: str) -> list[Unsuccessful]:
        """Leave out what was cut before: by a call whose answer was lost, by the consumer, by somebody else."""
        connections = self._place(operation).connections([service_id])
        live = {one.endpoint_id for one in connections if one.state not in ENDED_CONNECTIONS}
        return [one for one in undone if one.resource_id in live]

    def _place(self, operation: Operation) -> EndpointServices:
        return self.places[operation.account, operation.region]


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
        return ledger.id_of(str(value["address"]))
    if isinstance(value, list):
        return [_known(item, ledger) for item in value]
    return value
