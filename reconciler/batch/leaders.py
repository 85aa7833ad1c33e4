"""Calls that turn on what takes other calls, or end it: everything else in the marketplace's account is between them.

Example: op-1 creates the service-linked role, op-2 enables trusted access after op-1. The change set that creates an
experience is op-3, after op-2. If op-2 fails, op-3 is not sent. In another plan, op-1 archives an experience, and op-2
disables trusted access after op-1. If op-1 fails, op-2 is not sent.
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


def with_trailers_last(requests: Sequence[Request]) -> tuple[Request, ...]:
    """Return *requests*, the calls that trail after those on other objects of the marketplace."""
    if not any(request.verb.trails for request in requests):
        return tuple(requests)
    others = frozenset(one.key for one in requests if not (one.seller or one.verb.trails))
    return tuple(
        replace(one, after=one.after | {key for key in others if key.address != one.address})
        if one.verb.trails
        else one
        for one in requests
    )
