"""Answers about a plan: what accounts may buy, who is connected or subscribed, and what a customer needs. Pure."""

from .answer import effective
from .connected import connections, service_asked
from .customer_sheet import sheet
from .endpoints import check_endpoints
from .subscribed import OfferingCustomers, Subscribers, subscribers

__all__ = [
    "OfferingCustomers",
    "Subscribers",
    "check_endpoints",
    "connections",
    "effective",
    "service_asked",
    "sheet",
    "subscribers",
]
