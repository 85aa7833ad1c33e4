"""The load balancers of endpoint services, as moto's ELBv2 holds them."""

from dataclasses import dataclass
from typing import Any

from reconciler.twin.ec2.load_balancers import LoadBalancer, arn_parts
from reconciler.twin.ec2.seed import SeededLoadBalancer

from .ec2_models import FakeLoadBalancer, RegionsAndZonesBackend, elbv2_backends
from .listeners import plant_listener


@dataclass(frozen=True, slots=True)
class SeededSubnet:
    """The part of a subnet that a load balancer reads; a real subnet of moto's needs a VPC, which takes 0.3 seconds."""

    id: str
    availability_zone: str
    vpc_id: str = "vpc-0123456789abcdef0"


def load_balancer(arn: str) -> LoadBalancer | None:
    """Find a load balancer in the account and the Region that its ARN names."""
    parts = arn_parts(arn)
    found = elbv2_backends[parts["account"]][parts["region"]].load_balancers.get(arn)
    if found is None:
        return None
    ids = {zone.name: zone.zone_id for zone in RegionsAndZonesBackend.zones.get(parts["region"], ())}
    zones = [subnet.availability_zone for subnet in found.subnets]
    return LoadBalancer(
        arn, found.state, {zone: ids.get(zone, "") for zone in zones}, found.ip_address_type == "dualstack"
    )


def plant_load_balancer(seed: SeededLoadBalancer) -> None:
    """Add a load balancer of a seed, with its listeners and their targets."""
    parts = arn_parts(seed.arn)
    subnets: list[Any] = [SeededSubnet(f"subnet-{zone}", zone) for zone in seed.zones]
    make: Any = FakeLoadBalancer  # only its annotations make it abstract
    planted = make(
        name=parts["name"],
        security_groups=list(seed.security_groups),
        subnets=subnets,
        vpc_id=subnets[0].vpc_id,
        arn=seed.arn,
        dns_name=f"{parts['name']}-1.elb.{parts['region']}.amazonaws.com",
        state=seed.state,
        scheme="internal",
        loadbalancer_type="gateway" if parts["type"] == "gwy" else "network",
        ip_address_type=seed.ip_address_type,
    )
    planted.attrs["load_balancing.cross_zone.enabled"] = str(seed.cross_zone).lower()
    if seed.inbound_rules:
        planted.enforce_security_group_inbound_rules_on_private_link_traffic = seed.inbound_rules
    backend = elbv2_backends[parts["account"]][parts["region"]]
    backend.load_balancers[seed.arn] = planted
    for listener in seed.listeners:
        plant_listener(backend, planted, listener)
