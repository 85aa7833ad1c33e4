"""How few change sets any plan of the same requests could do with.

After the last k sets have been taken away, every change that has at least k sets still to come after its own must have
been sent, twenty to a set: so no plan has fewer than k + ⌈number of those / 20⌉ sets, whatever k. For changes that form
an in-forest, list scheduling by height reaches the largest of these numbers (T. C. Hu, "Parallel Sequencing and
Assembly Line Problems", Operations Research 9, 1961). Where changes must share a set or follow each other
at once, or may share a set with what they wait for, it may be more than the bound says: the difference is told.

The bound is of requests as they are, long lists cut into changes: it tells how well they are packed. How few sets there
could be, were they cut in another way, is told by reconciler/fewest.
"""

from collections.abc import Sequence

from reconciler.limits import CHANGES_PER_SET
from reconciler.model import Address, Request

from .calls import is_change
from .heights import heights
from .order import Unit, units_of, waves_of


def lower_bound(requests: Sequence[Request], *, isolated: bool = False, room: int = CHANGES_PER_SET) -> int:
    """Give the number of change sets below which nothing can carry out *requests*. Raises Cycle.

    *room* is how many changes a set takes. Where change sets are *isolated*, each experience needs its own.
    """
    changes = [request for request in requests if is_change(request)]
    together = fewest_sets(units_of(changes), room)
    if not isolated:
        return together
    by_address: dict[Address, list[Request]] = {}
    for request in changes:
        by_address.setdefault(request.address, []).append(request)
    return max(together, sum(fewest_sets(units_of(own), room) for own in by_address.values()))


def fewest_sets(units: Sequence[Unit], room: int) -> int:
    """Give the largest, over k, of k + ⌈changes that have at least k sets still after them / *room*⌉."""
    sizes: dict[int, int] = {}
    for unit, height in zip(units, heights(units, waves_of(units)), strict=True):
        sizes[height] = sizes.get(height, 0) + unit.size
    bound = changes = 0
    for height in range(max(sizes, default=-1), -1, -1):
        changes += sizes.get(height, 0)
        bound = max(bound, height - (-changes // room))
    return bound
