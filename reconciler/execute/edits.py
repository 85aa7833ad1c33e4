"""EC2 calls on endpoint services: sent with the ids that earlier calls gave, their unsuccessful items read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reconciler.errors import Rejected
from reconciler.model import Operation
from reconciler.ports import Edited, EndpointServices

from .ledger import Ledger

EC2 = "ec2"
CREATE = "CreateVpcEndpointServiceConfiguration"
GONE = ".NotFound"
"""How EC2's codes end for what is not there (facts: privatelink 1.12): only calls that end something answer so, and
what is gone has ended."""
READY = "Available"


@dataclass(frozen=True, slots=True)
class Edits:
    """Makes the EC2 calls of a plan; *places* are the sellers' endpoint services by account and region."""

    places: Mapping[tuple[str, str], EndpointServices] = field(default_factory=dict)

    def send(self, operation: Operation, ledger: Ledger, token: str) -> Edited:
        """Make the call. Raises Rejected for what it answers with HTTP 200 and did not do, CallFailed for all else."""
        parameters = {key: _known(value, ledger) for key, value in operation.parameters.items()}
        if operation.action == CREATE:
            parameters["ClientToken"] = token
        edited = self._place(operation).edit(operation.action, parameters)
        undone = [one for one in edited.unsuccessful if not one.code.endswith(GONE)]
        if undone:
            items = "; ".join(f"{one.resource_id}: {one.message}" for one in undone)
            raise Rejected(items, code=undone[0].code, operation=operation.action)
        return edited

    def state(self, operation: Operation, service_id: str) -> str:
        """Give the state of a service that *operation* created; Pending while reads lag behind."""
        found = self._place(operation).configurations([service_id])
        return found[0].state if found else "Pending"

    def _place(self, operation: Operation) -> EndpointServices:
        return self.places[operation.account, operation.region]


def _known(value: Any, ledger: Ledger) -> Any:  # noqa: ANN401 - any value of a call
    """Put the id that an earlier call gave in the place of `known_after`."""
    if isinstance(value, Mapping) and "known_after" in value:
        return ledger.id_of(str(value["address"]))
    if isinstance(value, list):
        return [_known(item, ledger) for item in value]
    return value
