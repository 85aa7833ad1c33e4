"""The choice of a plan's change sets: of several packings, the one with the shortest chain that exposes none for long.

Only the replay tells how long accounts are exposed, and how many sets wait for each other when the plan is applied. The
measure is list scheduling: no account is exposed longer than one change set more, and no account is ungoverned longer.
Where that would more than double the chain, accounts may be exposed longer if the exposures of all accounts together
are shorter, and the longest one is no longer.

Example: list scheduling exposes 100 accounts for 30 s each and has a chain of 8 sets. A packing with a chain of 4 sets
exposes one of them for 90 s: list scheduling is taken, or a packing with a chain of 6 sets that exposes no account for
more than 60 s. If list scheduling had a chain of 24 sets and exposed 10 of the accounts for 300 s, the first packing
would be taken.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from reconciler.batch import Batching, MeasuredSets
from reconciler.impact import CHANGE_SET_SECONDS, Course
from reconciler.model import Exposure, Organization, Plan, chained_sets
from reconciler.pipeline.proving import Evidence, proven

MOST: Final = 2
"""A chain may be so many times as long as the shortest one, so that no account is exposed too long."""


@dataclass(frozen=True)
class PackedPlan:
    """A plan as it would be applied, with its impact and exposures, and its *course*."""

    made: Plan
    course: Course

    @cached_property
    def chain(self) -> int:
        """Return how many change sets the longest chain has."""
        return chained_sets(self.made.operations)

    @cached_property
    def exposed(self) -> Mapping[str, int]:
        """Return how many seconds each account is exposed."""
        return _seconds(self.made.exposures)

    @cached_property
    def ungoverned(self) -> Mapping[str, int]:
        """Return how many seconds each account is ungoverned."""
        return _seconds(one for one in self.made.exposures if one.governed_by is None)

    @property
    def needs_no_measure(self) -> bool:
        """Tell whether no account can be exposed too long, however list scheduling exposes it."""
        return self.longest <= CHANGE_SET_SECONDS and not self.ungoverned

    @property
    def total(self) -> int:
        """Return the seconds of all accounts."""
        return sum(self.exposed.values())

    @property
    def longest(self) -> int:
        """Return the seconds of the account that is exposed the longest."""
        return max(self.exposed.values(), default=0)

    def safe_beside(self, listed: "PackedPlan") -> bool:
        """Tell whether the chain is no longer than that of *listed*, and no account is ungoverned longer."""
        return self.chain <= listed.chain and _none_longer(self.ungoverned, listed.ungoverned, 0)

    def short_beside(self, listed: "PackedPlan") -> bool:
        """Tell whether no account is exposed longer than one change set more than in *listed*."""
        return self.safe_beside(listed) and _none_longer(self.exposed, listed.exposed, CHANGE_SET_SECONDS)

    def milder_than(self, listed: "PackedPlan") -> bool:
        """Tell whether the exposures are shorter in all than those of *listed*, and the longest one is no longer."""
        return self.safe_beside(listed) and self.total < listed.total and self.longest <= listed.longest


def _seconds(exposures: Iterable[Exposure]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for one in exposures:
        for account in one.accounts:
            found[account] = found.get(account, 0) + one.seconds
    return found


def _none_longer(these: Mapping[str, int], those: Mapping[str, int], more: int) -> bool:
    return all(seconds <= those.get(account, 0) + more for account, seconds in these.items())


@dataclass(frozen=True)
class Choice:
    """The choice between the packings of *batching* for the operations of the plan *made*.

    *prove* returns the course of a plan. With *fastest*, the chain counts more than the number of sets. *proven* has
    the plans that were replayed, with their courses.
    """

    made: Plan
    batching: Batching
    prove: Callable[[Plan], Course]
    fastest: bool = False
    proven: dict[MeasuredSets, tuple[Plan, Course]] = field(default_factory=dict)

    def best(self, organization: Organization) -> PackedPlan:
        """Return the plan with the best packing. Raises NotRead for a part of the organization that is needed, too."""
        *better, listed = self.batching.packings.ranked
        if not better:
            return self._candidate(listed, organization)
        found = [self._candidate(better[0], organization)]
        if found[0].needs_no_measure and found[0].chain <= listed.chain:
            return found[0]
        usual = self.measure(organization)
        if not (found[0].short_beside(usual) and found[0].chain == better[0].chain):
            found += [self._candidate(packed, organization) for packed in better[1:]]
        return best_of(found, usual, fastest=self.fastest)

    def measure(self, organization: Organization) -> PackedPlan:
        """Return the plan with the packing of list scheduling."""
        return self._candidate(self.batching.packings.listed, organization)

    def _candidate(self, packed: MeasuredSets, organization: Organization) -> PackedPlan:
        if packed not in self.proven:
            made = replace(self.made, operations=self.batching.operations(packed))
            self.proven[packed] = made, self.prove(made)
        made, course = self.proven[packed]
        course = replace(course, organization=organization)
        return PackedPlan(course.felt(made), course)


def choice_of(made: Plan, evidence: Evidence) -> Choice:
    """Return the choice of the operations of *made*, which were packed from the requests of *evidence*."""
    settings, terms = evidence.repository.settings, evidence.terms
    batching = Batching.of(
        evidence.requests,
        account=settings.marketplace.account if settings.marketplace else "",
        sellers={seller.name: seller.account for seller in settings.sellers},
        isolated=terms.isolated,
        fastest=terms.fastest,
    )
    return Choice(made, batching, lambda packed: proven(packed, evidence), fastest=terms.fastest)


def best_of(found: Sequence[PackedPlan], listed: PackedPlan, *, fastest: bool = False) -> PackedPlan:
    """Return the best of *found* and *listed*, which is list scheduling's.

    The fewest sets count first, then the shortest chain, then the shortest exposures. With *fastest*, the chain counts
    more than the number of sets.
    """

    def rank(one: PackedPlan) -> tuple[int, int, int]:
        sets = len(one.made.operations)
        return (one.chain, sets, one.total) if fastest else (sets, one.chain, one.total)

    best = min((listed, *(one for one in found if one.short_beside(listed))), key=rank)
    milder = [one for one in found if one.milder_than(listed)]
    shortest = min(milder, key=rank, default=best)
    return best if best.chain <= MOST * shortest.chain else shortest
