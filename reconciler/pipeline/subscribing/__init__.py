"""Who is subscribed to an offering, who may connect and who is connected, and where these disagree."""

from .joining import CustomerFinding, CustomerRow, ServiceAccess, Sold, Subscription, joined
from .reading import OfferingRead, read_offerings

__all__ = [
    "CustomerFinding",
    "CustomerRow",
    "OfferingRead",
    "ServiceAccess",
    "Sold",
    "Subscription",
    "joined",
    "read_offerings",
]
