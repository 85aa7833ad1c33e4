"""Endpoints that a user accepts or rejects by hand: nothing else of their services changes. Pure.

Example: `connections accept vpce-1 vpce-2`. vpce-1 waits, and a grant admits its owner: the plan accepts it. vpce-2 is
available: a note says that it is accepted already. Had no grant admitted the owner of vpce-1, the plan would be
refused: the connection would outlive a grant that is gone already, which `--reject-connections` cuts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from reconciler.kind import Matching
from reconciler.model import ByHand, Problem, ResidualAccess, Severity, note
from reconciler.ports import EndpointConnection
from reconciler.principal_forms import normal_form
from reconciler.privatelink_limits import ENDED_CONNECTIONS, WAITING_CONNECTION
from reconciler.regions import partition_of

from .connections import standing, unadmitted
from .pending import owners, pending_connections
from .spec import NONE, EndpointServiceSpec, Paired, State

DECIDED: Final = "decided-already"
ENDED: Final = "connection-ended"
NOT_ADMITTED: Final = "not-admitted"


def matched_by_hand(pairs: Iterable[Paired], asked: ByHand, titles: Mapping[str, str]) -> Matching:
    """Return the services of the endpoints *asked* for, with a desired state that only accepts and rejects these.

    *titles* are by the normal form of a principal.
    """
    found = [pair for pair in pairs if _named(pair, asked)]
    wanted = tuple(_decided(pair, asked) for pair in found)
    both = [*zip(found, wanted, strict=True)]
    return Matching(
        pairs=wanted,
        problems=tuple(problem for pair in found for problem in _told(pair, asked, titles)),
        reminders=tuple(problem for pair, after in both for problem in _waiting(pair, after, titles)),
        residual_access=tuple(one for pair in found for one in standing(pair) if _is_cut(one, asked)),
        names={**titles, **owners(wanted, titles)},
    )


def _waiting(pair: Paired, wanted: Paired, titles: Mapping[str, str]) -> Iterator[Problem]:
    """Return a note for each endpoint that is accepted: it names the document that names its owner, if one does."""
    accepted = wanted.desired.spec.accept or NONE
    spec = replace(pair.desired.spec, accept=accepted)
    return pending_connections(replace(pair, desired=replace(pair.desired, spec=spec)), titles, accepted)


def _is_cut(one: ResidualAccess, asked: ByHand) -> bool:
    return one.endpoint in asked.reject and one.state != WAITING_CONNECTION


def _named(pair: Paired, asked: ByHand) -> list[EndpointConnection]:
    """Return the connections of a service that are *asked* for, ended ones included."""
    known: tuple[EndpointConnection, ...] = pair.observed.facts.get("connections", ()) if pair.observed else ()
    return [one for one in known if one.endpoint_id in asked.endpoints]


def _decided(pair: Paired, asked: ByHand) -> Paired:
    """Return *pair* with a desired state that keeps everything but the endpoints *asked* for."""
    named, live = _named(pair, asked), (pair.live.connections if pair.live else None) or NONE
    waits = {one.endpoint_id for one in named if one.state == WAITING_CONNECTION} - _unadmitted(pair)
    spec = EndpointServiceSpec(
        seller=pair.desired.spec.seller,
        region=pair.desired.spec.region,
        state=State.PRESENT,
        accept=frozenset(waits & asked.accept) or None,
        connections=live - asked.reject,
    )
    return replace(pair, desired=replace(pair.desired, spec=spec, ended=(), by_hand=True))


def _unadmitted(pair: Paired) -> set[str]:
    """Return the endpoints that no grant in AWS admits."""
    granted = (pair.live.allowed_principals if pair.live else None) or NONE
    return {one.endpoint_id for one in unadmitted(pair.observed, granted)}


def _told(pair: Paired, asked: ByHand, titles: Mapping[str, str]) -> Iterator[Problem]:
    """Return a note for each endpoint that is decided already, and a refusal for each that cannot be accepted."""
    partition, outside = partition_of(pair.desired.spec.region or ""), _unadmitted(pair)
    for one in _named(pair, asked):
        title = titles.get(normal_form(one.owner, partition), "")
        who = f"{one.endpoint_id} of {one.owner} ({title})" if title else f"{one.endpoint_id} of {one.owner}"
        ended, accepts = one.state in ENDED_CONNECTIONS, one.endpoint_id in asked.accept
        if accepts and ended:
            told = f"{who} is {one.state}, so it cannot be accepted"
            yield _about(pair, one, Problem(Severity.REFUSED, ENDED, told, hint=_ANOTHER))
        elif accepts and one.state != WAITING_CONNECTION:
            yield _about(pair, one, note(DECIDED, f"{who} is accepted already: it is {one.state}"))
        elif accepts and one.endpoint_id in outside:
            told = f"{who} cannot be accepted: no grant in AWS admits it"
            yield _about(pair, one, Problem(Severity.REFUSED, NOT_ADMITTED, told, hint=_GRANT))
        elif ended and not accepts:
            yield _about(pair, one, note(DECIDED, f"{who} has ended already: it is {one.state}"))


_ANOTHER: Final = "leave it out; its owner has to create another endpoint"
_GRANT: Final = "name the account in an allowed_principals document and apply that first"


def _about(pair: Paired, one: EndpointConnection, problem: Problem) -> Problem:
    """Return *problem* with the service and the endpoint that it is about."""
    desired = pair.desired
    return replace(problem, source=desired.document.source, address=desired.address, remote_id=one.endpoint_id)
