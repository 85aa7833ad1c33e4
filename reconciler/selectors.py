"""Selectors, the grammar by which commands and settings name objects: `KIND`, `KIND.NAME`, and globs of both. Pure.

Example: `experience` selects all experiences, `experience.fin*` those whose names begin with fin, and `*.finance` every
object called finance.
"""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from .model import Address

_GLOB = frozenset("*?[")


def selects(selector: str, address: Address) -> bool:
    """Tell whether *selector* selects *address*."""
    kind, _, name = selector.partition(".")
    return _fits(address.kind, kind) and _fits(address.name, name or "*")


def _fits(word: str, pattern: str) -> bool:
    """Tell whether *word* matches the glob *pattern*; patterns without wildcards, the usual ones, are compared fast."""
    return word == pattern or (not _GLOB.isdisjoint(pattern) and fnmatchcase(word, pattern))


def outside(addresses: Iterable[Address], select: Sequence[str], exclude: Sequence[str]) -> frozenset[Address]:
    """Return the addresses that *exclude* selects, and those that *select*, unless it is empty, does not select."""
    every = frozenset(addresses)
    return (every - _taken(every, select) if select else frozenset[Address]()) | _taken(every, exclude)


def _taken(addresses: Iterable[Address], selectors: Iterable[str]) -> frozenset[Address]:
    plain = {one for one in selectors if "." in one and _GLOB.isdisjoint(one)}
    globs = [one for one in selectors if one not in plain]
    return frozenset(one for one in addresses if str(one) in plain or any(selects(each, one) for each in globs))


def unmatched(selectors: Sequence[str], addresses: Iterable[Address]) -> tuple[str, ...]:
    """Return the selectors that select no address, probably typing errors."""
    known = tuple(addresses)
    return tuple(one for one in selectors if not any(selects(one, address) for address in known))
