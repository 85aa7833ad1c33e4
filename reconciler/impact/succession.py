"""Succession: operations that affect the same accounts wait for each other.

Independent change sets run at the same time, in any order. If two of them affect the same account, its exposures would
depend on that order, and a plan could not state them. So they wait for each other, in the order of the replay.

Example: op-1 enables an experience that `ou-1` is associated with, and op-2 associates an account in `ou-1` with
another experience. Both affect the account, so op-2 waits for op-1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import pairwise
from operator import or_

from reconciler.governance import Experience, Experiences
from reconciler.model import Operation, Organization, RequestKey


def in_succession(
    organization: Organization, states: Sequence[Experiences], operations: Sequence[Operation]
) -> tuple[Operation, ...]:
    """Return *operations* that also wait for every earlier operation that affects one of the same accounts.

    *states* are the experiences before all operations and after each. There is no wait between the halves of a move:
    the first half also waits for the earlier operations that the second half waits for.
    """
    succession = Succession(organization)
    numbers = {operation.id: number for number, operation in enumerate(operations)}
    waits = [
        {numbers[one] for one in operation.after} | succession.take(number, felt_below(was, now))
        for number, (operation, (was, now)) in enumerate(zip(operations, pairwise(states), strict=True))
    ]
    _ahead_of_moves(waits, operations)
    return _waiting(operations, waits)


def felt_below(was: Experiences, now: Experiences) -> frozenset[str]:
    """Return the principals whose accounts may be affected by the step from *was* to *now*."""
    if was is now:
        return frozenset()
    changed = ((was.get(name), one) for name, one in now.items() if was.get(name) is not one)
    return frozenset[str]().union(*(_felt(before, after) for before, after in changed))


def _felt(was: Experience | None, now: Experience) -> frozenset[str]:
    before, after = was.seated if was else frozenset(), now.seated
    return before | after if was and was.products != now.products else before ^ after


@dataclass(slots=True)
class Succession:
    """The last operations, by number, that affected each principal (*at*), and those below it since then (*below*)."""

    organization: Organization
    at: dict[str, int] = field(default_factory=dict)
    below: dict[str, set[int]] = field(default_factory=dict)

    def take(self, number: int, principals: Iterable[str]) -> set[int]:
        """Record that operation *number* affects *principals*; return the operations that it has to wait for."""
        paths = [tuple(self.organization.path(one)) for one in principals if self.organization.has(one)]
        waits = {self.at[above] for path in paths for above in path if above in self.at}
        waits.update(*(self.below.get(path[0], ()) for path in paths))
        for here, *above in paths:
            self.at[here] = number
            self.below[here] = set()
            for one in above:
                self.below.setdefault(one, set()).add(number)
        return waits - {number}


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
