"""Observing: the live endpoint services. It only reads.

Configurations are read in every region of every seller, so that unmanaged services are known. Grants and connections
are read of every service with a document (facts: privatelink 1.3, 1.6, 1.8). A region that cannot be read is reported,
and the other regions are compared.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from reconciler.errors import Unreadable
from reconciler.model import Address, Desired, Observed, Pair, Wish
from reconciler.parallel import READERS, Threads
from reconciler.ports import (
    Clients,
    ConnectionNotification,
    EndpointConnection,
    EndpointServiceConfiguration,
    EndpointServices,
    Grants,
    Topics,
)
from reconciler.principal_forms import other_forms
from reconciler.reading_progress import ReadingProgress
from reconciler.regions import partition_of

from .connections import live_connections
from .hosted_zones import publications
from .notifications import notified, wants_notifications
from .pairing import Pairing, pair_up
from .public_record import with_public_records
from .publication import Publication, stated_zone
from .publishing import TopicPolicy, topics_to_read, with_policies
from .spec import PAYERS, EndpointServiceSpec, ObservedService, Paired, State, Wanted
from .zones_read import read_zones

Location = tuple[str, str]
"""A seller's name and a region."""

SERVICE = "service"

THREADS = 8
"""Locations that are read at the same time; the `READERS` of their permission lists are shared."""

LocationRead = tuple[Mapping[str, ObservedService], Pairing, Mapping[Address, Publication]]
"""The live services of a location by id, their pairing with the desired services, and the records of their names."""


@dataclass(frozen=True, slots=True)
class ObservedServices:
    """The live services of all sellers by location and id, the pairing of each location, and the errors of others.

    *publications* are the records of private names, of the documents that state a hosted zone.
    """

    live: Mapping[Location, Mapping[str, ObservedService]] = field(default_factory=dict)
    pairings: Mapping[Location, Pairing] = field(default_factory=dict)
    publications: Mapping[Address, Publication] = field(default_factory=dict)
    unreadable: Mapping[Location, Unreadable] = field(default_factory=dict)


def observe(wish: Wish, clients: Clients) -> ObservedServices:
    """Read the regions of all sellers of *clients*, in parallel."""
    locations = locations_of(
        wish, ((name, region) for name, seller in clients.sellers.items() for region in seller.regions)
    )
    with Threads(READERS) as readers, Threads(THREADS) as pool:
        seen = dict(zip(locations, pool.map(partial(_try, clients, readers), locations.items()), strict=True))
    read = {location: one for location, one in seen.items() if not isinstance(one, Unreadable)}
    return ObservedServices(
        live={location: live for location, (live, _, _) in read.items()},
        pairings={location: pairing for location, (_, pairing, _) in read.items()},
        publications={address: one for _, _, found in read.values() for address, one in found.items()},
        unreadable={location: one for location, one in seen.items() if isinstance(one, Unreadable)},
    )


def paired(wish: Wish, observation: ObservedServices) -> ObservedServices:
    """Return *observation* with the documents of *wish* instead of those that it was read for."""
    locations = locations_of(wish, observation.live)
    pairings = {location: pair_up(locations[location], live) for location, live in observation.live.items()}
    return replace(observation, pairings=pairings)


def in_error(wish: Wish, observation: ObservedServices) -> Sequence[Paired]:
    """Return the pairs of *observation*, and each document whose id no service of any seller has."""
    pairs = [pair for found, _ in observation.pairings.values() for pair in found]
    known = {id_ for live in observation.live.values() for id_ in live}
    lost = [] if observation.unreadable else [one for one in wish.values() if _is_gone(one, known)]
    return (*pairs, *(Pair(one, None) for one in lost))


def _is_gone(desired: Desired[Any], known: Collection[str]) -> bool:
    """Tell whether a document that wants a service states an id that is not *known*."""
    spec = desired.spec
    wanted = isinstance(spec, EndpointServiceSpec) and spec.state is not State.ABSENT
    return wanted and desired.pin is not None and desired.pin not in known


def locations_of(wish: Wish, known: Iterable[Location] = ()) -> Mapping[Location, Collection[Wanted]]:
    """Return the desired services by location; *known* locations are included even without any."""
    locations: dict[Location, list[Wanted]] = {}
    for desired in wish.values():
        if isinstance(desired.spec, EndpointServiceSpec):
            locations.setdefault(location_of(desired), []).append(desired)
    return {**dict.fromkeys(known, ()), **locations}


def location_of(desired: Wanted) -> Location:
    """Return the seller and the region of a desired service."""
    return desired.spec.seller or "", desired.spec.region or ""


def _try(clients: Clients, readers: Threads, wanted: tuple[Location, Collection[Wanted]]) -> LocationRead | Unreadable:
    try:
        return _region(clients, readers, *wanted)
    except Unreadable as unreadable:
        clients.progress.miss()
        return unreadable


