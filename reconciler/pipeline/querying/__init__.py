"""Answers about a plan: what accounts may buy, who is connected or subscribed, and what a customer needs. Pure."""

from .answer import effective
from .connected import connections
from .customer_sheet import sheet
from .subscribed import OfferingCustomers, Subscribers, subscribers

__all__ = ["OfferingCustomers", "Subscribers", "connections", "effective", "sheet", "subscribers"]
