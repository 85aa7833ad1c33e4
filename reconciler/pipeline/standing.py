"""What the standing of Private Marketplace means for the documents of a plan. Pure.

Example: a document states that trusted access is off, and AWS has it so. Nothing of experiences can be read then, so
their documents are not planned, and the plan says so.
"""

from collections.abc import Iterable, Iterator

from reconciler.kind import Remote, Remotes
from reconciler.model import Address, Desired, MarketplaceStanding, Opening, Problem, Wish, note, warning
from reconciler.spelling import numbered

from .loading import Repository

SHOWN = 5
"""So many documents are named."""


def opening_of(remotes: Remotes, wish: Wish, left_out: frozenset[Address], *, no_removals: bool) -> Opening | None:
    """Return what the documents that are not *left_out* state of trusted access; None if none is about it."""
    wanted: Iterable[Desired[object]] = [one for one in wish.values() if one.address not in left_out]
    found = next((one for remote in remotes.values() if (one := remote.opening(wanted))), None)
    return found.without_endings() if found and no_removals else found


def is_catalogued(remote: Remote) -> bool:
    """Tell whether the objects of a kind are in the catalogue of Private Marketplace, which change sets change."""
    return any(verb.carrier for verb in remote.verbs)


def unplanned(standing: MarketplaceStanding, repository: Repository) -> frozenset[Address]:
    """Return the documents that are not planned: those of experiences, where nothing can be done about them."""
    if standing is not MarketplaceStanding.CLOSED:
        return frozenset()
    catalogued = {kind for kind, remote in repository.remotes.items() if is_catalogued(remote)}
    return frozenset(one for one in repository.wish if one.kind in catalogued)


def told_of(standing: MarketplaceStanding, opening: Opening | None, repository: Repository) -> Iterator[Problem]:
    """Say what was not read, and which documents are not planned."""
    if opening is None or standing is MarketplaceStanding.OPEN:
        return
    source = repository.wish[opening.address].document.source
    if standing is MarketplaceStanding.OPENS:
        message = "Private Marketplace is not enabled yet: the plan assumes that there are no experiences"
        yield note("enabled-first", message, source, "", opening.address)
    names = numbered(map(str, unplanned(standing, repository)))
    if names:
        told = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if names[SHOWN:] else "")
        are = "is" if len(names) == 1 else "are"
        why = f"Private Marketplace is not enabled, and {opening.address} leaves it so"
        yield warning("not-planned", f"{told} {are} not planned: {why}", source, "", opening.address)
