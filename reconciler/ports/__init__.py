"""What the core asks of AWS, of the clock and of chance: protocols and the plain records that they answer with.

No dict of botocore's passes this line. Reads raise `Unreadable` when they are not complete; writes raise
`CallFailed` or one of its kinds.
"""

from .calls import Calls, Edited, Row, Unsuccessful
from .catalog import (
    Catalog,
    ChangeError,
    ChangeSet,
    ChangeSetSummary,
    EntitySummary,
    ExperienceEntity,
    Experiences,
    SentChange,
)
from .clients import Clients, SellerClients
from .clock import Clock
from .endpoint_services import (
    EndpointConnection,
    EndpointServiceConfiguration,
    EndpointServices,
    Grants,
    PrivateDns,
)
from .organizations import Identity, Organizations, OrganizationSummary

__all__ = [
    "Calls",
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
    "EntitySummary",
    "ExperienceEntity",
    "Experiences",
    "Grants",
    "Identity",
    "OrganizationSummary",
    "Organizations",
    "PrivateDns",
    "Row",
    "SellerClients",
    "SentChange",
    "Unsuccessful",
]
