"""Amazon EC2 as the port `EndpointServices`: one seller's endpoint services in one region."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from reconciler.limits import EC2_FILTER_VALUES, EC2_PAGE, PERMISSION_TYPES
from reconciler.parallel import chunks, in_parallel
from reconciler.ports import (
    EndpointConnection,
    EndpointServiceConfiguration,
    Grants,
    PrivateDns,
)

from .answer import Answer
from .service import Service

_ENDPOINTS: Final = PERMISSION_TYPES[0]
_AVAILABLE: Final = "Available"
_SUPPORTED: Final = frozenset({"Pending", _AVAILABLE})
"""States of a region that is among those supported, or will be: to add it once more would be a mistake."""
_LOAD_BALANCERS: Final = ("NetworkLoadBalancerArns", "GatewayLoadBalancerArns")


class EndpointServicesApi:
    """Reads and writes endpoint services; every page has the most items that it may have."""

    def __init__(self, service: Service, region: str) -> None:
        """Speak through *service* (`ec2`), whose client is one of *region*."""
        self._service = service
        self._region = region

    def configurations(self, service_ids: Collection[str] = ()) -> tuple[EndpointServiceConfiguration, ...]:
        """Describe endpoint services: all of them, or those of *service_ids* that exist; every page.

        They are asked for by filter: an id that EC2 does not know would fail a call that names it in ServiceIds.
        """
        operation, listed = "DescribeVpcEndpointServiceConfigurations", "ServiceConfigurations"
        batches = tuple(chunks(dict.fromkeys(service_ids), EC2_FILTER_VALUES)) or ((),)
        found = in_parallel(lambda batch: tuple(self._described(operation, listed, batch)), batches)
        services = (_configuration(item, self._region) for items in found for item in items)
        return tuple({service.id: service for service in services}.values())

    def grants(self, service_id: str) -> Grants:
        """Give who may connect to one service, every page; principals as AWS writes them.

        Never with a filter: that for principals fails for the ARNs of roles (facts: privatelink 1.6).
        """
        pages = self._service.of(service_id).pages(
            "DescribeVpcEndpointServicePermissions", ServiceId=service_id, MaxResults=EC2_PAGE[1]
        )
        granted: dict[str, set[str]] = {_ENDPOINTS: set()}
        for page in pages:
            for kind, principals in _granted(page).items():
                granted.setdefault(kind, set()).update(principals)
        principals = granted.pop(_ENDPOINTS)
        return Grants(frozenset(principals), sum(map(len, granted.values())))

    def connections(self, service_ids: Collection[str]) -> tuple[EndpointConnection, ...]:
        """Give the endpoints connected to some services, every page, those that ended long ago included.

        Transit gateways that are attached have no endpoint and are left out.
        """
        operation, listed = "DescribeVpcEndpointConnections", "VpcEndpointConnections"
        batches = tuple(chunks(dict.fromkeys(service_ids), EC2_FILTER_VALUES))
        found = in_parallel(lambda batch: tuple(self._described(operation, listed, batch)), batches)
        endpoints = (item for items in found for item in items if not item.text_or("TransitGatewayAttachmentId", ""))
        connections = (_connection(item, self._region) for item in endpoints)
        return tuple({(found.service_id, found.endpoint_id): found for found in connections}.values())

    def _described(self, operation: str, listed: str, service_ids: Sequence[str]) -> Iterator[Answer]:
        """Give the items of every page of what is about *service_ids*, or of everything when there are none."""
        asked = {"Filters": [{"Name": "service-id", "Values": list(service_ids)}]} if service_ids else {}
        for page in self._service.pages(operation, MaxResults=EC2_PAGE[1], **asked):
            yield from page.structures(listed)


def _configuration(item: Answer, region: str) -> EndpointServiceConfiguration:
    """Read one service; its own *region* is among those supported, whether or not EC2 says so."""
    regions = item.structures_or_none("SupportedRegions")
    supported = {found.id("Region") for found in regions if found.text_or("ServiceState", _AVAILABLE) in _SUPPORTED}
    return EndpointServiceConfiguration(
        id=item.id("ServiceId"),
        state=item.id("ServiceState"),
        acceptance_required=item.flag("AcceptanceRequired"),
        load_balancers=frozenset(arn for name in _LOAD_BALANCERS for arn in item.texts(name)),
        private_dns_name=item.text_or("PrivateDnsName", "") or None,
        private_dns=_private_dns(item),
        ip_address_types=frozenset(item.texts("SupportedIpAddressTypes")),
        supported_regions=frozenset({region, *supported}),
        payer=item.text_or("PayerResponsibility", "") or None,
        tags={tag.text("Key"): tag.text_or("Value", "") for tag in item.structures_or_none("Tags")},
    )


def _private_dns(item: Answer) -> PrivateDns | None:
    """Read the state of the private DNS name; without one, EC2 answers an empty structure (facts: privatelink 1.1)."""
    if not item.value.get("PrivateDnsNameConfiguration"):
        return None
    found = item.inside("PrivateDnsNameConfiguration")
    return PrivateDns(state=found.id("State"), name=found.text_or("Name", ""), value=found.text_or("Value", ""))


def _granted(page: Answer) -> Mapping[str, Collection[str]]:
    """Give the principals of a page by the type of their permission; one without a type is for endpoints."""
    principals = page.column("AllowedPrincipals", "Principal")
    kinds = page.column("AllowedPrincipals", "PermissionType", _ENDPOINTS)
    if set(kinds) <= {_ENDPOINTS}:
        return {_ENDPOINTS: principals}
    pairs = tuple(zip(kinds, principals, strict=True))
    return {kind: {principal for one, principal in pairs if one == kind} for kind in set(kinds)}


def _connection(item: Answer, region: str) -> EndpointConnection:
    """Read one connection; the region is that of the service where EC2 says none.

    The model writes states with a capital letter, the wire without (facts: privatelink 1.8): both are the latter here.
    """
    state = item.id("VpcEndpointState")
    return EndpointConnection(
        service_id=item.id("ServiceId"),
        endpoint_id=item.id("VpcEndpointId"),
        owner=item.id("VpcEndpointOwner"),
        state=state[0].lower() + state[1:],
        region=item.text_or("VpcEndpointRegion", "") or region,
        created_at=item.moment("CreationTimestamp"),
    )
