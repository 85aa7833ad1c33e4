"""Flat records of endpoint services, for tests that check the final state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .endpoint_service import EndpointService
from .permission import TRANSIT_GATEWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectedService:
    """A service as EC2 holds it; *connections* maps endpoint ids to states, *tags* are those of the service.

    *notifications* are the events by the topic that is told of them, in the order of the topics.
    """

    id: str
    owner: str
    region: str
    state: str
    load_balancers: tuple[str, ...]
    zones: tuple[str, ...]
    acceptance_required: bool
    ip_address_types: frozenset[str]
    supported_regions: frozenset[str]
    private_dns_name: str | None
    private_dns_state: str | None
    payer: str | None
    tags: Mapping[str, str]
    principals: frozenset[str]
    transit_gateway_principals: frozenset[str]
    connections: Mapping[str, str]
    notifications: Sequence[tuple[str, frozenset[str]]] = ()


def inspected(services: Iterable[EndpointService], now: float) -> dict[str, InspectedService]:
    """Return services by id, with their states at the moment *now*."""
    return {service.id: _inspected(service, now) for service in services}


def _inspected(service: EndpointService, now: float) -> InspectedService:
    dns = service.private_dns
    return InspectedService(
        id=service.id,
        owner=service.owner,
        region=service.region,
        state=service.phase.at(now),
        load_balancers=service.load_balancers,
        zones=tuple(service.zones),
        acceptance_required=service.acceptance_required,
        ip_address_types=frozenset(service.ip_address_types),
        supported_regions=frozenset(service.regions),
        private_dns_name=dns.name if dns else None,
        private_dns_state=dns.phase.at(now) if dns else None,
        payer=service.payer,
        tags=service.tags,
        principals=service.principals,
        transit_gateway_principals=frozenset(name for kind, name in service.permissions if kind == TRANSIT_GATEWAYS),
        connections={item.endpoint: item.phase.at(now) for item in service.connections.values()},
        notifications=tuple(
            (item.topic, frozenset(item.events))
            for item in sorted(service.notifications.values(), key=lambda item: (item.topic, item.id))
        ),
    )
