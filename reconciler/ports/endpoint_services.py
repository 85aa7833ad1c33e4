"""Amazon EC2: the endpoint services of one account in one region, and who may connect to them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateDns:
    """The private DNS name of an endpoint service: *state* is pendingVerification, verified or failed.

    The record to publish is a TXT of *value* at *name* (a label) below the domain (facts: privatelink 2.3).
    """

    state: str
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointServiceConfiguration:
    """One endpoint service as DescribeVpcEndpointServiceConfigurations gives it.

    *state* is Pending, Available, Deleting, Deleted or Failed; *supported_regions* holds those that are available
    or coming up, the home region always among them; *payer* is ServiceOwner or None (the endpoint's owner).
    """

    id: str
    state: str
    acceptance_required: bool
    load_balancers: frozenset[str] = frozenset()
    private_dns_name: str | None = None
    private_dns: PrivateDns | None = None
    ip_address_types: frozenset[str] = frozenset()
    supported_regions: frozenset[str] = frozenset()
    payer: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EndpointConnection:
    """One endpoint connected to a service: *owner* is an account id and nothing finer (facts: privatelink 1.8).

    *state* is as on the wire: pendingAcceptance, pending, available, deleting, deleted, rejected, failed …;
    *created_at* is `YYYY-MM-DDTHH:MM:SSZ`.
    """

    service_id: str
    endpoint_id: str
    owner: str
    state: str
    region: str
    created_at: str


@dataclass(frozen=True, slots=True)
class Grants:
    """Who may connect to a service: the principals of type `vpc-endpoint`, as AWS writes them.

    *others* counts grants of another permission type (transit gateway attachments): never touched.
    """

    principals: frozenset[str]
    others: int = 0


class EndpointServices(Protocol):
    """PrivateLink endpoint services of one account in one region (Amazon EC2)."""

    def configurations(self, service_ids: Collection[str] = ()) -> tuple[EndpointServiceConfiguration, ...]:
        """Describe endpoint services: all of them, or those of *service_ids* that exist; every page."""
        ...

    def grants(self, service_id: str) -> Grants:
        """Give who may connect to one service, every page; principals as AWS writes them."""
        ...

    def connections(self, service_ids: Collection[str]) -> tuple[EndpointConnection, ...]:
        """Give the endpoints connected to some services, every page, those that ended long ago included."""
        ...
