"""Apply: carry out a plan, and take a last look at what is left to do."""

from .application import apply
from .run import Run

__all__ = ["Run", "apply"]
