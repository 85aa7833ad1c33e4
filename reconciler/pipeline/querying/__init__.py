"""The answer of `effective`: the experience of each account, and what it may buy, before and after a plan. Pure."""

from .answer import effective

__all__ = ["effective"]
