"""Amazon EC2 as the port `EndpointServices`: one seller's endpoint services in one region."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from reconciler.parallel import chunks, in_parallel
from reconciler.ports import (
    ConnectionNotification,
    EndpointConnection,
    EndpointServiceConfiguration,
    Grants,
    PrivateDns,
)
from reconciler.privatelink_limits import EC2_FILTER_VALUES, EC2_PAGE, PERMISSION_TYPES

from .answer import Answer
from .service import Service

_ENDPOINTS: Final = PERMISSION_TYPES[0]
_AVAILABLE: Final = "Available"
_SUPPORTED: Final = frozenset({"Pending", _AVAILABLE})
"""States of a supported region, also of one that EC2 is still adding: it must not be added again."""
_LOAD_BALANCERS: Final = ("NetworkLoadBalancerArns", "GatewayLoadBalancerArns")


class EndpointServicesApi:
    """Reads the endpoint services of one region in pages of the largest size that EC2 allows."""

    def __init__(self, service: Service, region: str) -> None:
        """Make the calls through *service* (`ec2`), whose client is for *region*."""
        self._service = service
        self._region = region

    def configurations(self, service_ids: Collection[str] = ()) -> tuple[EndpointServiceConfiguration, ...]:
        """Describe all endpoint services, or those of *service_ids* that exist; every page.

        The ids are sent as a filter: a call that names an unknown id in ServiceIds would fail.
        """
        operation, listed = "DescribeVpcEndpointServiceConfigurations", "ServiceConfigurations"
        batches = tuple(chunks(dict.fromkeys(service_ids), EC2_FILTER_VALUES)) or ((),)
        found = in_parallel(lambda batch: tuple(self._described(operation, listed, batch)), batches)
        services = (_configuration(item, self._region) for items in found for item in items)
        return tuple({service.id: service for service in services}.values())

    def grants(self, service_id: str) -> Grants:
        """Return the principals that may connect to one service, as AWS writes them; every page.

        No filter is used: the filter for principals fails for the ARNs of roles (facts: privatelink 1.6).
        """
        pages = self._service.of(service_id).pages(
            "DescribeVpcEndpointServicePermissions", ServiceId=service_id, MaxResults=EC2_PAGE[1]
        )
        granted: dict[str, list[Collection[str]]] = {_ENDPOINTS: []}
        for page in pages:
            for kind, principals in _granted(page).items():
                granted.setdefault(kind, []).append(principals)
        found = {kind: frozenset(chain.from_iterable(many)) for kind, many in granted.items()}
        return Grants(found.pop(_ENDPOINTS), sum(map(len, found.values())))

    def connections(self, service_ids: Collection[str]) -> tuple[EndpointConnection, ...]:
        """Return the connections of some services, also those that have ended; every page.

        Attachments of transit gateways have no endpoint and are left out.
        """
        operation, listed = "DescribeVpcEndpointConnections", "VpcEndpointConnections"
        batches = tuple(chunks(dict.fromkeys(service_ids), EC2_FILTER_VALUES))
        found = in_parallel(lambda batch: tuple(self._described(operation, listed, batch)), batches)
        endpoints = (item for items in found for item in items if not item.text_or("TransitGatewayAttachmentId", ""))
        connections = (_connection(item, self._region) for item in endpoints)
        return tuple({(found.service_id, found.endpoint_id): found for found in connections}.values())

    def notifications(self, service_ids: Collection[str]) -> tuple[ConnectionNotification, ...]:
        """Return the connection notifications of some services; every page."""
        operation, listed = "DescribeVpcEndpointConnectionNotifications", "ConnectionNotificationSet"
        batches = tuple(chunks(dict.fromkeys(service_ids), EC2_FILTER_VALUES))
        found = in_parallel(lambda batch: tuple(self._described(operation, listed, batch)), batches)
        return tuple({one.id: one for items in found for one in map(_notification, items)}.values())

    def _described(self, operation: str, listed: str, service_ids: Sequence[str]) -> Iterator[Answer]:
        """Return the items of every page: those about *service_ids*, or all items when there are no ids."""
        asked = {"Filters": [{"Name": "service-id", "Values": list(service_ids)}]} if service_ids else {}
        for page in self._service.pages(operation, MaxResults=EC2_PAGE[1], **asked):
            yield from page.structures(listed)


def _configuration(item: Answer, region: str) -> EndpointServiceConfiguration:
    """Read one service. Its own *region* is always added to the supported regions: EC2 may leave it out."""
    regions = item.structures_or_none("SupportedRegions")
    supported = {found.id("Region") for found in regions if found.text_or("ServiceState", _AVAILABLE) in _SUPPORTED}
    return EndpointServiceConfiguration(
        id=item.id("ServiceId"),
        state=item.id("ServiceState"),
        acceptance_required=item.flag("AcceptanceRequired"),
        name=item.text_or("ServiceName", "") or None,
        load_balancers=frozenset(arn for name in _LOAD_BALANCERS for arn in item.texts(name)),
        private_dns_name=item.text_or("PrivateDnsName", "") or None,
        private_dns=_private_dns(item),
        ip_address_types=frozenset(item.texts("SupportedIpAddressTypes")),
        supported_regions=frozenset({region, *supported}),
        zone_ids=frozenset(item.texts("AvailabilityZoneIds")),
        payer=item.text_or("PayerResponsibility", "") or None,
        tags={tag.text("Key"): tag.text_or("Value", "") for tag in item.structures_or_none("Tags")},
    )


def _private_dns(item: Answer) -> PrivateDns | None:
    """Read the private DNS name; EC2 returns an empty structure when there is none (facts: privatelink 1.1)."""
    if not item.value.get("PrivateDnsNameConfiguration"):
        return None
    found = item.inside("PrivateDnsNameConfiguration")
    return PrivateDns(state=found.id("State"), name=found.text_or("Name", ""), value=found.text_or("Value", ""))


def _granted(page: Answer) -> Mapping[str, Collection[str]]:
    """Return the principals of a page by the type of their permission; the type is `vpc-endpoint` when EC2 omits it."""
    principals = page.column("AllowedPrincipals", "Principal")
    kinds = page.column("AllowedPrincipals", "PermissionType", _ENDPOINTS)
    if set(kinds) <= {_ENDPOINTS}:
        return {_ENDPOINTS: principals}
    pairs = tuple(zip(kinds, principals, strict=True))
    return {kind: {principal for one, principal in pairs if one == kind} for kind in set(kinds)}


def _connection(item: Answer, region: str) -> EndpointConnection:
    """Read one connection; its region is the service's *region* when EC2 states none.

    EC2's model writes states with a capital letter, EC2's answers with a small one (facts: privatelink 1.8). Both
    become a small letter.
    """
    state = item.id("VpcEndpointState")
    return EndpointConnection(
        service_id=item.id("ServiceId"),
        endpoint_id=item.id("VpcEndpointId"),
        owner=item.id("VpcEndpointOwner"),
        state=state[0].lower() + state[1:],
        region=item.text_or("VpcEndpointRegion", "") or region,
        created_at=item.moment("CreationTimestamp"),
        dns_names=tuple(filter(None, (one.text_or("DnsName", "") for one in item.structures_or_none("DnsEntries")))),
    )


def _notification(item: Answer) -> ConnectionNotification:
    return ConnectionNotification(
        id=item.id("ConnectionNotificationId"),
        service_id=item.id("ServiceId"),
        topic=item.id("ConnectionNotificationArn"),
        events=frozenset(item.texts("ConnectionEvents")),
        state=item.text_or("ConnectionNotificationState", ""),
    )
