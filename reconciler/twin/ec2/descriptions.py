"""Endpoint services, permissions and connections with the names of the API's answers."""

from collections.abc import Mapping
from typing import Any, Final

from reconciler.twin.moments import timestamp

from .connection import Connection
from .endpoint_service import EndpointService
from .notification import TYPE, Notification
from .permission import Permission
from .private_dns import PrivateDns

SERVICE_OWNER: Final = "ServiceOwner"
PAYERS: Final = {None: "vpc-endpoint-account", SERVICE_OWNER: "vpc-endpoint-service-account"}

Description = dict[str, Any]


def configuration(service: EndpointService, now: float) -> Description:
    """Return a ServiceConfiguration, with the fields of a recorded reply (privatelink 1.1)."""
    dns = service.private_dns
    return {
        **_head(service),
        "ServiceState": service.phase.at(now),
        **_load_balancers(service),
        "SupportedIpAddressTypes": list(service.ip_address_types),
        "PrivateDnsNameConfiguration": _private_dns_configuration(dns, now) if dns else {},
        "SupportedRegions": [
            {"Region": region, "ServiceState": phase.at(now)} for region, phase in service.regions.items()
        ],
        "RemoteAccessEnabled": len(service.regions) > 1,
    }


def detail(service: EndpointService, now: float, region: str) -> Description:
    """Return a ServiceDetail, as consumers in *region* see a service; in another Region it has no zones."""
    dns = service.private_dns
    zones: Description = {} if region == service.region else {"AvailabilityZoneIds": [], "AvailabilityZones": []}
    names = {
        "PrivateDnsNames": [{"PrivateDnsName": dns.name}],
        "PrivateDnsNameVerificationState": dns.phase.at(now),
    } if dns else {}  # fmt: skip
    return {
        **_head(service),
        **zones,
        **names,
        "ServiceRegion": service.region,
        "Owner": service.owner,
        "VpcEndpointPolicySupported": True,
        "SupportedIpAddressTypes": list(service.ip_address_types),
    }


def granted(service_id: str, permission: Permission) -> Description:
    """Return an item of AddedPrincipals."""
    return {
        "PrincipalType": permission.principal_type,
        "Principal": permission.principal,
        "ServicePermissionId": permission.id,
        "ServiceId": service_id,
        "PermissionType": permission.type,
    }


def allowed(service_id: str, permission: Permission) -> Description:
    """Return an item of AllowedPrincipals: what AddedPrincipals has, and tags."""
    return {**granted(service_id, permission), "Tags": tag_list(permission.tags)}


def connection(service: EndpointService, found: Connection, now: float) -> Description:
    """Return an item of VpcEndpointConnections; states begin with a small letter, as on the wire (privatelink 1.8)."""
    return {
        "ServiceId": service.id,
        "VpcEndpointId": found.endpoint,
        "VpcEndpointOwner": found.owner,
        "VpcEndpointState": found.phase.at(now),
        "CreationTimestamp": timestamp(found.created),
        "DnsEntries": [{"DnsName": name} for name in found.dns_names],
        **_load_balancers(service),
        "IpAddressType": found.ip_address_type,
        "VpcEndpointConnectionId": found.id,
        "VpcEndpointRegion": found.region,
        "PayerResponsibilities": [
            {"Scope": "vpc-endpoint-charges", "PayerResponsibilityType": PAYERS[service.payer]},
        ],
    }


def notification(service: EndpointService, found: Notification) -> Description:
    """Return an item of ConnectionNotificationSet (privatelink 1.9)."""
    return {
        "ConnectionNotificationId": found.id,
        "ServiceId": service.id,
        "ConnectionNotificationType": TYPE,
        "ConnectionNotificationArn": found.topic,
        "ConnectionEvents": list(found.events),
        "ConnectionNotificationState": found.state,
        "ServiceRegion": service.region,
    }


def tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Return tags as a list of keys and values."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _head(service: EndpointService) -> Description:
    name = {"PrivateDnsName": service.private_dns.name} if service.private_dns else {}
    payer = {"PayerResponsibility": service.payer} if service.payer else {}
    return {
        "ServiceType": [{"ServiceType": service.type}],
        "ServiceId": service.id,
        "ServiceName": service.name,
        "AvailabilityZoneIds": [known for known in service.zones.values() if known],
        "AvailabilityZones": list(service.zones),
        "AcceptanceRequired": service.acceptance_required,
        "ManagesVpcEndpoints": False,
        "BaseEndpointDnsNames": [service.dns_name],
        **name,
        **payer,
        "Tags": tag_list(service.tags),
    }


def _load_balancers(service: EndpointService) -> Description:
    kind = "GatewayLoadBalancerArns" if service.gateway else "NetworkLoadBalancerArns"
    return {kind: list(service.load_balancers)}


def _private_dns_configuration(dns: PrivateDns, now: float) -> Description:
    return {"State": dns.phase.at(now), "Type": "TXT", "Value": dns.value, "Name": dns.label}
