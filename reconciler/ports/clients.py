"""Everything of AWS that a command may ask for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reconciler.model import Operation

from .calls import Calls
from .catalog import Catalog
from .endpoint_services import EndpointServices
from .organizations import Identity, Organizations

CallsOf = Callable[[str, str], Calls]
"""Gives the calls of a service, by boto3's name, in a region."""


def no_calls(service: str, region: str) -> Calls:
    """Have no calls to make."""
    raise LookupError(f"nothing calls {service} in {region}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerClients:
    """One seller: who its credentials belong to, its endpoint services by region, and *calls* of any service."""

    identity: Identity
    regions: Mapping[str, EndpointServices]
    calls: CallsOf = no_calls


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """Everything of AWS that a plan may ask for; those made for planning refuse every call that writes.

    *sellers* are by the name that the settings give them; *calls* are those of the marketplace's account.
    """

    catalog: Catalog
    organizations: Organizations
    identity: Identity
    sellers: Mapping[str, SellerClients] = field(default_factory=dict)
    calls: CallsOf = no_calls

    def of(self, operation: Operation) -> Calls:
        """Return what makes the call of *operation*: a seller's, or the marketplace's."""
        seller = operation.requests[0].seller
        calls = self.sellers[seller].calls if seller else self.calls
        return calls(operation.service, operation.region)
