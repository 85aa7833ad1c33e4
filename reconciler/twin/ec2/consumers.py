"""Endpoint services as consumers see them, and the connections of their endpoints (privatelink 1.8, 2.2, 2.4)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reconciler import privatelink_limits

from . import descriptions
from .codes import INVALID_PARAMETER, INVALID_SERVICE_NAME
from .conditions import Conditions, Phase
from .connection import DELETED, PENDING_ACCEPTANCE, Connection, opened
from .endpoint_service import AVAILABLE, EndpointService
from .endpoints import dns_names
from .filters import page, select
from .permission import account_root
from .private_dns import FAILED, VERIFIED
from .view import Answer, Parameters

FILTERS: Final = {
    "owner": lambda service: (service.owner,),
    "service-name": lambda service: (service.name,),
    "service-region": lambda service: (service.region,),
    "service-type": lambda service: (service.type,),
    "supported-ip-address-types": lambda service: service.ip_address_types,
}
IP_ADDRESS_TYPES: Final = {"ipv4": {"ipv4"}, "ipv6": {"ipv6"}, "dualstack": {"ipv4", "ipv6"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """The caller and its Region; *principals* are the ARNs, without paths, that name the caller."""

    account: str
    region: str
    principals: frozenset[str]

    def allowed(self, service: EndpointService) -> bool:
        """Whether the caller may connect; the owner needs a permission too, the stricter reading (privatelink 1.8)."""
        return privatelink_limits.EVERYONE in service.principals or self.named(service)

    def named(self, service: EndpointService) -> bool:
        """Whether a permission names the caller or its account; `*` does not."""
        roots = {account_root(self.account, service.region)}
        return not service.principals.isdisjoint(self.principals | roots)

    def reaches(self, service: EndpointService, now: float) -> bool:
        """Whether the service is available in the caller's Region."""
        phase = service.regions.get(self.region)
        return service.phase.at(now) == AVAILABLE and phase is not None and phase.at(now) == AVAILABLE


def describe_services(consumer: Consumer, services: Iterable[EndpointService], sent: Parameters, now: float) -> Answer:
    """Describe one page of the services to which the caller may connect, without AWS's own.

    A service that is granted only via `*` is not listed unless it is searched by name (privatelink 2.4).

    Raises:
        InvalidServiceName: the request names a service that the caller does not see.
    """
    regions = sent.get("ServiceRegions", [consumer.region])
    there = [item for item in services if item.region in regions and consumer.reaches(item, now)]
    names = sent.get("ServiceNames", [])
    by_name = {item.name: item for item in there if consumer.allowed(item) or item.owner == consumer.account}
    for name in names:
        if name not in by_name:
            raise INVALID_SERVICE_NAME(name)
    searched = {*names, *_filtered_names(sent)}
    listed = [item for item in by_name.values() if _listed(consumer, item, searched)]
    found = select([item for item in listed if not names or item.name in names], sent, FILTERS, lambda item: item.tags)
    items, token = page(sorted(found, key=lambda item: item.name), sent)
    details = [descriptions.detail(item, now, consumer.region) for item in items]
    return {"ServiceNames": [item.name for item in items], "ServiceDetails": details, **token}


def connectable(
    consumer: Consumer, services: Iterable[EndpointService], sent: Parameters, now: float
) -> EndpointService:
    """Find the service that a CreateVpcEndpoint names.

    Raises:
        InvalidServiceName: it does not exist, or not for this caller, or not in this Region.
        InvalidParameter: the endpoint does not fit the service.
    """
    name, region = sent.get("ServiceName", ""), sent.get("ServiceRegion", consumer.region)
    parts = re.fullmatch(privatelink_limits.ENDPOINT_SERVICE_NAME_PATTERN, name)
    found = [item for item in services if parts and item.id == parts["id"] and item.region == region == parts["region"]]
    if not found or not consumer.reaches(found[0], now) or not consumer.allowed(found[0]):
        raise INVALID_SERVICE_NAME(name)
    service = found[0]
    _check_endpoint(service, sent, now)
    return service


def connected(
    service: EndpointService,
    consumer: Consumer,
    endpoint: str,
    zones: Sequence[str],
    sent: Parameters,
    conditions: Conditions,
) -> EndpointService:
    """Return the service with a connection of the new endpoint, whose subnets are in *zones*."""
    now = conditions.clock()
    suffix = conditions.letters(8, "0123456789abcdef")
    connection = Connection(
        id=conditions.new_id("vpce-con"),
        endpoint=endpoint,
        owner=consumer.account,
        region=consumer.region,
        created=now,
        phase=Phase(PENDING_ACCEPTANCE) if service.acceptance_required else opened(now, conditions.connecting),
        ip_address_type=sent.get("IpAddressType", service.ip_address_types[0]),
        dns_names=tuple(dns_names(endpoint, suffix, service, zones, sent)),
    )
    return replace(service, connections={**service.connections, endpoint: connection})


def departed(service: EndpointService, endpoint: str, conditions: Conditions) -> EndpointService:
    """Return the service after its consumer deleted an endpoint.

    The owner may see the endpoint unchanged for a time: it was seen `available` for more than 20 minutes (privatelink
    1.5).
    """
    now = conditions.clock()
    connection = service.connections[endpoint]
    phase = Phase(connection.phase.at(now), now + conditions.departing, DELETED)
    return replace(service, connections={**service.connections, endpoint: replace(connection, phase=phase)})


def _check_endpoint(service: EndpointService, sent: Parameters, now: float) -> None:
    if sent.get("VpcEndpointType", "Gateway") != service.type:
        raise INVALID_PARAMETER(f"The endpoint service {service.name} needs endpoints of type {service.type}")
    wanted = IP_ADDRESS_TYPES.get(sent.get("IpAddressType", service.ip_address_types[0]), {"unknown"})
    if not wanted <= set(service.ip_address_types):
        raise INVALID_PARAMETER(f"The endpoint service {service.name} does not support the IP address type")
    state = service.private_dns.phase.at(now) if service.private_dns else None
    if state == FAILED:
        # A name that is no longer verified takes no new connections (privatelink 2.3).
        raise INVALID_PARAMETER(f"The verification of the private DNS name of {service.name} has failed")
    if sent.get("PrivateDnsEnabled") and state != VERIFIED:
        # The message is one of AWS's (vespa-engine/vespa #33303, privatelink 2.3).
        raise INVALID_PARAMETER(
            f"Private DNS can't be enabled because the service {service.name} does not provide a private DNS name."
        )


def _listed(consumer: Consumer, service: EndpointService, searched: set[str]) -> bool:
    return consumer.named(service) or service.owner == consumer.account or service.name in searched


def _filtered_names(sent: Parameters) -> list[str]:
    return [
        value
        for item in sent.get("Filters", ())
        if item.get("Name") == "service-name"
        for value in item.get("Values", ())
    ]
