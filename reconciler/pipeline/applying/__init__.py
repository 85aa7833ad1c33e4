"""A plan carried out, and a last look at what is left to do."""

from .application import apply
from .run import Run

__all__ = ["Run", "apply"]
