"""Endpoints of consumers: the subnets that one may have, and the names that it gets (privatelink 2.5).

Example: an endpoint in us-east-1a has the name `vpce-0123…-ab12cd34.vpce-svc-….us-east-1.vpce.amazonaws.com`, the same
one with `-us-east-1a` behind its first label, and the private DNS name if it is enabled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .codes import DUPLICATE_SUBNETS, INVALID_PARAMETER
from .endpoint_service import EndpointService
from .view import Parameters

DELETING: Final = "deleting"
DELETED: Final = "deleted"


@dataclass(frozen=True, slots=True)
class Subnet:
    """A subnet of the consumer; *zone* is the name of its zone in the consumer's account."""

    id: str
    vpc: str
    zone: str
    zone_id: str


def check_subnets(service: EndpointService, subnets: Sequence[Subnet], sent: Parameters, region: str) -> None:
    """Refuse subnets that an endpoint of a consumer in *region* cannot have.

    Zones are compared by id, and need not match across Regions (privatelink 2.2, 2.4).

    Raises:
        InvalidParameter: a subnet is in another VPC, or in a zone that the service does not have.
        DuplicateSubnetsInSameZone: two subnets are in one zone.
    """
    zones: set[str] = set()
    for subnet in subnets:
        if subnet.vpc != sent.get("VpcId"):
            raise INVALID_PARAMETER(f"The subnet {subnet.id} is not in the VPC {sent.get('VpcId')}")
        if region == service.region and subnet.zone_id not in service.zones.values():
            raise INVALID_PARAMETER(
                f"The VPC endpoint service {service.name} does not support the availability zone of the subnet: "
                f"{subnet.id}."
            )
        if subnet.zone_id in zones:
            raise DUPLICATE_SUBNETS(subnet.id)
        zones.add(subnet.zone_id)


def dns_names(
    endpoint: str, suffix: str, service: EndpointService, zones: Sequence[str], sent: Parameters
) -> list[str]:
    """Return the names of an endpoint: the regional one, one for each of *zones*, and the private one if enabled."""
    private = [service.private_dns.name] if service.private_dns and sent.get("PrivateDnsEnabled") else []
    labels = [f"{endpoint}-{suffix}", *(f"{endpoint}-{suffix}-{zone}" for zone in sorted(zones))]
    return [*(f"{label}.{service.dns_name}" for label in labels), *private]