def _region(clients: Clients, readers: Threads, location: Location, wanted: Collection[Wanted]) -> LocationRead:
    """Read one seller's services in one region, with grants and connections of those in *wanted*.

    *readers* are the threads that read grants.

    Connections are read before grants. In the other order, an account that is granted and connects between the two
    reads would seem to be connected without a grant.
    """
    services = clients.sellers[location[0]].regions[location[1]]
    live = {
        one.id: service(one, location) for one in services.configurations() if one.state not in {"Deleting", "Deleted"}
    }
    pairs, unpaired = pair_up(wanted, live)
    found = [pair for pair in pairs if pair.observed]
    clients.progress.expect(SERVICE, len(live))
    clients.progress.count(SERVICE, len(live) - len(found))
    live |= _with_connections(live, [pair.remote_id for pair in found], services)
    live |= with_notifications(live, [one.remote_id for one in found if wants_notifications(one.desired)], services)
    live |= _with_policies(live, found, clients.sellers[location[0]].topics.get(location[1]), readers)
    live |= read_zones(live, found, clients.sellers[location[0]].load_balancers.get(location[1]))
    live |= _with_grants(live, found, partial(_counted, services, clients.progress), readers)
    live |= with_public_records(live, [pair for pair in found if not stated_zone(pair.desired)], clients.resolver)
    pairs = tuple(Pair(pair.desired, live.get(pair.remote_id)) for pair in pairs)
    return live, (pairs, unpaired), publications(pairs, clients.sellers[location[0]].zones)


def service(one: EndpointServiceConfiguration, location: Location) -> ObservedService:
    """Return a service of *location* without its grants."""
    spec = EndpointServiceSpec(
        seller=location[0],
        region=location[1],
        state=State.PRESENT,
        load_balancers=one.load_balancers,
        acceptance_required=one.acceptance_required,
        private_dns_name=one.private_dns_name,
        ip_address_types=one.ip_address_types,
        supported_regions=one.supported_regions - {location[1]},
        payer=PAYERS.get(one.payer),
        tags=one.tags,
    )
    facts = {"name": one.name, "state": one.state, "private_dns": one.private_dns, "zone_ids": one.zone_ids}
    return Observed(spec=spec, remote_id=one.id, facts=facts)


def _with_grants(
    live: Mapping[str, ObservedService], pairs: Collection[Paired], read: Callable[[str], Grants], readers: Threads
) -> Mapping[str, ObservedService]:
    def one(pair: Paired) -> ObservedService:
        return granted(live[pair.remote_id], read(pair.remote_id), pair.desired.spec.allowed_principals)

    return dict(zip([pair.remote_id for pair in pairs], readers.map(one, pairs), strict=True))


def _counted(services: EndpointServices, progress: ReadingProgress, service_id: str) -> Grants:
    """Read the grants of one service, and count it as read."""
    found = services.grants(service_id)
    progress.count(SERVICE)
    return found


def granted(one: ObservedService, grants: Grants, desired: frozenset[str] | None = None) -> ObservedService:
    """Add the grants in the form in which AWS lists them: a removal has to name that form.

    A list that equals the *desired* one, which is in normal form, becomes that object: a million grants are kept once.
    """
    principals: frozenset[str] = grants.principals
    forms: Mapping[str, str] = {}
    if desired is not None and principals == desired:
        principals = desired
    else:
        forms = other_forms(principals, partition_of(one.spec.region or ""))
    facts = {**one.facts, "other_grants": grants.others, "other_forms": forms}
    return replace(one, spec=replace(one.spec, allowed_principals=principals), facts=facts)


def with_notifications(
    live: Mapping[str, ObservedService], wanted: Collection[str], services: EndpointServices
) -> Mapping[str, ObservedService]:
    """Read the notifications of the services *wanted* by id, of all of them at once."""
    found: dict[str, list[ConnectionNotification]] = {service_id: [] for service_id in wanted}
    for one in services.notifications(wanted) if wanted else ():
        found.setdefault(one.service_id, []).append(one)
    return {service_id: notified(live[service_id], many) for service_id, many in found.items() if service_id in live}


def _with_policies(
    live: Mapping[str, ObservedService], pairs: Collection[Paired], topics: Topics | None, readers: Threads
) -> Mapping[str, ObservedService]:
    """Read the policy of each topic that documents state for services of the account and region, once."""
    wanted = {pair.remote_id: topics_to_read(pair.desired, live[pair.remote_id]) for pair in pairs if topics}
    stated = sorted({topic for many in wanted.values() for topic in many})
    read = dict(zip(stated, readers.map(partial(_policy, topics), stated), strict=True)) if topics else {}
    return {
        service_id: with_policies(live[service_id], {topic: read[topic] for topic in many})
        for service_id, many in wanted.items()
        if many
    }


def _policy(topics: Topics, arn: str) -> TopicPolicy:
    """Read the policy of a topic; return the error of one that cannot be read, which stops nothing."""
    try:
        return topics.policy(arn)
    except Unreadable as unreadable:
        return unreadable


def _with_connections(
    live: Mapping[str, ObservedService], wanted: Collection[str], services: EndpointServices
) -> Mapping[str, ObservedService]:
    """Read the connections of the services *wanted*: those with a document, since endpoints may wait on any of them."""
    found: dict[str, list[EndpointConnection]] = {service_id: [] for service_id in wanted}
    for connection in services.connections(wanted) if wanted else ():
        found.setdefault(connection.service_id, []).append(connection)
    return {service_id: _connected(live[service_id], connections) for service_id, connections in found.items()}


def _connected(one: ObservedService, connections: Iterable[EndpointConnection]) -> ObservedService:
    found = replace(one, facts={**one.facts, "connections": tuple(connections)})
    ends = frozenset(each.endpoint_id for each in live_connections(found))
    return replace(found, spec=replace(one.spec, connections=ends))
