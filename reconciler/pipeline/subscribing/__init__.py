"""Who is subscribed to an offering, who may connect and who is connected, and where these disagree."""

from .accesses import live_access, services_by_address
from .delivering import Delivered, check_offering, deliveries, offering_of
from .joining import CustomerFinding, CustomerRow, ServiceAccess, Sold, Subscription, joined
from .reading import OfferingRead, read_offerings
from .telling import Subscriptions

__all__ = [
    "CustomerFinding",
    "CustomerRow",
    "Delivered",
    "OfferingRead",
    "ServiceAccess",
    "Sold",
    "Subscription",
    "Subscriptions",
    "check_offering",
    "deliveries",
    "joined",
    "live_access",
    "offering_of",
    "read_offerings",
    "services_by_address",
]
