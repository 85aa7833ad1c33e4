"""Dependencies between change sets: which sets must have ended before each set begins.

Example: set 0 changes experience b, `ou-1` leaves a in set 1 and arrives at b in set 2. Set 2 waits for sets 0 and 1.
Set 1 waits for set 0, too: otherwise `ou-1` could have left a while set 0 still locks b. Set 3 changes a: it waits for
set 2, too. If set 2 fails, `ou-1` is put back, and for that a must not be locked.
"""

from collections.abc import Iterable, Iterator, Sequence

from reconciler.model import Address, Request, RequestKey


def awaited(sets: Sequence[Sequence[Request]]) -> list[set[int]]:
    """Return for each of *sets* the numbers of the sets that it waits for, counted from 0.

    A set waits for the sets of all requests that its requests wait for, and for the last set before it about one of its
    objects, which AWS locks (facts: catalog 1.4). There is no wait between the halves of a move: the set with the first
    half also waits for every earlier set that the set with the second half waits for.
    """
    placed: dict[RequestKey, int] = {}
    last: dict[Address, int] = {}
    found: list[set[int]] = []
    for number, requests in enumerate(sets):
        keys = {key for request in requests for key in request.after | request.not_before}
        waits = {placed[key] for key in keys if key in placed}
        found.append(waits | {last[request.address] for request in requests if request.address in last})
        placed.update((request.key, number) for request in requests)
        last.update((request.address, number) for request in requests)
        last.update(
            (one.address, number) for one in halves_before(requests) if last.get(one.address) == placed.get(one)
        )
    for number in range(len(sets) - 1, 0, -1):
        firsts = {placed[key] for key in halves_before(sets[number]) if key in placed}
        for first in firsts:
            found[first] |= {one for one in found[number] if one < first}
    return found


def halves_before(requests: Iterable[Request]) -> Iterator[RequestKey]:
    """Return the first halves of the moves whose second halves are among *requests*."""
    return (key for request in requests for key in request.right_after)
