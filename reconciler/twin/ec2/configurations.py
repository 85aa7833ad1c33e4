"""Endpoint service configurations: create, modify, describe, delete (privatelink 1.1 to 1.5 and 1.10)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from reconciler import privatelink_limits
from reconciler.regions import known_regions
from reconciler.twin.refusal import Refusal

from . import descriptions
from .codes import (
    EXISTING_VPC_ENDPOINT_CONNECTIONS,
    INVALID_PARAMETER,
    INVALID_PARAMETER_COMBINATION,
    INVALID_PARAMETER_VALUE,
    SERVICE_NOT_FOUND,
    unsuccessful,
)
from .conditions import Phase
from .endpoint_service import AVAILABLE, DELETED, DELETING, PENDING, EndpointService, is_gateway
from .filters import page, select
from .load_balancers import LoadBalancer, united
from .private_dns import PrivateDns, claim
from .tags import specified_tags
from .view import Effect, Parameters, View, check_unique, checked, edited, required

FILTERS: Final = {
    "service-name": lambda service: (service.name,),
    "service-id": lambda service: (service.id,),
    "supported-ip-address-types": lambda service: service.ip_address_types,
}
NO_LOAD_BALANCER: Final = "exactly one of network_load_balancer_arn or gateway_load_balancer_arn is a required member"


def create(view: View, sent: Parameters) -> Effect:
    """Create a service; it requires acceptance unless the request says otherwise (privatelink 1.1)."""
    balancers = _balancers(view, _sent_load_balancers(sent))
    types = tuple(sent.get("SupportedIpAddressTypes", (privatelink_limits.SERVICE_IP_ADDRESS_TYPES[0],)))
    check_unique(types, "SupportedIpAddressTypes")
    _check_ip_address_types(types, balancers)
    phase = Phase(PENDING, view.now + view.conditions.creating, AVAILABLE)
    home, others = {view.region: phase}, _regions(view, tuple(sent.get("SupportedRegions", ())))
    service = EndpointService(
        id=view.conditions.new_id("vpce-svc"),
        owner=view.account,
        region=view.region,
        load_balancers=tuple(balancer.arn for balancer in balancers),
        zones=united(balancers),
        acceptance_required=sent.get("AcceptanceRequired", True),
        ip_address_types=types,
        regions=home | others,
        private_dns=_claimed(view, sent, balancers[0].arn),
        tags=specified_tags(sent),
        phase=phase,
    )
    return Effect({"ServiceConfiguration": descriptions.configuration(service, view.now)}, (service,))


def modify(view: View, sent: Parameters) -> Effect:
    """Modify a service by deltas; a call with only ServiceId reads its Availability Zones again (privatelink 1.2)."""
    service = view.editable(sent)
    arns = _edited_load_balancers(view, service, sent)
    balancers = _balancers(view, arns, besides=service.id)
    types = edited(service.ip_address_types, sent, "SupportedIpAddressTypes")
    _check_ip_address_types(types, balancers)
    changed = replace(
        service,
        load_balancers=arns,
        zones=united(balancers),
        acceptance_required=sent.get("AcceptanceRequired", service.acceptance_required),
        ip_address_types=types,
        regions=_edited_regions(view, service, sent),
        private_dns=_edited_private_dns(view, service, sent),
    )
    return Effect({"Return": True}, (changed,))


def describe(view: View, sent: Parameters) -> Effect:
    """Describe one page of services; an unknown id fails the call."""
    ids = sent.get("ServiceIds")
    services = [view.visible(service_id) for service_id in ids] if ids else list(view.all_visible())
    states = {"service-state": lambda service: (service.phase.at(view.now),)}
    selected = select(services, sent, FILTERS | states, lambda service: service.tags)
    items, token = page(selected, sent)
    return Effect({"ServiceConfigurations": [descriptions.configuration(item, view.now) for item in items], **token})


def delete(view: View, sent: Parameters) -> Effect:
    """Delete services; those that cannot be deleted are listed in Unsuccessful, with HTTP 200 (privatelink 1.5)."""
    ids = required(sent, "ServiceIds")
    found = {service_id: view.records.get(checked(service_id), view.now) for service_id in ids}
    refusals = {service_id: _refusal(view, service_id, service) for service_id, service in found.items()}
    phase = Phase(DELETING, view.now + view.conditions.deleting, DELETED)
    deleted = [replace(service, phase=phase) for key, service in found.items() if service and not refusals[key]]
    failed = [unsuccessful(service_id, refusal) for service_id, refusal in refusals.items() if refusal]
    return Effect({"Unsuccessful": failed}, tuple(deleted))


def pay(view: View, sent: Parameters) -> Effect:
    """Make the service's owner pay, which cannot be undone (privatelink 1.10)."""
    service = view.editable(sent)
    payer = required(sent, "PayerResponsibility")
    if payer != descriptions.SERVICE_OWNER:
        raise INVALID_PARAMETER_VALUE(f"Value ({payer}) for parameter PayerResponsibility is invalid")
    return Effect({"ReturnValue": True}, (replace(service, payer=payer),))


def verify(view: View, sent: Parameters) -> Effect:
    """Start the verification of the private DNS name."""
    service = view.editable(sent)
    if service.private_dns is None:
        raise INVALID_PARAMETER(f"The endpoint service {service.id} has no private DNS name")
    return Effect({"ReturnValue": True}, (replace(service, private_dns=service.private_dns.started(view.conditions)),))


