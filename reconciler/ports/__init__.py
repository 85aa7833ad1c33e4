"""What the core asks of AWS, of the clock and of chance: protocols and the plain records that they answer with.

No dict of botocore's passes this line. Reads raise `Unreadable` when they are not complete; writes raise
`CallFailed` or one of its kinds.
"""

from .catalog import Catalog, ChangeError, ChangeSet, ChangeSetSummary, Entity, EntitySummary, SentChange
from .clients import Clients, SellerClients
from .clock import Clock
from .endpoint_services import (
    Edited,
    EndpointConnection,
    EndpointServiceConfiguration,
    EndpointServices,
    Grants,
    PrivateDns,
    Unsuccessful,
)
from .organizations import Identity, Organizations, OrganizationSummary

__all__ = [
    "Catalog",
    "ChangeError",
    "ChangeSet",
    "ChangeSetSummary",
    "Clients",
    "Clock",
    "Edited",
    "EndpointConnection",
    "EndpointServiceConfiguration",
    "EndpointServices",
    "Entity",
    "EntitySummary",
    "Grants",
    "Identity",
    "OrganizationSummary",
    "Organizations",
    "PrivateDns",
    "SellerClients",
    "SentChange",
    "Unsuccessful",
]
