"""The choice between ways to ask for the same changes, which differ in the cut of moves into requests. Pure.

Example: 2,000 moves, cut in rounds that start at few partners, need 149 change sets, and 156 for a chain of 29. Cut in
rounds that start at many, they need 155, and 160 for a chain of 17. The first way needs the fewest sets. The second one
is the fastest: it takes less than a tenth more.
"""

from collections.abc import Iterable, Iterator

from reconciler.batch import count_sets, fastest_extent, is_change
from reconciler.limits import Sizes
from reconciler.model import Request, Terms


def in_fewest_sets(ways: Iterator[tuple[Request, ...]], terms: Terms, sizes: Sizes) -> tuple[Request, ...]:
    """Return the first of *ways* that needs the fewest change sets.

    A way is not packed if it is like the best one, or if full change sets of it would not be fewer.
    """
    best, least = next(ways), 0
    for way in ways:
        if way == best:
            continue
        least = least or count_sets(best, isolated=terms.isolated, room=sizes.changes)
        if sizes.sets_for(sum(map(is_change, way))) < least:
            sets = count_sets(way, isolated=terms.isolated, room=sizes.changes)
            best, least = (way, sets) if sets < least else (best, least)
    return best


def with_shortest_chain(ways: Iterable[tuple[Request, ...]], sizes: Sizes) -> tuple[Request, ...]:
    """Return the first of *ways* with the shortest chain, of those with at most a tenth more sets than the fewest."""
    distinct: list[tuple[Request, ...]] = []
    for way in ways:
        if way not in distinct:
            distinct.append(way)
    if len(distinct) == 1:
        return distinct[0]
    extents = [fastest_extent(way, room=sizes.changes) for way in distinct]
    most = min(one.fewest for one in extents) * 11 // 10
    return min((one for one in zip(extents, distinct, strict=True) if one[0].sets <= most), key=lambda one: one[0])[1]
