"""Succession: operations that could change the governance of the same accounts in another order wait for each other.

Independent change sets run at the same time, in any order. The exposures of an account depend on its course: the
experiences that govern it, one after the other, with their lists. Where every order leads to the same course, there is
nothing to wait for. Which experience governs an account changes only when a seat on its path comes or goes. So each
such operation keeps its order with the changes of seats on its path, and with those of the lists above it. Operations
that only change lists never wait for each other: one experience governs an account at a time, and AWS locks an
experience, so its changes keep their order anyway. A path ends at the first seat that no operation changes: the seats
above it govern no account below it.

Example: op-1 enables an experience that `ou-1` is associated with, and op-2 associates an account in `ou-1` with
another experience. Both decide what governs the account, so op-2 waits for op-1. op-3 allows a product in the
experience of the organization, which governed the account before: op-3 waits for both. If `ou-1` had a seat all along,
op-3 would wait for neither.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import NamedTuple

from reconciler.governance import Experience, Experiences
from reconciler.model import Operation, Organization, RequestKey


def in_succession(
    organization: Organization, states: Sequence[Experiences], operations: Sequence[Operation]
) -> tuple[Operation, ...]:
    """Return *operations* that also wait for every earlier one with which they decide what governs an account.

    *states* are the experiences before all operations and after each. There is no wait between the halves of a move:
    the first half also waits for the earlier operations that the second half waits for.
    """
    steps = [GovernanceStep.of(was, now) for was, now in pairwise(states)]
    succession = Succession(organization, _lasting(states[0], steps))
    numbers = {operation.id: number for number, operation in enumerate(operations)}
    waits = [
        {numbers[one] for one in operation.after} | succession.take(number, step)
        for number, (operation, step) in enumerate(zip(operations, steps, strict=True))
    ]
    _ahead_of_moves(waits, operations)
    return _waiting(operations, waits)


class GovernanceStep(NamedTuple):
    """The principals whose seat comes or goes by an operation (*seats*), and those of seats whose *lists* change."""

    seats: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()

    @classmethod
    def of(cls, was: Experiences, now: Experiences) -> "GovernanceStep":
        """Return the step from *was* to *now*."""
        if was is now:
            return cls()
        changed = [(was.get(name), one) for name, one in now.items() if was.get(name) is not one]
        seats = frozenset[str]().union(*(_seated(before) ^ after.seated for before, after in changed))
        recut = (after.seated for before, after in changed if before and before.products != after.products)
        return cls(seats, frozenset[str]().union(*recut) - seats)


def _seated(experience: Experience | None) -> frozenset[str]:
    return experience.seated if experience else frozenset()


def _lasting(before: Experiences, steps: Sequence[GovernanceStep]) -> Collection[str]:
    """Return the principals that have a seat from the beginning to the end."""
    seated = frozenset[str]().union(*(one.seated for one in before.values()))
    return seated.difference(*(step.seats for step in steps))


@dataclass(slots=True)
class Taken:
    """The operations, by number, that later ones may have to wait for, as seen from one principal.

    *seats* is the last change of a seat at the principal itself. Since then, *lists* are the changes of lists of its
    experience, and *below* are the changes of seats at principals below it.
    """

    seats: set[int] = field(default_factory=set)
    lists: set[int] = field(default_factory=set)
    below: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Succession:
    """The operations that were *taken*, by principal. Paths end at *lasting* seats."""

    organization: Organization
    lasting: Collection[str]
    taken: dict[str, Taken] = field(default_factory=dict)

    def take(self, number: int, step: GovernanceStep) -> set[int]:
        """Record that operation *number* makes *step*; return the operations that it has to wait for.

        A list below a seat that comes or goes has nothing to wait for: while its own seat is there, it governs.
        """
        waits: set[int] = set()
        for here, *above in self._paths(step.seats):
            waits.update(here.seats, here.below, *(one.seats | one.lists for one in above))
            here.seats, here.lists, here.below = {number}, set(), set()
            for one in above:
                one.below.add(number)
        for here, *_ in self._paths(step.lists):
            waits |= here.below
            here.lists.add(number)
        return waits - {number}

    def _paths(self, principals: Collection[str]) -> Iterator[list[Taken]]:
        """Return what was taken at each of *principals* and at each one above it, up to the first lasting seat."""
        for principal in principals:
            path: list[Taken] = []
            for one in self.organization.path(principal) if self.organization.has(principal) else ():
                path.append(self.taken.setdefault(one, Taken()))
                if one in self.lasting:
                    break
            if path:
                yield path


def _ahead_of_moves(waits: Sequence[set[int]], operations: Sequence[Operation]) -> None:
    placed: dict[RequestKey, int] = {
        request.key: number for number, operation in enumerate(operations) for request in operation.requests
    }
    for number in range(len(operations) - 1, 0, -1):
        halves = {placed[key] for request in operations[number].requests for key in request.right_after}
        for first in halves:
            waits[first] |= {one for one in waits[number] if one < first}


def _waiting(operations: Sequence[Operation], waits: Sequence[set[int]]) -> tuple[Operation, ...]:
    """Return *operations* with their *waits* as `after`, without those that they wait for through others."""
    waited: list[int] = []
    found: list[Operation] = []
    for operation, numbers in zip(operations, waits, strict=True):
        before = reduce(or_, (waited[one] for one in numbers), 0)
        after = tuple(operations[one].id for one in sorted(numbers) if not before >> one & 1)
        waited.append(reduce(or_, (1 << one for one in numbers), before))
        found.append(operation if after == operation.after else replace(operation, after=after))
    return tuple(found)
