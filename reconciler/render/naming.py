"""Names of ids for a sentence: a few by name, the rest counted."""

from collections.abc import Collection, Iterable, Sequence

from reconciler.spelling import by_number

from .page import Page
from .words import first, joined

_NAMES = 5
_FEW = 2
"""So many accounts are named, even if they are all of a unit."""


def some(page: Page, ids: Sequence[str], most: int = _NAMES, noun: str = "") -> str:
    """Return the names of the first *most* of *ids* and the number of the rest: `a, b and 3 more accounts`."""
    return joined(few(page, ids, most, noun))


def few(page: Page, ids: Sequence[str], most: int = _NAMES, noun: str = "") -> list[str]:
    """Return the names of the first of *ids*, and last how many more there are."""
    named = [page.told(id_) for id_ in ids]
    return named if page.full else first(named, most, noun)


def by_name(page: Page, ids: Iterable[str]) -> list[str]:
    """Sort *ids* by their names, as far as they have one; numbers in names count as numbers."""
    return sorted(ids, key=lambda id_: (by_number(page.name(id_) or id_), id_))


def people(page: Page, accounts: Collection[str], most: int = _NAMES) -> str:
    """Sum up *accounts*: whole units first, the largest first, then names: `all 12 of Finance, Billing and 3 more`."""
    names, left = summed(page, accounts, most)
    return joined([*names, *[f"{left:,} more"] * bool(left)])


def summed(page: Page, accounts: Collection[str], most: int) -> tuple[list[str], int]:
    """Return the first *most* units and names that stand for *accounts*, and the number of the other accounts."""
    units = page.units.cover(accounts) if len(accounts) > _FEW else []
    whole = {unit: list(page.units.below(unit)) for unit in units}
    ranked = sorted(whole, key=lambda unit: (-len(whole[unit]), by_number(page.name(unit)), unit))
    rest = set(accounts).difference(*whole.values())
    entries = [(f"{_all(len(whole[unit]))} of {_unit(page, unit)}", len(whole[unit])) for unit in ranked]
    entries += [(page.told(id_), 1) for id_ in by_name(page, rest)]
    shown = page.shown(entries, most)
    return [told for told, _ in shown], sum(number for _, number in entries[len(shown) :])


def _unit(page: Page, unit: str) -> str:
    if unit == page.units.root:
        return "the organization"
    name = page.name(unit) or page.units.names.get(unit, "")
    return page.inert(name) if name.strip() else page.coded(unit)


def _all(number: int) -> str:
    return "both" if number == _FEW else f"all {number:,}"
