"""What AWS's quotas alone make of an apply: the fewest change sets, the shortest chain, the least time. Pure.

**How they are computed.** From the difference between the desired and the live experiences, not from the plan.

- A list of an experience that gains or loses members needs one change for each 50 of them (allowed and denied products,
  arriving and leaving principals). A set carries at most 20 changes. So there are at least `ceil(changes / 20)` sets.
- A principal leaves one experience in an earlier set than it arrives in another: with a move, at least two in a row.
- Five sets are started a second and 250 may be open: the last of *n* starts after `(n - 1) / 5` seconds at the least.

A real plan may need more for a safe order, so a bound that is not met is no proof of a mistake.

Example: 1,000 changes and some moves, 30 s a set: 50 sets, a chain of 2, at least 60 s. Without moves: 39.8 s.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

from reconciler.kinds.experience.spec import ExperienceSpec
from reconciler.limits import CHANGES_PER_SET, MEMBERS_PER_CHANGE, OPEN_CHANGE_SETS, REQUESTS_PER_SECOND
from reconciler.model import Pair


@dataclass(frozen=True, slots=True)
class Bound:
    """The least that any plan needs: *sets* change sets, of which *chain* wait for each other."""

    sets: int
    chain: int

    @classmethod
    def of(cls, pairs: Iterable[Pair[ExperienceSpec]]) -> "Bound":
        """Return the bound of the changes that make each live experience as desired."""
        changes, left, arrived = 0, set[str](), set[str]()
        for pair in pairs:
            live, wish = pair.observed.spec if pair.observed else None, pair.desired.spec
            before, after = (live.principals if live else None) or NONE, wish.principals or NONE
            allow, wanted = (live.allow if live else None) or NONE, wish.allow or NONE
            changes += sum(map(_changes, (wanted - allow, allow - wanted, after - before, before - after)))
            left |= before - after
            arrived |= after - before
        return cls(sets=ceil(changes / CHANGES_PER_SET), chain=1 if left.isdisjoint(arrived) else 2)

    def seconds(self, lasts: float) -> float:
        """Return the least seconds in which sets of *lasts* seconds each can be applied."""
        return least_seconds(self.sets, self.chain, lasts)


NONE: frozenset[str] = frozenset()


def least_seconds(sets: int, chain: int, lasts: float) -> float:
    """Return the least seconds for *sets* change sets of *lasts* seconds, of which *chain* wait for each other."""
    if not sets:
        return 0.0
    starting = (sets - 1) / REQUESTS_PER_SECOND["StartChangeSet"] + lasts
    return max(starting, lasts * max(chain, ceil(sets / OPEN_CHANGE_SETS)))


def _changes(members: frozenset[Any]) -> int:
    return ceil(len(members) / MEMBERS_PER_CHANGE)
