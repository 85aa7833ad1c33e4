"""The port of a consumer: another account than the seller's, what it sees of services and has of endpoints."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedService:
    """An endpoint service as a consumer sees it; *zone_ids* are those that both share, none across regions."""

    name: str
    owner: str | None = None
    private_dns_name: str | None = None
    private_dns_state: str | None = None
    acceptance_required: bool | None = None
    zone_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ConsumerSubnet:
    """A subnet of the consumer; *zone* is the name of its zone in the consumer's account, which others do not share."""

    id: str
    vpc: str
    zone: str
    zone_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumerEndpoint:
    """An endpoint of the consumer; *state* begins with a small letter, *dns_names* are in AWS's order."""

    id: str
    service_name: str
    vpc: str
    state: str
    dns_names: tuple[str, ...] = ()
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedEndpoint:
    """An interface endpoint that is to be created. The same *token* creates it once.

    *service_region* is stated for a service of another region. Without *security_groups* it gets the VPC's default one.
    """

    service_name: str
    service_region: str | None = None
    vpc: str
    subnets: tuple[str, ...]
    security_groups: tuple[str, ...] = ()
    tags: Mapping[str, str]
    token: str


class Consumer(Protocol):
    """What an account sees and has in one region. Reads raise Unreadable, calls that write CallFailed or a subclass."""

    def service(self, name: str, region: str) -> OfferedService | None:
        """Return the service of that name in *region*; None if this account may not see it, as for a wrong name."""
        ...

    def lists(self, name: str, owner: str, region: str) -> bool:
        """Tell whether the service is among those of *owner* in *region* that are listed without naming them."""
        ...

    def subnets(self, ids: Collection[str]) -> tuple[ConsumerSubnet, ...]:
        """Return those of the subnets that exist."""
        ...

    def endpoint(self, endpoint_id: str) -> ConsumerEndpoint | None:
        """Return one endpoint; None if it is not there, or does not show yet."""
        ...

    def endpoints(self, tag: str) -> tuple[ConsumerEndpoint, ...]:
        """Return all endpoints with a tag of that key; every page."""
        ...

    def create(self, wanted: WantedEndpoint) -> str:
        """Create an endpoint and return its id."""
        ...

    def delete(self, endpoint_id: str) -> None:
        """Delete an endpoint; one that is not there is no failure."""
        ...
