"""One grammar for naming objects: `KIND`, `KIND.NAME`, and globs of either. Pure."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from .model import Address


def selects(selector: str, address: Address) -> bool:
    """Tell whether *selector* takes *address* in: `experience`, `experience.fin*`, `*.finance`."""
    kind, _, name = selector.partition(".")
    return fnmatchcase(address.kind, kind) and fnmatchcase(address.name, name or "*")


def outside(addresses: Iterable[Address], select: Sequence[str], exclude: Sequence[str]) -> frozenset[Address]:
    """Give the addresses that no *select* takes in (none given: all are in) or that an *exclude* takes out."""
    return frozenset(
        address
        for address in addresses
        if (select and not any(selects(one, address) for one in select))
        or any(selects(one, address) for one in exclude)
    )


def unmatched(selectors: Sequence[str], addresses: Iterable[Address]) -> tuple[str, ...]:
    """Give the selectors that take nothing in: most likely a typing mistake."""
    known = tuple(addresses)
    return tuple(one for one in selectors if not any(selects(one, address) for address in known))
