"""Who is governed by what and may buy what, before and after a plan: the answer to a question about it. Pure."""

from .answer import effective

__all__ = ["effective"]
