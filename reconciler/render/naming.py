"""Names of ids for a sentence: a few by name, the rest counted."""

from collections.abc import Sequence

from .page import Page
from .words import clean, joined

_NAMES = 5


def some(page: Page, ids: Sequence[str], most: int = _NAMES, noun: str = "") -> str:
    """Return the names of the first *most* of *ids* and the number of the rest: `a, b and 3 more accounts`."""
    return joined(few(page, ids, most, noun))


def few(page: Page, ids: Sequence[str], most: int = _NAMES, noun: str = "") -> list[str]:
    """Return the names of the first of *ids*, and last how many more there are."""
    named = [clean(page.name(id_) or id_) for id_ in ids]
    shown = page.shown(named, most)
    left = len(named) - len(shown)
    return [*shown, f"{left} more {noun}".rstrip()] if left else list(shown)
