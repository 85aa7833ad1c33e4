"""Answers about a plan: what accounts may buy, who is connected to services, and what a customer needs. Pure."""

from .answer import effective
from .connected import connections
from .customer_sheet import sheet

__all__ = ["connections", "effective", "sheet"]
