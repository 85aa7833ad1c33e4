"""Answers about a plan: of `effective`, what accounts may buy, and of `sheet`, what a customer needs. Pure."""

from .answer import effective
from .customer_sheet import sheet

__all__ = ["effective", "sheet"]
