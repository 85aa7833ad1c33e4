"""A lower bound on the number of change sets for given requests.

Take any plan and any number k. A change that needs at least k change sets after its own cannot be in the last k sets.
So all such changes are in the sets before, with at most 20 in each, and the plan has at least
k + ⌈number of such changes / 20⌉ change sets. The bound is the largest of these numbers over all k.

Example: 50 changes wait for nothing, and four changes must follow each other in four sets. k = 0: ⌈54 / 20⌉ = 3 sets.
k = 3: three sets must follow the first of the four, so there are at least 3 + ⌈1 / 20⌉ = 4 sets. The bound is 4.

Where the edges form an in-forest, list scheduling by height reaches the bound (T. C. Hu, "Parallel Sequencing and
Assembly Line Problems", Operations Research 9, 1961). Otherwise a plan may need more sets: when changes must share a
set, must be in consecutive sets, or may share a set with changes that they depend on.

This bound takes the requests as they are, with long lists already cut into changes, and so measures the packing.
`reconciler.fewest` computes a bound for every possible cut.
"""

from collections.abc import Sequence

from reconciler.limits import CHANGES_PER_SET
from reconciler.model import Address, Request

from .calls import is_change
from .heights import heights
from .order import Unit, units_of, waves_of
from .tasks import Tasks


def lower_bound(requests: Sequence[Request], *, isolated: bool = False, room: int = CHANGES_PER_SET) -> int:
    """Return the lower bound on the number of change sets for *requests*. Raises Cycle.

    *room* is the maximum number of changes in a set. With *isolated*, a set is about one experience only.
    """
    changes = [request for request in requests if is_change(request)]
    together = fewest_sets(units_of(changes), room)
    if not isolated:
        return together
    by_address: dict[Address, list[Request]] = {}
    for request in changes:
        by_address.setdefault(request.address, []).append(request)
    return max(together, sum(fewest_sets(units_of(own), room) for own in by_address.values()))


def shortest_chain(requests: Sequence[Request]) -> int:
    """Return a lower bound on the change sets that wait for each other, however *requests* are packed. Raises Cycle."""
    tasks = Tasks.of(units_of([request for request in requests if is_change(request)]))
    return 1 + max(tasks.earliest, default=-1)


def fewest_sets(units: Sequence[Unit], room: int) -> int:
    """Return the maximum over k of k + ⌈changes that need at least k sets after their own / *room*⌉."""
    sizes: dict[int, int] = {}
    for unit, height in zip(units, heights(units, waves_of(units)), strict=True):
        sizes[height] = sizes.get(height, 0) + unit.size
    bound = changes = 0
    for height in range(max(sizes, default=-1), -1, -1):
        changes += sizes.get(height, 0)
        bound = max(bound, height - (-changes // room))
    return bound
