"""Which sets must have ended before each set begins."""

from collections.abc import Sequence

from reconciler.model import Address, Request, RequestKey


def awaited(sets: Sequence[Sequence[Request]]) -> list[set[int]]:
    """Give for each of *sets* the numbers of those that it waits for, counted from 0.

    A set waits for what its requests wait for, and for the set that holds one of their objects (facts: catalog 1.4,
    locks). Nothing is waited for between the halves of a move: the set with the first half waits for all that the set
    with the second half needs.
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
    for number in range(len(sets) - 1, 0, -1):
        firsts = {placed[key] for request in sets[number] for key in request.right_after if key in placed}
        for first in firsts:
            found[first] |= {one for one in found[number] if one < first}
    return found
