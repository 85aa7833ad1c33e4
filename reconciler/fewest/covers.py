"""Seats that must have come before others go, since both govern an account. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reconciler.governance import Experiences, Seat, seats
from reconciler.model import Organization


@dataclass(frozen=True, slots=True)
class Covers:
    """Pairs of seats: the *first* one comes in a set before the one in which the other goes.

    *one_at_a_time* are groups of principals above one account that all move: two of a group never move at once.
    """

    first: frozenset[tuple[Seat, Seat]] = frozenset()
    one_at_a_time: frozenset[frozenset[str]] = frozenset()


def covers(organization: Organization, before: Experiences, after: Experiences) -> Covers:
    """Look above every open account at all seats before and after, the closest first."""
    was, will = seats(before), seats(after)
    if was == will:
        return Covers()
    paths = _paths(organization, was.keys() | will.keys())
    ends = {(_seated(path, was), _seated(path, will)) for path in paths}
    governed = [end for end in ends if all(end)]
    return Covers(
        first=frozenset(pair for end in governed for pair in _pairs(*end)),
        one_at_a_time=frozenset(together for end in governed for together in _one_at_a_time(*end)),
    )


def _paths(organization: Organization, seated: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Give the ways up from all open accounts, those of accounts without a seat of their own once for each unit."""
    tops = {
        (account.id if account.id in seated else "", account.parent)
        for account in organization.accounts.values()
        if account.open
    }
    return ((account, *organization.path(parent)) for account, parent in tops)


def _seated(path: Sequence[str], seated: Mapping[str, Seat]) -> tuple[Seat, ...]:
    return tuple(seated[principal] for principal in path if principal in seated)


def _pairs(before: Sequence[Seat], after: Sequence[Seat]) -> Iterator[tuple[Seat, Seat]]:
    """Give what governs the account at the end, and what does so at first.

    Where that is one principal, on its way from one experience to another, the only other one stands in for it: it
    comes before that, or goes after it. Of several, none has to.
    """
    if before[0].principal != after[0].principal:
        yield after[0], before[0]
    elif before[0] != after[0] and (len(before), len(after)) == (1, 2):
        yield after[1], before[0]
    elif before[0] != after[0] and (len(before), len(after)) == (2, 1):
        yield after[0], before[1]


def _one_at_a_time(before: Sequence[Seat], after: Sequence[Seat]) -> Iterator[frozenset[str]]:
    """Give the principals when they are several, the same before and after, and all of them change experience."""
    moving = frozenset(seat.principal for seat in before)
    same = moving == {seat.principal for seat in after}
    if same and len(moving) > 1 and not set(before) & set(after):
        yield moving
