"""Sellers whose regions wait for each other, or of which one region cannot be read."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from threading import Barrier
from typing import Any

from reconciler.errors import Unreadable
from reconciler.model import Verb
from reconciler.ports import (
    Calls,
    Clients,
    ConnectionNotification,
    Edited,
    EndpointConnection,
    EndpointServiceConfiguration,
    EndpointServices,
    Grants,
    Row,
)
from tests.patience import PATIENCE
from tests.selling import ABROAD


@dataclass(frozen=True)
class Beside:
    """Endpoint services that answer only when all are asked at the same time, or are denied."""

    services: EndpointServices
    meeting: Barrier | None = None
    denied: bool = False

    def configurations(self, service_ids: Collection[str] = ()) -> tuple[EndpointServiceConfiguration, ...]:
        """Fail if denied, else wait for the others and answer."""
        if self.denied:
            raise Unreadable("ec2:DescribeVpcEndpointServiceConfigurations was denied", "ask for the right")
        if self.meeting:
            self.meeting.wait(timeout=PATIENCE)
        return self.services.configurations(service_ids)

    def grants(self, service_id: str) -> Grants:
        """Return the grants of a service."""
        return self.services.grants(service_id)

    def connections(self, service_ids: Collection[str]) -> tuple[EndpointConnection, ...]:
        """Return the connections of services."""
        return self.services.connections(service_ids)

    def notifications(self, service_ids: Collection[str]) -> tuple[ConnectionNotification, ...]:
        """Return the notifications of services."""
        return self.services.notifications(service_ids)


@dataclass(frozen=True)
class After:
    """Calls that do something before each write."""

    calls: Calls
    first: Callable[[], None]

    def read(self, verb: Verb, parameters: Mapping[str, Any]) -> tuple[Row, ...]:
        """Read from AWS."""
        return self.calls.read(verb, parameters)

    def edit(self, verb: Verb, parameters: Mapping[str, Any]) -> Edited:
        """Do it, then make the call."""
        self.first()
        return self.calls.edit(verb, parameters)


def all_beside(clients: Clients, meeting: Barrier) -> Clients:
    """Let all regions wait for each other."""
    return replace(
        clients,
        sellers={
            name: replace(one, regions={region: Beside(each, meeting) for region, each in one.regions.items()})
            for name, one in clients.sellers.items()
        },
    )


def without_abroad(clients: Clients) -> Clients:
    """Deny reading in one region of one seller."""
    saas = clients.sellers["saas"]
    shut = replace(saas, regions={**saas.regions, ABROAD: Beside(saas.regions[ABROAD], denied=True)})
    return replace(clients, sellers={**clients.sellers, "saas": shut})


def interrupted_by(stop: Callable[[], None]) -> Callable[[Clients], Clients]:
    """Call *stop* before each edit of the seller `saas`."""

    def wrapped(clients: Clients) -> Clients:
        saas = clients.sellers["saas"]
        edits = replace(saas, calls=lambda *place: After(saas.calls(*place), stop))
        return replace(clients, sellers={**clients.sellers, "saas": edits})

    return wrapped
