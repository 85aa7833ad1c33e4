"""Documents that say what AWS has, of objects that differ: the opposite of a plan."""

from .blaming import Kept
from .restating import Restated, restate
from .states import Difference, differing

__all__ = ["Difference", "Kept", "Restated", "differing", "restate"]
