"""The parts of a list numbered in the order of the sets that carry them.

Example: `a` releases principals in three parts. Packing on levels puts part 2 into set 1, part 0 into set 3 and part 1
into set 5. They become parts 0, 1 and 2; whatever waited for part 2 waits for part 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reconciler.model import Address, Request, RequestKey

Keys = Mapping[RequestKey, RequestKey]


def numbered(
    sets: Sequence[Sequence[Request]], others: Sequence[Request]
) -> tuple[Sequence[Sequence[Request]], Sequence[Request]]:
    """Return the requests of *sets* and *others* with the parts of each list numbered in the order of the sets."""
    keys = _new_keys(sets)
    if not keys:
        return sets, others
    return [[_renamed(one, keys) for one in requests] for requests in sets], [_renamed(one, keys) for one in others]


def _new_keys(sets: Sequence[Sequence[Request]]) -> Keys:
    """Return the new key of each part of the lists whose parts are in another order than the sets."""
    lists: dict[tuple[Address, str], list[RequestKey]] = {}
    for requests in sets:
        for one in requests:
            lists.setdefault((one.address, one.verb.name), []).append(one.key)
    return {
        key: new
        for found in lists.values()
        if found != sorted(found)
        for key, new in zip(found, sorted(found), strict=True)
    }


def _renamed(request: Request, keys: Keys) -> Request:
    """Return *request* with its new part; it waits for the part that is now before it."""
    old, new = request.key, keys.get(request.key, request.key)
    after = request.after
    if request.key in keys:
        after = after - {old._replace(part=old.part - 1)}
    after = _all(after, keys) | ({new._replace(part=new.part - 1)} if request.key in keys and new.part else set())
    not_before, right_after = _all(request.not_before, keys), _all(request.right_after, keys)
    beside = keys.get(request.beside, request.beside) if request.beside else None
    named = (new.part, after, not_before, right_after, beside)
    if named == (request.part, request.after, request.not_before, request.right_after, request.beside):
        return request
    return replace(request, part=new.part, after=after, not_before=not_before, right_after=right_after, beside=beside)


def _all(edges: frozenset[RequestKey], keys: Keys) -> frozenset[RequestKey]:
    return edges if edges.isdisjoint(keys) else frozenset(keys.get(one, one) for one in edges)
