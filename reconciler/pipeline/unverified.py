"""A seller whose credentials did not tell whose they are: nothing of it is read, and the others go on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reconciler.errors import Unreadable
from reconciler.model import Verb
from reconciler.ports import (
    Clients,
    Edited,
    EndpointConnection,
    EndpointServiceConfiguration,
    Grants,
    Row,
    SellerClients,
)


@dataclass(frozen=True, slots=True)
class Unverified:
    """Endpoint services that answer nothing, because of *why*."""

    why: Unreadable

    def configurations(self, _service_ids: Collection[str] = ()) -> tuple[EndpointServiceConfiguration, ...]:
        """Raise why."""
        raise self.why

    def grants(self, _service_id: str) -> Grants:
        """Raise why."""
        raise self.why

    def connections(self, _service_ids: Collection[str]) -> tuple[EndpointConnection, ...]:
        """Raise why."""
        raise self.why

    def edit(self, _verb: Verb, _parameters: Mapping[str, Any]) -> Edited:
        """Raise why."""
        raise self.why

    def read(self, _verb: Verb, _parameters: Mapping[str, Any]) -> tuple[Row, ...]:
        """Raise why."""
        raise self.why


def without(clients: Clients, unverified: Mapping[str, Unreadable]) -> Clients:
    """Give *clients* that read nothing of the sellers in *unverified*."""
    shut = {name: _shut(clients.sellers[name], why) for name, why in unverified.items()}
    return replace(clients, sellers={**clients.sellers, **shut}) if shut else clients


def _shut(seller: SellerClients, why: Unreadable) -> SellerClients:
    silent = Unverified(why)
    return replace(seller, regions=dict.fromkeys(seller.regions, silent), calls=lambda _service, _region: silent)
