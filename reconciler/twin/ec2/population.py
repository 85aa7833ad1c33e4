"""Puts the load balancers and the services of a seed into their backends."""

from calendar import timegm
from collections.abc import Mapping
from dataclasses import dataclass
from time import strptime
from typing import Any

from moto.elbv2.models import FakeLoadBalancer, elbv2_backends

from .conditions import Conditions
from .connection import Connection
from .endpoint_service import SETTLED, EndpointService
from .load_balancers import arn_parts, united
from .models import endpointservices_backends
from .permission import ENDPOINTS, Grant, Permission
from .phase import Phase
from .principals import principal_type
from .private_dns import PrivateDns, claim
from .seed import SeededConnection, SeededEndpointServices, SeededLoadBalancer, SeededService


@dataclass(frozen=True, slots=True)
class SeededSubnet:
    """As much of a subnet as a load balancer looks at: a real one of moto's needs a VPC, which takes 0.3 seconds."""

    id: str
    availability_zone: str
    vpc_id: str = "vpc-0123456789abcdef0"


def populate(seed: SeededEndpointServices, conditions: Conditions) -> None:
    """Add everything that *seed* names."""
    zones = {balancer.arn: balancer.zones for balancer in seed.load_balancers}
    for balancer in seed.load_balancers:
        _plant_load_balancer(balancer)
    for service in seed.services:
        planted = _service(service, zones, conditions)
        endpointservices_backends[planted.owner][planted.region].records.plant(planted)


def _plant_load_balancer(seed: SeededLoadBalancer) -> None:
    parts = arn_parts(seed.arn)
    subnets: list[Any] = [SeededSubnet(f"subnet-{zone}", zone) for zone in seed.zones]
    make: Any = FakeLoadBalancer  # abstract in its annotations only
    balancer = make(
        name=parts["name"],
        security_groups=[],
        subnets=subnets,
        vpc_id=subnets[0].vpc_id,
        arn=seed.arn,
        dns_name=f"{parts['name']}-1.elb.{parts['region']}.amazonaws.com",
        state=seed.state,
        scheme="internal",
        loadbalancer_type="gateway" if parts["type"] == "gwy" else "network",
        ip_address_type=seed.ip_address_type,
    )
    elbv2_backends[parts["account"]][parts["region"]].load_balancers[seed.arn] = balancer


def _service(seed: SeededService, zones: Mapping[str, tuple[str, ...]], conditions: Conditions) -> EndpointService:
    parts = arn_parts(seed.load_balancers[0])
    region, now = parts["region"], conditions.clock()
    return EndpointService(
        id=seed.id,
        owner=parts["account"],
        region=region,
        load_balancers=seed.load_balancers,
        zones=united(zones[arn] for arn in seed.load_balancers),
        acceptance_required=seed.acceptance_required,
        ip_address_types=seed.ip_address_types,
        regions=dict.fromkeys((region, *seed.supported_regions), SETTLED),
        private_dns=_private_dns(seed, conditions),
        payer=seed.payer,
        tags=seed.tags,
        permissions=_permissions(seed, region, conditions),
        connections={item.id: _connection(item, seed.id, region, now, conditions) for item in seed.connections},
    )


def _private_dns(seed: SeededService, conditions: Conditions) -> PrivateDns | None:
    if seed.private_dns is None:
        return None
    claimed = claim(seed.private_dns.name, conditions)
    return PrivateDns(name=claimed.name, label=claimed.label, value=claimed.value, phase=Phase(seed.private_dns.state))


def _permissions(seed: SeededService, region: str, conditions: Conditions) -> dict[Grant, Permission]:
    return {
        (ENDPOINTS, principal): Permission(
            id=conditions.new_id("vpce-svc-perm"),
            principal=principal,
            principal_type=principal_type(principal, region),
        )
        for principal in seed.principals
    }


def _connection(seed: SeededConnection, service: str, region: str, now: float, conditions: Conditions) -> Connection:
    created = now if seed.created is None else float(timegm(strptime(seed.created, "%Y-%m-%dT%H:%M:%SZ")))
    return Connection(
        id=conditions.new_id("vpce-con"),
        endpoint=seed.id,
        owner=seed.owner,
        region=seed.region or region,
        created=created,
        phase=Phase(seed.state),
        dns_name=f"{seed.id}.{service}.{region}.vpce.amazonaws.com",
    )
