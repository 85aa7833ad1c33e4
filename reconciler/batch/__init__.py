"""Batching: requests are packed into the fewest calls that the services' limits and the requests' order allow. Pure."""

from .bound import lower_bound, shortest_chain
from .calls import Batching, batch, count_sets, fastest_extent, is_change
from .choice import MeasuredSets
from .order import Cycle

__all__ = [
    "Batching",
    "Cycle",
    "MeasuredSets",
    "batch",
    "count_sets",
    "fastest_extent",
    "is_change",
    "lower_bound",
    "shortest_chain",
]
