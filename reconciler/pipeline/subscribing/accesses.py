"""Who may connect to the services of an offering and who is connected, from what a plan has read. Pure.

Example: `endpoint_service.api` grants account 1, whose endpoint is connected: its access has the grant and the
connection. `endpoint_service.new`, which the plan creates, has neither. A service that was not read has None for both.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from reconciler.model import Address, Wish
from reconciler.ports import EndpointConnection
from reconciler.printed import WorldServiceJson

from .joining import ServiceAccess

Services = Mapping[str, WorldServiceJson]
"""The services of a plan's world by address; those that were not read are left out."""


def services_by_address(services: Iterable[WorldServiceJson] | None) -> Services:
    """Return the *services* of a plan's world that documents are about."""
    return {one["address"]: one for one in services or () if one["address"]}


def live_access(addresses: Iterable[Address], services: Services) -> Iterator[ServiceAccess]:
    """Return the access of each service as AWS has it."""
    for address in map(str, addresses):
        one = services.get(address)
        before = {"principals": []} if one and one["id"] is None else one and one["before"]
        granted = before["principals"] if before else None
        yield ServiceAccess(address, None if granted is None else frozenset(granted), _connections(one))


def stated_access(addresses: Iterable[Address], services: Services, wish: Wish) -> Iterator[ServiceAccess]:
    """Return the access of each service with the grants that documents name instead of those that AWS has."""
    for address in addresses:
        members = frozenset(chain.from_iterable(feed.members for feed in wish[address].fed))
        yield ServiceAccess(str(address), members, _connections(services.get(str(address))))


def _connections(one: WorldServiceJson | None) -> tuple[EndpointConnection, ...] | None:
    found = one["connections"] if one else None
    if one is None or found is None:
        return None
    return tuple(
        EndpointConnection(
            service_id=one["id"] or "",
            endpoint_id=each["endpoint"],
            owner=each["owner"],
            state=each["state"],
            region=each["region"],
            created_at=each["since"],
        )
        for each in found
    )
