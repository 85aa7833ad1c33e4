"""What EC2 answers while a plan is carried out: a new service comes up, and what is gone has ended."""

from collections.abc import Sequence
from typing import Final

from reconciler.kind import Readiness
from reconciler.limits import ENDED_CONNECTIONS
from reconciler.model import Request
from reconciler.ports import Clients, EndpointServices, Unsuccessful

from .verbs import REJECT

GONE: Final = ".NotFound"
"""How EC2's codes end for what is not there (facts: privatelink 1.12): only calls that end something answer so, and
what is gone has ended."""
PENDING, READY, FAILED = "Pending", "Available", "Failed"


def readiness(request: Request, service_id: str, clients: Clients) -> Readiness:
    """Return the state of a service; Pending while reads lag behind (facts: privatelink 1.0)."""
    found = _services_of(request, clients).configurations([service_id])
    state = found[0].state if found else PENDING
    return Readiness(state, seen=bool(found), ready=state == READY, failed=state == FAILED)


def undone(
    request: Request, service_id: str, items: Sequence[Unsuccessful], clients: Clients
) -> Sequence[Unsuccessful]:
    """Leave out what is gone, and what was cut before: by a call whose answer was lost, by the consumer, by others."""
    left = [one for one in items if not one.code.endswith(GONE)]
    if not left or request.verb is not REJECT:
        return left
    connections = _services_of(request, clients).connections([service_id])
    live = {one.endpoint_id for one in connections if one.state not in ENDED_CONNECTIONS}
    return [one for one in left if one.resource_id in live]


def _services_of(request: Request, clients: Clients) -> EndpointServices:
    return clients.sellers[request.seller].regions[request.region]
