"""Live objects become documents: one of them, or all that no document manages. Subscribers get documents, too."""

from .drafting import file_of
from .enabling import with_enabling
from .everything import Adopted, AdoptOptions, LeftOut, adopt_all, adopt_of
from .live_state import LiveState, read_live_state
from .naming import addressed
from .one import adopt
from .proposing import Proposed, propose
from .texts import text_of

__all__ = [
    "AdoptOptions",
    "Adopted",
    "LeftOut",
    "LiveState",
    "Proposed",
    "addressed",
    "adopt",
    "adopt_all",
    "adopt_of",
    "file_of",
    "propose",
    "read_live_state",
    "text_of",
    "with_enabling",
]
