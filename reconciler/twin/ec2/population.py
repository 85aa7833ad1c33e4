"""Make the endpoint services of a seed."""

from collections.abc import Callable, Iterator, Mapping

from reconciler.twin.moments import read_timestamp

from .conditions import Conditions, Phase
from .connection import Connection
from .endpoint_service import SETTLED, EndpointService
from .load_balancers import LoadBalancer, arn_parts, united
from .notification import Notification
from .permission import ENDPOINTS, Grant, Permission, principal_type
from .private_dns import PrivateDns, claim
from .seed import SeededConnection, SeededEndpointServices, SeededService


def services(
    seed: SeededEndpointServices, load_balancers: Callable[[str], LoadBalancer | None]
) -> Iterator[EndpointService]:
    """Yield the services of *seed*, whose load balancers are already there."""
    for service in seed.services:
        found = [balancer for balancer in map(load_balancers, service.load_balancers) if balancer]
        yield _service(service, _associated(service, united(found)), Conditions.in_force)


def _associated(seed: SeededService, zones: Mapping[str, str]) -> Mapping[str, str]:
    """Return the zones of a service: those of its load balancers, or those of them that the seed states."""
    return zones if seed.zones is None else {name: zones[name] for name in seed.zones if name in zones}


def _service(seed: SeededService, zones: Mapping[str, str], conditions: Conditions) -> EndpointService:
    parts = arn_parts(seed.load_balancers[0])
    region, now = parts["region"], conditions.clock()
    return EndpointService(
        id=seed.id,
        owner=parts["account"],
        region=region,
        load_balancers=seed.load_balancers,
        zones=zones,
        acceptance_required=seed.acceptance_required,
        ip_address_types=seed.ip_address_types,
        regions=dict.fromkeys((region, *seed.supported_regions), SETTLED),
        private_dns=_private_dns(seed, conditions),
        payer=seed.payer,
        tags=seed.tags,
        permissions=_permissions(seed, region, conditions),
        connections={item.id: _connection(item, seed.id, region, now, conditions) for item in seed.connections},
        notifications={
            item.id: Notification(id=item.id, topic=item.topic_arn, events=item.events, state=item.state)
            for item in seed.notifications
        },
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
    created = now if seed.created is None else read_timestamp(seed.created)
    return Connection(
        id=conditions.new_id("vpce-con"),
        endpoint=seed.id,
        owner=seed.owner,
        region=seed.region or region,
        created=created,
        phase=Phase(seed.state),
        dns_names=(f"{seed.id}.{service}.{region}.vpce.amazonaws.com",),
    )
