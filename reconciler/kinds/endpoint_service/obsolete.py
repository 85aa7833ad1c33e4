"""Endpoints that an earlier plan accepts and that are not to be accepted any more. Pure.

Example: a saved plan accepts vpce-1, vpce-2 and vpce-3. Since then somebody else has accepted vpce-1, the owner has
deleted vpce-2, and vpce-3 waits. The plan that is made again accepts vpce-3; a note tells of each of the others.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from reconciler.model import Problem, note
from reconciler.privatelink_limits import ENDED_CONNECTIONS, WAITING_CONNECTION

from .observe import ObservedServices
from .spec import NONE, Paired

OBSOLETE: Final = "acceptance-obsolete"


def states_of(observation: ObservedServices) -> Mapping[str, str]:
    """Return the state of each connection that was read, by the id of its endpoint."""
    services = (one for live in observation.live.values() for one in live.values())
    return {each.endpoint_id: each.state for one in services for each in one.facts.get("connections", ())}


def not_accepted(
    pairs: Iterable[Paired], only: frozenset[str] | None, observation: ObservedServices
) -> Iterator[Problem]:
    """Return a note for each live endpoint of *only*, which an earlier plan accepts, that *pairs* do not accept."""
    accepted = frozenset(endpoint for pair in pairs for endpoint in pair.desired.spec.accept or NONE)
    states = states_of(observation) if only else {}
    for endpoint in sorted((only or NONE) & states.keys() - accepted):
        state = states[endpoint]
        if state not in ENDED_CONNECTIONS:
            why = "no document names its account any more"
            yield _note(endpoint, why if state == WAITING_CONNECTION else f"it is {state} already")


def gone(only: frozenset[str] | None, observation: ObservedServices) -> Iterator[Problem]:
    """Return a note for each endpoint of *only*, which an earlier plan accepts, that has ended since then.

    An endpoint that AWS does not list may be in a region that was not read.
    """
    states = states_of(observation) if only else {}
    for endpoint in sorted(only or NONE):
        if endpoint not in states and not observation.unreadable:
            yield _note(endpoint, "AWS does not list it any more")
        elif states.get(endpoint) in ENDED_CONNECTIONS:
            yield _note(endpoint, f"it is {states[endpoint]}")


def _note(endpoint: str, why: str) -> Problem:
    return replace(note(OBSOLETE, f"{endpoint} is not accepted: {why}"), remote_id=endpoint)