def _sent_load_balancers(sent: Parameters) -> tuple[str, ...]:
    network, gateway = sent.get("NetworkLoadBalancerArns", []), sent.get("GatewayLoadBalancerArns", [])
    if bool(network) == bool(gateway):
        raise INVALID_PARAMETER(NO_LOAD_BALANCER)
    return _of_kind(tuple(network), gateway=False) + _of_kind(tuple(gateway), gateway=True)


def _edited_load_balancers(view: View, service: EndpointService, sent: Parameters) -> tuple[str, ...]:
    """Apply the deltas of load balancers; one of them has to stay, and none may leave while endpoints are connected.

    EC2's error text speaks of changing load balancers while endpoints are attached. Adding one works (privatelink 1.2).
    """
    other = "NetworkLoadBalancerArns" if service.gateway else "GatewayLoadBalancerArns"
    if sent.get(f"Add{other}") or sent.get(f"Remove{other}"):
        raise INVALID_PARAMETER(f"{other} don't fit the type of the endpoint service: {service.type}")
    own = "GatewayLoadBalancerArns" if service.gateway else "NetworkLoadBalancerArns"
    arns = _of_kind(edited(service.load_balancers, sent, own), gateway=service.gateway)
    if not arns:
        raise INVALID_PARAMETER("An endpoint service needs at least one load balancer")
    if sent.get(f"Remove{own}") and service.live_connections(view.now):
        raise EXISTING_VPC_ENDPOINT_CONNECTIONS()
    return arns


def _of_kind(arns: tuple[str, ...], *, gateway: bool) -> tuple[str, ...]:
    for arn in arns:
        if is_gateway(arn) != gateway:
            raise INVALID_PARAMETER(f"{arn} is not a {'Gateway' if gateway else 'Network'} Load Balancer")
    return arns


def _balancers(view: View, arns: tuple[str, ...], besides: str = "") -> tuple[LoadBalancer, ...]:
    """Look load balancers up; each of them backs at most one endpoint service (privatelink 1.1)."""
    check_unique(arns, "LoadBalancerArns")
    used = {arn for service in view.records.all(view.now) if service.id != besides for arn in service.load_balancers}
    found = tuple(map(view.load_balancer, arns))
    if not used.isdisjoint(arns):
        raise INVALID_PARAMETER("LBs are already associated with another VPC Endpoint Service Configuration")
    return found


def _check_ip_address_types(types: tuple[str, ...], balancers: tuple[LoadBalancer, ...]) -> None:
    for kind in types:
        if kind not in privatelink_limits.SERVICE_IP_ADDRESS_TYPES:
            raise INVALID_PARAMETER_VALUE(f"Value ({kind}) for parameter SupportedIpAddressTypes is invalid")
    if not types:
        raise INVALID_PARAMETER("An endpoint service needs at least one supported IP address type")
    if "ipv6" in types and not all(balancer.dualstack for balancer in balancers):
        raise INVALID_PARAMETER("IPv6 needs load balancers of the IP address type dualstack, all of them")


def _regions(view: View, added: tuple[str, ...]) -> dict[str, Phase]:
    check_unique(added, "SupportedRegions")
    for region in added:
        if region not in known_regions():
            raise INVALID_PARAMETER_VALUE(f"Value ({region}) for parameter SupportedRegions is invalid")
    return {region: Phase(PENDING, view.now + view.conditions.creating, AVAILABLE) for region in added}


def _edited_regions(view: View, service: EndpointService, sent: Parameters) -> Mapping[str, Phase]:
    """Apply the deltas of supported Regions; the home Region cannot be removed (privatelink 1.2)."""
    wanted = edited(tuple(service.regions), sent, "SupportedRegions")
    if service.region not in wanted:
        raise INVALID_PARAMETER(f"{service.region} hosts the endpoint service and can't be removed from its Regions")
    added = _regions(view, tuple(region for region in wanted if region not in service.regions))
    return {region: service.regions.get(region) or added[region] for region in wanted}


def _claimed(view: View, sent: Parameters, load_balancer: str) -> PrivateDns | None:
    if "PrivateDnsName" not in sent:
        return None
    if is_gateway(load_balancer):
        raise INVALID_PARAMETER("A service with Gateway Load Balancers cannot have a private DNS name")
    return claim(sent["PrivateDnsName"], view.conditions)


def _edited_private_dns(view: View, service: EndpointService, sent: Parameters) -> PrivateDns | None:
    """Set, keep or remove the private name; a request to set and remove it is refused (privatelink 5.7)."""
    if not sent.get("RemovePrivateDnsName"):
        same = service.private_dns and service.private_dns.name == sent.get("PrivateDnsName")
        kept = same or "PrivateDnsName" not in sent
        return service.private_dns if kept else _claimed(view, sent, service.load_balancers[0])
    if "PrivateDnsName" in sent:
        raise INVALID_PARAMETER_COMBINATION("PrivateDnsName and RemovePrivateDnsName can't be used together")
    if service.private_dns is None:
        raise INVALID_PARAMETER(f"The endpoint service {service.id} has no private DNS name")
    return None


def _refusal(view: View, service_id: str, service: EndpointService | None) -> Refusal | None:
    if service is None or service.phase.at(view.now) == DELETING:
        return SERVICE_NOT_FOUND(service_id)
    return EXISTING_VPC_ENDPOINT_CONNECTIONS() if service.live_connections(view.now) else None
