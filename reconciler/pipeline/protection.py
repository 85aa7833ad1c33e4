"""Patterns of `guards.protected` that protect nothing: most likely typing mistakes. Pure."""

from collections.abc import Collection, Iterator

from reconciler.kind import Remotes
from reconciler.model import Address, Problem, Wish
from reconciler.model.problem import warning
from reconciler.selectors import unmatched
from reconciler.settings import Settings
from reconciler.spelling import nearest, quoted


def unprotecting(settings: Settings, remotes: Remotes, wish: Wish) -> Iterator[Problem]:
    """Find the patterns that match no object of *wish*; a warning each, since a document may be written later."""
    objects = [address for address in wish if address.kind in remotes]
    patterns = settings.guards.protected
    idle = unmatched(patterns, objects)
    kinds = f"kinds that can be protected: {', '.join(sorted(remotes))}"
    for position, pattern in enumerate(patterns):
        if pattern in idle:
            message = f"guards.protected: {quoted(pattern)} protects nothing that a document describes"
            hint = _meant(pattern, remotes, objects) or kinds
            yield warning("protects-nothing", message, settings.at("guards", "protected", position), hint)


def _meant(pattern: str, remotes: Remotes, objects: Collection[Address]) -> str:
    """Ask which object was meant, or which kind where only a word is given; empty when none is close."""
    whole = {str(address): str(address) for address in objects}
    alone = {address.name: str(address) for address in objects} | {kind: kind for kind in remotes}
    known = whole if "." in pattern else alone
    meant = known.get(nearest(pattern, known) or "", pattern)
    return "" if meant == pattern else f"did you mean '{meant}'?"
