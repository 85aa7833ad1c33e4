"""Impact and exposure: how accounts are governed before, during and after a plan. Pure."""

from .course import Course, with_products
from .durations import CALL_SECONDS, CHANGE_SET_SECONDS
from .ending import Ending, at_worst, names_of
from .exposure import exposures
from .groups import impact
from .subtree import Subtree
from .succession import in_succession
from .touch import touched

__all__ = [
    "CALL_SECONDS",
    "CHANGE_SET_SECONDS",
    "Course",
    "Ending",
    "Subtree",
    "at_worst",
    "exposures",
    "impact",
    "in_succession",
    "names_of",
    "touched",
    "with_products",
]
