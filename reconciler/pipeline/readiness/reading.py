"""Reading the surroundings of endpoint services from AWS and from name servers. It only reads.

A read that is denied, or that breaks off, is kept as `NotTold`: everything else is read all the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from reconciler.errors import Unreadable
from reconciler.model import Address
from reconciler.parallel import in_parallel
from reconciler.pipeline.planning import Planning
from reconciler.ports import Certificate, Certificates, Clients, DnsAnswer, LoadBalancer, LoadBalancers, Resolver

from .covering import covers
from .service import ServiceState, services_of
from .surroundings import GroupRead, NotTold, ServiceSurroundings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Place:
    """What the services of one seller in one region share: zones, load balancers by ARN, and certificates."""

    zones: Mapping[str, str] | NotTold
    balancers: Mapping[str, LoadBalancer] | NotTold
    certificates: tuple[Certificate, ...] | NotTold
    failures: Mapping[str, str]


def read_surroundings(planning: Planning, clients: Clients) -> Mapping[Address, ServiceSurroundings]:
    """Read what is around each service of *planning*: first what the services of a region share, in as few calls.

    Several regions, and then several services, are read at the same time.
    """
    states = tuple(services_of(planning))
    by_place: dict[tuple[str, str], list[ServiceState]] = {}
    for state in states:
        by_place.setdefault((state.seller, state.region), []).append(state)
    places = dict(zip(by_place, in_parallel(partial(_place, clients), tuple(by_place.items())), strict=True))

    def read(state: ServiceState) -> ServiceSurroundings:
        return _read(clients, state, places[state.seller, state.region])

    return dict(zip((one.address for one in states), in_parallel(read, states), strict=True))


def _place(clients: Clients, shared: tuple[tuple[str, str], Sequence[ServiceState]]) -> _Place:
    (name, region), states = shared
    seller = clients.sellers[name]
    balancing = seller.load_balancers[region]
    arns = [arn for state in states for arn in state.balancers]
    names = tuple(name for state in states if state.wants_certificate for name in state.names)
    certificates, failures = _certificates(seller.certificates[region], names) if names else ((), {})
    return _Place(_kept(balancing.zones), _kept(lambda: balancing.described(arns)), certificates, failures)


def _read(clients: Clients, state: ServiceState, place: _Place) -> ServiceSurroundings:
    balancing = clients.sellers[state.seller].load_balancers[state.region]
    found = _own(state, place)
    parents, authorities = _delegation(clients.resolver(), state)
    return ServiceSurroundings(
        zones=place.zones,
        balancers=found,
        listeners=_behind(found, lambda known: {arn: balancing.listeners(arn) for arn in known}),
        groups=_behind(found, lambda known: tuple(one for arn in known for one in _groups(balancing, arn))),
        certificates=place.certificates,
        failures=place.failures,
        parents=parents,
        authorities=authorities,
    )


def _own(state: ServiceState, place: _Place) -> Mapping[str, LoadBalancer] | NotTold:
    """Return the load balancers of one service; of one that was not read, nobody knows which it has."""
    if state.unread:
        return NotTold(state.unread)
    if isinstance(place.balancers, NotTold):
        return place.balancers
    return {arn: place.balancers[arn] for arn in state.balancers if arn in place.balancers}


def _behind(found: Mapping[str, LoadBalancer] | NotTold, read: Callable[[Sequence[str]], T]) -> T | NotTold:
    """Read what is behind the load balancers that were *found*; without them nothing can be read of it."""
    return found if isinstance(found, NotTold) else _kept(lambda: read(sorted(found)))


def _groups(balancing: LoadBalancers, arn: str) -> Iterable[GroupRead]:
    """Read the target groups of one load balancer; whether it crosses zones only where a group does as it does."""
    of_balancer: list[bool] = []
    for group in balancing.groups(arn):
        crosses = balancing.group_crosses_zones(group.arn)
        if crosses is None:
            of_balancer = of_balancer or [balancing.crosses_zones(arn)]
            crosses = of_balancer[0]
        yield GroupRead(arn, group, balancing.targets(group.arn), crosses)


def _certificates(
    port: Certificates, names: tuple[str, ...]
) -> tuple[tuple[Certificate, ...] | NotTold, Mapping[str, str]]:
    """Read all certificates, and why those for *names* that failed did so."""
    found = _kept(port.all)
    if isinstance(found, NotTold):
        return found, {}
    failed = [one for one in found if one.status == "FAILED" and any(covers(one, name) for name in names)]
    reasons = {one.arn: _kept(partial(port.failure, one.arn)) for one in failed}
    return found, {arn: reason for arn, reason in reasons.items() if isinstance(reason, str)}


def _delegation(resolver: Resolver, state: ServiceState) -> tuple[tuple[DnsAnswer, ...], tuple[DnsAnswer, ...]]:
    """Ask name servers about the user-friendly name, if the document says where it is delegated to."""
    if not (state.friendly_name and state.name_servers):
        return (), ()
    return (
        resolver.delegation(state.friendly_name),
        resolver.authority(state.friendly_name, state.name_servers),
    )


def _kept(read: Callable[[], T]) -> T | NotTold:
    try:
        return read()
    except Unreadable as error:
        return NotTold.of(error)
