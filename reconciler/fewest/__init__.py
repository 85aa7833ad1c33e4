"""The fewest change sets that a desired state needs, however it is cut into changes. Pure."""

from .bound import fewest

__all__ = ["fewest"]
