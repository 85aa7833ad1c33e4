"""Patterns of `guards.protected` that protect nothing: most likely typing mistakes. Pure."""

from collections.abc import Iterator

from reconciler.kind import Remotes
from reconciler.model import Problem, Wish
from reconciler.model.problem import warning
from reconciler.selectors import unmatched
from reconciler.settings import Settings
from reconciler.spelling import quoted

from .selecting import likely_meant


def unprotecting(settings: Settings, remotes: Remotes, wish: Wish) -> Iterator[Problem]:
    """Find the patterns that match no object of *wish*; a warning each, since a document may be written later."""
    objects = sorted(address for address in wish if address.kind in remotes)
    patterns = settings.guards.protected
    idle = unmatched(patterns, objects)
    kinds = f"kinds that can be protected: {', '.join(sorted(remotes))}"
    for position, pattern in enumerate(patterns):
        if pattern in idle:
            message = f"guards.protected: {quoted(pattern)} protects nothing that a document describes"
            hint = likely_meant(pattern, objects, remotes) or kinds
            yield warning("protects-nothing", message, settings.at("guards", "protected", position), hint)
