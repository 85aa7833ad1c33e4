"""EC2's answers during apply: when a new service is ready, and which items of an answer have ended already."""

from collections.abc import Sequence
from typing import Final

from reconciler.kind import Readiness
from reconciler.model import Request
from reconciler.ports import Clients, EndpointServices, PrivateDns, Unsuccessful
from reconciler.privatelink_limits import ENDED_CONNECTIONS, WAITING_CONNECTION

from .publication import VERIFIED
from .record_requests import REMOVAL
from .verbs import ACCEPT, RECORDS, REJECT, UNNOTIFY, VERIFY

NO_NOTIFICATION: Final = "InvalidConnectionNotification"
"""EC2's code for a notification that does not exist (facts: privatelink 1.9)."""
GONE: Final = ".NotFound"
"""The ending of EC2's codes for objects that do not exist (facts: privatelink 1.12). Only calls that end an object
return it here, and an object that does not exist has ended."""
PENDING, READY, FAILED = "Pending", "Available", "Failed"


def readiness(request: Request, service_id: str, clients: Clients) -> Readiness:
    """Return the state of a new service; Pending while reads do not show it yet (facts: privatelink 1.0).

    For a change of records, *service_id* is the change, empty if nothing was left to change: it is ready once it is
    INSYNC, and a removal at once. For a verification, it is the service.
    """
    if request.verb is RECORDS:
        zones = clients.sellers[request.seller].zones
        ready = request.part == REMOVAL or not service_id or zones.is_spread(service_id)
        return Readiness("the change of records is PENDING", "PENDING", ready=ready)
    found = _services_of(request, clients).configurations([service_id])
    if request.verb is VERIFY:
        return _verification(found[0].private_dns if found else None)
    state = found[0].state if found else PENDING
    return Readiness(state, seen=bool(found), ready=state == READY, failed=state == FAILED)


def _verification(dns: PrivateDns | None) -> Readiness:
    """Return the state of a verification."""
    state = dns.state if dns else ""
    return Readiness(f"the private name is {state}", state, ready=state == VERIFIED, failed=state == "failed")


def undone(
    request: Request, service_id: str, items: Sequence[Unsuccessful], clients: Clients
) -> Sequence[Unsuccessful]:
    """Return the failed *items* without those that do not exist any more and connections that are as the call wants.

    A connection may have been ended or accepted by a call whose answer was lost, by the consumer, or by another user.
    One that does not wait any more cannot be accepted.
    """
    if request.verb is UNNOTIFY:
        return [one for one in items if one.code != NO_NOTIFICATION]
    left = [one for one in items if not one.code.endswith(GONE)]
    if not left or request.verb not in {ACCEPT, REJECT}:
        return left
    connections = _services_of(request, clients).connections([service_id])
    if request.verb is ACCEPT:
        open_ = {one.endpoint_id for one in connections if one.state == WAITING_CONNECTION}
    else:
        open_ = {one.endpoint_id for one in connections if one.state not in ENDED_CONNECTIONS}
    return [one for one in left if one.resource_id in open_]


def _services_of(request: Request, clients: Clients) -> EndpointServices:
    return clients.sellers[request.seller].regions[request.region]
