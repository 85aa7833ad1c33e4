"""The clients of all AWS services that a command uses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reconciler.model import Operation, Spent
from reconciler.reading_progress import ReadingProgress

from .calls import Calls
from .catalog import Catalog
from .certificates import Certificates
from .consumer import Consumer
from .endpoint_services import EndpointServices
from .load_balancers import LoadBalancers
from .organizations import Identity, Organizations
from .resolver import NoResolver, Resolver
from .sales import NoSales, Sales
from .stored_objects import NoStoredObjects, StoredObjects
from .topics import Topics
from .zones import NoZones, Zones

CallsOf = Callable[[str, str], Calls]
"""Returns the port `Calls` of a service (boto3's name) in a region."""


ConsumerOf = Callable[[str], Consumer]
"""Returns the port `Consumer` of an account in a region."""


def no_calls(service: str, region: str) -> Calls:
    """Raise LookupError: the `CallsOf` of clients that make no calls by verb."""
    raise LookupError(f"nothing calls {service} in {region}")


def no_consumer(region: str) -> Consumer:
    """Raise LookupError: the `ConsumerOf` of sellers without an observer."""
    raise LookupError(f"nobody observes from {region}")


def nothing_spent() -> Spent:
    """Return nothing: the `spent` of clients that do not count their calls."""
    return Spent()


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerClients:
    """The clients of one seller: its identity, its endpoint services by region, *calls* of any service, its *sales*.

    *observer* is the account that the seller's services are looked at from. *zones* are the hosted zones of the
    seller's names, which may be in another account. *certificates*, *load_balancers* and *topics* are by region,
    too.
    """

    identity: Identity
    regions: Mapping[str, EndpointServices]
    calls: CallsOf = no_calls
    sales: Sales = field(default_factory=NoSales)
    observer: ConsumerOf = no_consumer
    certificates: Mapping[str, Certificates] = field(default_factory=dict)
    load_balancers: Mapping[str, LoadBalancers] = field(default_factory=dict)
    topics: Mapping[str, Topics] = field(default_factory=dict)
    zones: Zones = field(default_factory=NoZones)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """The clients of all AWS services that a command uses. Those made for planning refuse every call that writes.

    *sellers* are by their names in the settings; *calls* are those of the marketplace's account, and so are *objects*,
    which are in S3. *progress* counts what is read for a plan or an import. *resolver* returns what asks name servers.
    *spent* returns the numbers of all calls that these clients have made so far, without seconds.
    """

    catalog: Catalog
    organizations: Organizations
    identity: Identity
    sellers: Mapping[str, SellerClients] = field(default_factory=dict)
    calls: CallsOf = no_calls
    objects: StoredObjects = field(default_factory=NoStoredObjects)
    progress: ReadingProgress = field(default_factory=ReadingProgress)
    resolver: Callable[[], Resolver] = NoResolver
    spent: Callable[[], Spent] = nothing_spent

    def of(self, operation: Operation) -> Calls:
        """Return the port that makes the call of *operation*, in the account of its seller or of the marketplace."""
        seller = operation.requests[0].seller
        calls = self.sellers[seller].calls if seller else self.calls
        return calls(operation.service, operation.region)
