"""Calls that turn on what takes other calls: everything else in the marketplace's account waits for them.

Example: op-1 creates the service-linked role, op-2 enables trusted access after op-1. The change set that creates an
experience is op-3, after op-2. If op-2 fails, op-3 is not sent.
"""

from collections.abc import Sequence
from dataclasses import replace

from reconciler.model import Request


def waiting_for_leaders(requests: Sequence[Request]) -> tuple[Request, ...]:
    """Return *requests*, those on other objects of the marketplace after the calls that lead."""
    leaders = [request for request in requests if request.verb.leads]
    if not leaders:
        return tuple(requests)
    keys, objects = frozenset(one.key for one in leaders), {one.address for one in leaders}
    return tuple(
        request if request.seller or request.address in objects else replace(request, after=request.after | keys)
        for request in requests
    )
