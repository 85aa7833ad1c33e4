"""Live objects become documents: one of them, or all that no document manages. Subscribers get documents, too."""

from .everything import Adopted, AdoptOptions, LeftOut, adopt_all
from .one import adopt
from .proposing import Proposed, propose
from .texts import text_of

__all__ = ["AdoptOptions", "Adopted", "LeftOut", "Proposed", "adopt", "adopt_all", "propose", "text_of"]
