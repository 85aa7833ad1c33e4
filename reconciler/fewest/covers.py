"""Seats that must be there before other seats go, since both govern an account in turn. Pure.

Example: an account has a seat in experience a, and its OU gets a seat in b. The account leaves a: the seat of the OU
must be there before the seat of the account goes, or the account would be governed by neither.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reconciler.governance import Experiences, Seat, seats
from reconciler.model import Organization


@dataclass(frozen=True, slots=True)
class Covers:
    """The constraints that come from accounts.

    *first* are pairs of seats: the first seat comes in a change set before that in which the second seat goes.
    *one_at_a_time* are groups of principals above one account that all move: two of a group never move at the same
    time.
    """

    first: frozenset[tuple[Seat, Seat]] = frozenset()
    one_at_a_time: frozenset[frozenset[str]] = frozenset()


def covers(organization: Organization, before: Experiences, after: Experiences) -> Covers:
    """Compute the constraints of all open accounts from the seats above them before and after the plan."""
    was, will = seats(before), seats(after)
    if was == will:
        return Covers()
    changed = {one for one in was.keys() | will.keys() if was.get(one) != will.get(one)}
    paths = _paths(organization, was.keys() | will.keys(), changed)
    ends = {(_seated(path, was), _seated(path, will)) for path in paths}
    governed = [end for end in ends if all(end)]
    return Covers(
        first=frozenset(pair for end in governed for pair in _pairs(*end)),
        one_at_a_time=frozenset(together for end in governed for together in _one_at_a_time(*end)),
    )


def _paths(organization: Organization, seated: Collection[str], changed: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Return the paths from open accounts below *changed* to the organization.

    Other accounts have the same seats before and after. Accounts of one unit without own seats have one path.
    """
    tops = {(account.id if account.id in seated else "", account.parent) for account in organization.below(changed)}
    return ((account, *organization.path(parent)) for account, parent in tops)


def _seated(path: Sequence[str], seated: Mapping[str, Seat]) -> tuple[Seat, ...]:
    return tuple(seated[principal] for principal in path if principal in seated)


def _pairs(before: Sequence[Seat], after: Sequence[Seat]) -> Iterator[tuple[Seat, Seat]]:
    """Return the seat that governs the account at the end, with the seat that governs it at first.

    When both have the same principal, it moves, and the account needs a third seat in between. If there is exactly one
    further seat, it must come before the first seat goes, or go after the last seat has come. Of several further seats,
    no single one is needed.
    """
    if before[0].principal != after[0].principal:
        yield after[0], before[0]
    elif before[0] != after[0] and (len(before), len(after)) == (1, 2):
        yield after[1], before[0]
    elif before[0] != after[0] and (len(before), len(after)) == (2, 1):
        yield after[0], before[1]


def _one_at_a_time(before: Sequence[Seat], after: Sequence[Seat]) -> Iterator[frozenset[str]]:
    """Return the principals of the seats, if there are several, the same before and after, and all of them move."""
    moving = frozenset(seat.principal for seat in before)
    same = moving == {seat.principal for seat in after}
    if same and len(moving) > 1 and not set(before) & set(after):
        yield moving
