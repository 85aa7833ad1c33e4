"""The protocols by which the core reaches AWS and the clock, and the records that they return.

No dict of botocore gets beyond them. Reads raise `Unreadable` when they are not complete; writes raise `CallFailed` or
a subclass.
"""

from .calls import Calls, Edited, Row, Unsuccessful
from .catalog import (
    Catalog,
    ChangeError,
    ChangeSet,
    ChangeSetSummary,
    EntitySummary,
    ExperienceEntities,
    ExperienceEntity,
    SentChange,
    StartedChangeSet,
)
from .certificates import Certificate, Certificates
from .clients import Clients, ConsumerOf, SellerClients, no_consumer
from .clock import Clock
from .consumer import Consumer, ConsumerEndpoint, ConsumerSubnet, OfferedService, WantedEndpoint
from .endpoint_services import (
    ConnectionNotification,
    EndpointConnection,
    EndpointServiceConfiguration,
    EndpointServices,
    Grants,
    PrivateDns,
)
from .load_balancers import Listener, LoadBalancer, LoadBalancers, Target, TargetGroup
from .organizations import Identity, Organizations, OrganizationSummary
from .prober import NoProber, Probe, Prober
from .resolver import DnsAnswer, NoResolver, Resolver
from .sales import Agreement, Entitlement, NoSales, Sales
from .stored_objects import NoStoredObjects, StoredObject, StoredObjects
from .topics import Topics
from .zones import HostedZone, NoZones, TextRecords, Zones

__all__ = [
    "Agreement",
    "Calls",
    "Catalog",
    "Certificate",
    "Certificates",
    "ChangeError",
    "ChangeSet",
    "ChangeSetSummary",
    "Clients",
    "Clock",
    "ConnectionNotification",
    "Consumer",
    "ConsumerEndpoint",
    "ConsumerOf",
    "ConsumerSubnet",
    "DnsAnswer",
    "Edited",
    "EndpointConnection",
    "EndpointServiceConfiguration",
    "EndpointServices",
    "Entitlement",
    "EntitySummary",
    "ExperienceEntities",
    "ExperienceEntity",
    "Grants",
    "HostedZone",
    "Identity",
    "Listener",
    "LoadBalancer",
    "LoadBalancers",
    "NoProber",
    "NoResolver",
    "NoSales",
    "NoStoredObjects",
    "NoZones",
    "OfferedService",
    "OrganizationSummary",
    "Organizations",
    "PrivateDns",
    "Probe",
    "Prober",
    "Resolver",
    "Row",
    "Sales",
    "SellerClients",
    "SentChange",
    "StartedChangeSet",
    "StoredObject",
    "StoredObjects",
    "Target",
    "TargetGroup",
    "TextRecords",
    "Topics",
    "Unsuccessful",
    "WantedEndpoint",
    "Zones",
    "no_consumer",
]
