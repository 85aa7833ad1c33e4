"""Everything of AWS that a command may ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .catalog import Catalog
from .endpoint_services import EndpointServices
from .organizations import Identity, Organizations


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerClients:
    """One seller: who its credentials belong to, and its endpoint services by region."""

    identity: Identity
    regions: Mapping[str, EndpointServices]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """Everything of AWS that a plan may ask for; those made for planning refuse every call that writes.

    *sellers* are by the name that the settings give them.
    """

    catalog: Catalog
    organizations: Organizations
    identity: Identity
    sellers: Mapping[str, SellerClients] = field(default_factory=dict)
