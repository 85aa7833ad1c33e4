"""The port of Amazon EC2: the endpoint services of one account in one region, and who may connect to them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateDns:
    """The private DNS name of an endpoint service: *state* is pendingVerification, verified or failed.

    The DNS record to publish is a TXT record *value* at the label *name* below the domain (facts: privatelink 2.3).
    """

    state: str
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointServiceConfiguration:
    """One endpoint service as DescribeVpcEndpointServiceConfigurations returns it.

    *state* is Pending, Available, Deleting, Deleted or Failed. *name* is what customers connect by
    (`com.amazonaws.vpce.REGION.ID`); None when EC2 omits it. *supported_regions* are the regions that are available or
    pending, always with the service's own region. *zone_ids* are those of its Availability Zones. *payer* is
    ServiceOwner, or None when the endpoint's owner pays.
    """

    id: str
    state: str
    acceptance_required: bool
    name: str | None = None
    load_balancers: frozenset[str] = frozenset()
    private_dns_name: str | None = None
    private_dns: PrivateDns | None = None
    ip_address_types: frozenset[str] = frozenset()
    supported_regions: frozenset[str] = frozenset()
    zone_ids: frozenset[str] = frozenset()
    payer: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EndpointConnection:
    """One endpoint connected to a service; *owner* is an account id, never a user or role (facts: privatelink 1.8).

    *state* is as in EC2's answers: pendingAcceptance, pending, available, deleting, deleted, rejected, failed …
    *created_at* is `YYYY-MM-DDTHH:MM:SSZ`. *dns_names* are those of the endpoint, the regional one first.
    """

    service_id: str
    endpoint_id: str
    owner: str
    state: str
    region: str
    created_at: str
    dns_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConnectionNotification:
    """An SNS topic that is told of *events* of a service's connections; *state* is Enabled or Disabled."""

    id: str
    service_id: str
    topic: str
    events: frozenset[str]
    state: str


@dataclass(frozen=True, slots=True)
class Grants:
    """The grants of a service: the principals with permission type `vpc-endpoint`, as AWS writes them.

    *others* counts grants of another type (transit gateway attachments), which reconciler never changes.
    """

    principals: frozenset[str]
    others: int = 0


class EndpointServices(Protocol):
    """PrivateLink endpoint services of one account in one region (Amazon EC2)."""

    def configurations(self, service_ids: Collection[str] = ()) -> tuple[EndpointServiceConfiguration, ...]:
        """Describe all endpoint services, or those of *service_ids* that exist; every page."""
        ...

    def grants(self, service_id: str) -> Grants:
        """Return the principals that may connect to one service, as AWS writes them; every page."""
        ...

    def connections(self, service_ids: Collection[str]) -> tuple[EndpointConnection, ...]:
        """Return the connections of some services, also those that have ended; every page."""
        ...

    def notifications(self, service_ids: Collection[str]) -> tuple[ConnectionNotification, ...]:
        """Return the connection notifications of some services; every page."""
        ...
