"""Two worlds compared by who is governed how: who gains, who loses, who is exposed on the way. Pure."""

from .exposure import exposures
from .groups import impact
from .subtree import Subtree
from .turns import in_turn

__all__ = ["Subtree", "exposures", "impact", "in_turn"]
