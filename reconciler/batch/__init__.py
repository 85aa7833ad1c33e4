"""Requests packed into the fewest calls that the services' limits and the requests' order allow. Pure."""

from .bound import lower_bound
from .calls import batch, count_sets
from .order import Cycle

__all__ = ["Cycle", "batch", "count_sets", "lower_bound"]
