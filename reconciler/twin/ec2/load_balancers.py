"""The load balancers behind services, as moto's ELBv2 holds them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend
from moto.elbv2.models import elbv2_backends

from reconciler import limits

from .exceptions import InvalidParameter, LoadBalancerNotFound

DUALSTACK = "dualstack"


@dataclass(frozen=True, slots=True)
class LoadBalancer:
    """A Network or Gateway Load Balancer; *zones* are the names of the Availability Zones enabled on it."""

    arn: str
    state: str
    zones: tuple[str, ...]
    dualstack: bool


def find(arn: str, account: str, region: str) -> LoadBalancer:
    """Look an active load balancer of *account* in *region* up.

    Raises:
        LoadBalancerNotFound: there is none of that ARN there (privatelink.md 1.1: an error of EC2's own, not ELBv2's).
        InvalidParameter: it is not active yet ("NLB must be `active` before create", privatelink.md 1.1).
    """
    parts = arn_parts(arn)
    found = elbv2_backends[account][region].load_balancers.get(arn)
    if found is None or (parts["account"], parts["region"]) != (account, region):
        raise LoadBalancerNotFound(arn=arn)
    if found.state != "active":
        raise InvalidParameter(f"The load balancer {arn} is not active: it is {found.state}")
    zones = tuple(subnet.availability_zone for subnet in found.subnets)
    return LoadBalancer(arn, found.state, zones, found.ip_address_type == DUALSTACK)


def arn_parts(arn: str) -> re.Match[str]:
    """Take the ARN of a Network or Gateway Load Balancer apart: account, region, type, name.

    Raises:
        LoadBalancerNotFound: it is none.
    """
    parts = re.fullmatch(limits.LOAD_BALANCER_ARN_PATTERN, arn, re.ASCII)
    if parts is None:
        raise LoadBalancerNotFound(arn=arn)
    return parts


def united(zones: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Give the zones of all load balancers, each once: those that a service has from its association on."""
    return tuple(sorted({zone for each in zones for zone in each}))


def zone_ids(zones: tuple[str, ...], region: str) -> list[str]:
    """Give the ids, which mean the same zone in every account, of zones given by name."""
    ids = {zone.name: zone.zone_id for zone in RegionsAndZonesBackend.zones.get(region, ())}
    return [ids[zone] for zone in zones if zone in ids]
