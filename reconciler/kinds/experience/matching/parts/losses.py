"""What accounts lose by a part and not by every whole: products, or their governing experience. Pure.

Example: an account may buy a, b and c. After the only possible whole it may buy b and c, and after the part only c. It
loses a by both, but b by the part alone, so b is taken.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import NamedTuple

from reconciler.governance import Experiences, Seat, govern
from reconciler.impact import touched
from reconciler.model import Address, Organization

Products = frozenset[str] | None
"""The products that may be bought; None means everything.

In a difference, None means everything that the other side does not list.
"""
Seats = tuple[Seat | None, ...]


class Standing(NamedTuple):
    """The seats that govern some accounts: before, after the part, and after each possible whole."""

    before: Seat | None
    part: Seat | None
    wholes: Seats

    def awaits(self, left_out: Mapping[str, Address]) -> frozenset[Address]:
        """Return those of *left_out* that would govern the accounts, else the one that does after the part.

        *left_out* are documents by the names of their experiences.
        """
        would = frozenset(left_out[seat.experience] for seat in self.wholes if seat and seat.experience in left_out)
        here = left_out.get(self.part.experience) if self.part else None
        return would or (frozenset({here}) if here else would)


class Share(NamedTuple):
    """Accounts of one standing, and the *products* that they lose or gain by a part.

    Without products, the accounts lose their governing experience.
    """

    standing: Standing
    accounts: tuple[str, ...]
    products: Products


@dataclass(frozen=True, slots=True)
class Ends:
    """Accounts with the same seats before and after each whole.

    They may buy the products *had* before, *kept* after some whole, and *certain* after every whole.
    """

    before: Seat | None
    wholes: Seats
    accounts: tuple[str, ...]
    had: Products
    kept: Products
    certain: Products


@dataclass(frozen=True)
class Comparison:
    """The experiences before, after a part, and after each possible whole; without a whole, nothing may be taken.

    *widest* is the largest part that is compared: the others are mixtures of it and *before*. Accounts that no state
    governs otherwise lose and gain nothing, so they are not read.
    """

    organization: Organization
    before: Experiences
    widest: Experiences
    wholes: Sequence[Experiences]

    def taken(self, part: Experiences) -> Iterator[Share]:
        """Return the accounts that lose by *part* something that not every whole takes.

        An account loses nothing more than by a whole if `before ∩ after the whole ⊆ after the part`.
        """
        for ends, standing, accounts in self._standings(part):
            products = _only_in(_common(ends.had, ends.kept), _catalogue(part, standing.part))
            ungoverned = standing.before and not standing.part and any(standing.wholes)
            if ungoverned or products is None or products:
                yield Share(standing, accounts, products)

    def given(self, part: Experiences) -> Iterator[Share]:
        """Return the accounts that gain something by *part* which they do not gain by every whole."""
        for ends, standing, accounts in self._standings(part):
            products = _only_in(_only_in(_catalogue(part, standing.part), ends.had), ends.certain)
            if products is None or products:
                yield Share(standing, accounts, products)

    def _standings(self, part: Experiences) -> Iterator[tuple[Ends, Standing, tuple[str, ...]]]:
        """Return the open accounts by their seats."""
        after = govern(self.organization, part).seats
        for ends in self._ends:
            found: dict[Seat | None, list[str]] = {}
            for account in ends.accounts:
                found.setdefault(after[account], []).append(account)
            for seat, accounts in found.items():
                yield ends, Standing(ends.before, seat, ends.wholes), tuple(accounts)

    @cached_property
    def _ends(self) -> Sequence[Ends]:
        states = self.wholes or (self.before,)
        before = govern(self.organization, self.before).seats
        wholes = [govern(self.organization, state).seats for state in states]
        found: dict[Seats, list[str]] = {}
        concerned = self.organization.below(touched((self.before, self.widest, *self.wholes)))
        for account in sorted(one.id for one in concerned):
            found.setdefault((before[account], *(seats[account] for seats in wholes)), []).append(account)
        return [self._end(first, tuple(last), tuple(accounts), states) for (first, *last), accounts in found.items()]

    def _end(
        self, before: Seat | None, wholes: Seats, accounts: tuple[str, ...], states: Sequence[Experiences]
    ) -> Ends:
        left = [_catalogue(state, seat) for state, seat in zip(states, wholes, strict=True)]
        different = {id(one): one for one in left}.values()
        had = _catalogue(self.before, before)
        return Ends(before, wholes, accounts, had, reduce(_either, different), reduce(_common, different))


def _catalogue(state: Experiences, seat: Seat | None) -> Products:
    return state[seat.experience].products if seat else None


def _common(these: Products, those: Products) -> Products:
    if these is None or those is None:
        return those if these is None else these
    return these & those


def _only_in(these: Products, those: Products) -> Products:
    """Return the products that are in *these* and not in *those*."""
    if those is None:
        return frozenset()
    return None if these is None else these - those


def _either(these: Products, those: Products) -> Products:
    return None if these is None or those is None else these | those
