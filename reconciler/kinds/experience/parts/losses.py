"""What a part takes from accounts that no whole would take: who could buy what, and who was governed. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reconciler.governance import Experiences, Governance, Seat, govern
from reconciler.model import Organization

Products = frozenset[str] | None
"""What may be bought; None is everything. Of a difference, None is everything that the other side does not list."""


class Standing(NamedTuple):
    """Where accounts stand: the seats that govern them before, after the part, and after each possible whole."""

    before: Seat | None
    part: Seat | None
    wholes: tuple[Seat | None, ...]


class Share(NamedTuple):
    """Accounts of one standing, and the *products* in which a part differs for them from some whole.

    Without products, what it takes is their governing experience.
    """

    standing: Standing
    accounts: tuple[str, ...]
    products: Products


@dataclass(frozen=True)
class Comparison:
    """The worlds before, after a part, and after each possible *whole*; without any whole nothing may be taken."""

    organization: Organization
    before: Experiences
    wholes: Sequence[Experiences]

    def taken(self, part: Experiences) -> Iterator[Share]:
        """Return whoever loses by *part* what is not lost by every whole.

        Losing by a whole as much is: `before ∩ after the whole ⊆ after the part`.
        """
        for standing, accounts in self._standings(part).items():
            had, left = _catalogue(self.before, standing.before), _catalogue(part, standing.part)
            products = _union(_beyond(_common(had, one), left) for one in self._kept(standing))
            ungoverned = standing.before and not standing.part and any(standing.wholes)
            if ungoverned or products is None or products:
                yield Share(standing, accounts, products)

    def given(self, part: Experiences) -> Iterator[Share]:
        """Return whoever may buy by *part* what they could not before and could not after every whole."""
        for standing, accounts in self._standings(part).items():
            new = _beyond(_catalogue(part, standing.part), _catalogue(self.before, standing.before))
            products = _union(_beyond(new, one) for one in self._kept(standing))
            if products is None or products:
                yield Share(standing, accounts, products)

    def _kept(self, standing: Standing) -> list[Products]:
        """Return what accounts may buy after each whole."""
        return [_catalogue(world, seat) for world, seat in zip(self._wholes, standing.wholes, strict=True)]

    @property
    def _wholes(self) -> Sequence[Experiences]:
        return self.wholes or (self.before,)

    def _standings(self, part: Experiences) -> Mapping[Standing, tuple[str, ...]]:
        """Sort the open accounts by where they stand."""
        before, after = govern(self.organization, self.before), govern(self.organization, part)
        wholes = [govern(self.organization, world) for world in self._wholes]
        found: dict[Standing, list[str]] = {}
        for account in self.organization.accounts.values():
            if account.open:
                found.setdefault(_standing(account.id, before, after, wholes), []).append(account.id)
        return {standing: tuple(sorted(accounts)) for standing, accounts in found.items()}


def _standing(account: str, before: Governance, after: Governance, wholes: Sequence[Governance]) -> Standing:
    return Standing(before.seats[account], after.seats[account], tuple(one.seats[account] for one in wholes))


def _catalogue(world: Experiences, seat: Seat | None) -> Products:
    return world[seat.experience].products if seat else None


def _common(these: Products, those: Products) -> Products:
    if these is None or those is None:
        return those if these is None else these
    return these & those


def _beyond(these: Products, those: Products) -> Products:
    """Return what is in *these* and not in *those*."""
    if those is None:
        return frozenset()
    return None if these is None else these - those


def _union(many: Iterable[Products]) -> Products:
    found: frozenset[str] = frozenset()
    for one in many:
        if one is None:
            return None
        found |= one
    return found
