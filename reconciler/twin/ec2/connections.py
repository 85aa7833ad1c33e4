"""Connections as the owner of a service sees them, accepts and rejects them (privatelink 1.8)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from reconciler.twin.refusal import Refusal

from . import descriptions
from .codes import (
    INCORRECT_STATE,
    INVALID_PARAMETER,
    INVALID_PARAMETER_COMBINATION,
    MISSING_PARAMETER,
    VPC_ENDPOINT_ID_NOT_FOUND,
    unsuccessful,
)
from .conditions import Phase
from .connection import LIVE, PENDING_ACCEPTANCE, REJECTED, Connection, opened
from .endpoint_service import EndpointService
from .filters import page, select
from .view import Effect, Parameters, View

CROSS_REGION: Final = "cross-region"
Found = tuple[EndpointService, Connection]

FILTERS: Final = {
    "ip-address-type": lambda found: (found[1].ip_address_type,),
    "service-id": lambda found: (found[0].id,),
    "transit-gateway-attachment-id": lambda _found: (),
    "vpc-endpoint-owner": lambda found: (found[1].owner,),
    "vpc-endpoint-region": lambda found: (found[1].region, *_cross_region(*found)),
}
"""The API's filters except `vpc-endpoint-id`, which was invalid for years (privatelink 1.8): the stricter reading."""


def describe(view: View, sent: Parameters) -> Effect:
    """Describe one page of the connections to all services of the account in the region."""
    found = [(service, item) for service in view.all_visible() for item in service.connections.values()]
    states = {"vpc-endpoint-state": lambda found: (found[1].phase.at(view.now),)}
    items, token = page(select(found, sent, FILTERS | states), sent)
    described = [descriptions.connection(service, item, view.now) for service, item in items]
    return Effect({"VpcEndpointConnections": described, **token})


def accept(view: View, sent: Parameters) -> Effect:
    """Accept connections; each becomes pending, then available."""
    phase = opened(view.now, view.conditions.connecting)
    return _decide(view, sent, lambda state: state == PENDING_ACCEPTANCE, phase)


def reject(view: View, sent: Parameters) -> Effect:
    """Reject connections, available ones included (privatelink 1.8)."""
    return _decide(view, sent, lambda state: state in LIVE, Phase(REJECTED))


def _decide(view: View, sent: Parameters, allowed: Callable[[str], bool], phase: Phase) -> Effect:
    service = view.editable(sent)
    ids = _endpoints(service, sent)
    refusals = {endpoint: _refusal(service, endpoint, allowed, view.now) for endpoint in ids}
    decided = {
        endpoint: replace(service.connections[endpoint], phase=phase)
        for endpoint, refusal in refusals.items()
        if refusal is None
    }
    failed = [unsuccessful(endpoint, refusal) for endpoint, refusal in refusals.items() if refusal]
    changed = replace(service, connections={**service.connections, **decided})
    return Effect({"Unsuccessful": failed}, (changed,) if decided else ())


def _endpoints(service: EndpointService, sent: Parameters) -> list[str]:
    endpoints: list[str] = sent.get("VpcEndpointIds", [])
    attachments = sent.get("TransitGatewayAttachmentIds", [])
    if endpoints and attachments:
        raise INVALID_PARAMETER_COMBINATION("VpcEndpointIds and TransitGatewayAttachmentIds can't be used together")
    if attachments:
        # The twin has no transit gateways, so it has none of their attachments.
        raise INVALID_PARAMETER(f"The endpoint service {service.id} has no transit gateway attachments")
    if not endpoints:
        raise MISSING_PARAMETER("VpcEndpointIds")
    return endpoints


def _refusal(service: EndpointService, endpoint: str, allowed: Callable[[str], bool], now: float) -> Refusal | None:
    """Return why a connection cannot be decided on; the code for a wrong state is a guess (privatelink 1.8)."""
    if endpoint not in service.connections:
        return VPC_ENDPOINT_ID_NOT_FOUND(endpoint)
    state = service.connections[endpoint].phase.at(now)
    return None if allowed(state) else INCORRECT_STATE(f"The Vpc Endpoint {endpoint} is {state}")


def _cross_region(service: EndpointService, found: Connection) -> tuple[str, ...]:
    return (CROSS_REGION,) if found.region != service.region else ()
