"""The answer of `effective`: which experience governs each account and what it may buy, before and after a plan.

Pure.
"""

from .answer import effective

__all__ = ["effective"]
