"""How few change sets a wish could take, however it is cut into changes. Pure."""

from .bound import fewest

__all__ = ["fewest"]
