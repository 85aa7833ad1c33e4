"""Live objects become documents: one of them, or everything that no document manages."""

from .everything import Adopted, AdoptOptions, LeftOut, adopt_all
from .one import adopt
from .texts import text_of

__all__ = ["AdoptOptions", "Adopted", "LeftOut", "adopt", "adopt_all", "text_of"]
