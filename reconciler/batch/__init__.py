"""Requests packed into the fewest calls that the services' limits and the requests' order allow. Pure."""

from .calls import batch
from .order import Cycle

__all__ = ["Cycle", "batch"]
