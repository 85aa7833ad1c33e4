"""Importing: the YAML that adopts live services and their principals. With it, the next plan is empty."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import count

from reconciler.adoption import Written
from reconciler.errors import Unreadable, UsageError
from reconciler.model import Address, Wish
from reconciler.names import References
from reconciler.parallel import READERS, Threads
from reconciler.ports import Clients
from reconciler.privatelink_limits import ENDPOINT_SERVICE_ID_PATTERN
from reconciler.regions import partition_of
from reconciler.spelling import quoted

from .observe import SERVICE, Location, ObservedServices, granted, location_of, service, with_notifications
from .script import GrantsScript, ServiceScript, Spoken, spoken_in
from .spec import NAME_TAG, NONE, EndpointServiceSpec, ObservedService, Wanted

_LIST = "allowed_principals"
_ID = "vpce-svc-"
_GRANTS = "permission list"
"""What is counted while grants are read."""


def find(remote_id: str, clients: Clients) -> ObservedService:
    """Read the service *remote_id* with its grants; it is searched in all regions of all sellers.

    Raises UsageError when no seller has it, and Unreadable when it may be in a region that could not be read.
    """
    if not re.fullmatch(ENDPOINT_SERVICE_ID_PATTERN, remote_id):
        hint = "an id is vpce-svc- and 17 hexadecimal digits; in a service name, the id follows the region"
        raise UsageError(f"{remote_id!r} is not the id of an endpoint service", hint)
    unread: list[Unreadable] = []
    for seller, known in clients.sellers.items():
        for region, services in known.regions.items():
            try:
                for one in services.configurations([remote_id]):
                    live = granted(service(one, (seller, region)), services.grants(one.id))
                    live = with_notifications({one.id: live}, [one.id], services)[one.id]
                    clients.progress.count(SERVICE)
                    return live
            except Unreadable as unreadable:
                unread.append(unreadable)
    if unread:
        raise unread[0]
    listed = ", ".join(f"{name} in {region}" for name, one in clients.sellers.items() for region in one.regions)
    raise UsageError(f"no seller has the endpoint service {remote_id!r}", f"looked at {listed}")


def found(observation: ObservedServices) -> Mapping[str, ObservedService]:
    """Return every service that was read, once even if two sellers can reach it."""
    return {id_: one for live in reversed(list(observation.live.values())) for id_, one in live.items()}


def complete(objects: Collection[ObservedService], clients: Clients) -> Sequence[ObservedService]:
    """Read the grants and the notifications of *objects*. Raises Unreadable if that is not possible for all of them."""
    if not objects:
        return ()
    clients.progress.go_on()
    clients.progress.expect(_GRANTS, len(objects))
    with Threads(READERS) as pool:
        complete = tuple(pool.map(partial(_with_grants, clients), objects))
    clients.progress.end()
    return _with_notifications(complete, clients)


def _with_notifications(objects: Sequence[ObservedService], clients: Clients) -> Sequence[ObservedService]:
    """Read the notifications of *objects*, those of one location at once."""
    found: dict[str, ObservedService] = {}
    for location in sorted({_location(one) for one in objects}):
        live = {one.remote_id: one for one in objects if _location(one) == location}
        found |= with_notifications(live, [*live], clients.sellers[location[0]].regions[location[1]])
    return [found[one.remote_id] for one in objects]


def _location(one: ObservedService) -> Location:
    return one.spec.seller or "", one.spec.region or ""


def _with_grants(clients: Clients, one: ObservedService) -> ObservedService:
    services = clients.sellers[one.spec.seller or ""].regions[one.spec.region or ""]
    found = granted(one, services.grants(one.remote_id))
    clients.progress.count(_GRANTS)
    return found


def called(one: ObservedService) -> Sequence[str]:
    """Return a name of a service, alone and with its region, then the digits of its id.

    That is its tag, else its private DNS name, else the name of a load balancer. No document can refer to a service by
    a name like an id.
    """
    tags, spec = one.spec.tags or {}, one.spec
    balancers = sorted(arn.split("/")[2] for arn in spec.load_balancers or () if arn.count("/") > 2)  # noqa: PLR2004
    names = (tags.get(NAME_TAG), tags.get("Name"), spec.private_dns_name, *balancers)
    name = next((name for name in names if name and not name.lower().startswith(_ID)), None)
    by_name = (name, f"{name}-{spec.region}") if name else ()
    return (*by_name, f"service-{one.remote_id.removeprefix(_ID)}")


def claimants(wish: Wish, objects: Collection[ObservedService]) -> Mapping[str, Wanted]:
    """Return the documents without id whose name and location are in the tag and the location of a service."""
    documents = [one for one in wish.values() if isinstance(one.spec, EndpointServiceSpec) and not one.pin]
    named = {(one.address.name, *location_of(one)): one for one in documents}
    keys = {one.remote_id: ((one.spec.tags or {}).get(NAME_TAG), one.spec.seller, one.spec.region) for one in objects}
    return {id_: named[key] for id_, key in keys.items() if key in named}


def write(objects: Mapping[Address, ObservedService], references: References) -> Written:
    """Return the documents that adopt *objects* with their grants."""
    lists = _Lists(references)
    scripts = [
        ServiceScript(
            address, one, references.sellers, lists.script(address, one.spec.allowed_principals, one.spec.region)
        )
        for address, one in objects.items()
    ]
    return Written(
        {script.address: "\n".join(script.lines()) + "\n" for script in scripts},
        left_out={script.address: left_out for script in scripts if (left_out := tuple(script.left_out()))},
    )


def write_grants(grants: Mapping[Address, Collection[str]], wish: Wish, references: References) -> Written:
    """Return the documents that name unmanaged *grants*, by the service of a document that has them."""
    lists = _Lists(references)
    scripts = {service: lists.script(service, many, wish[service].spec.region) for service, many in grants.items()}
    nameable = {service: one for service, one in scripts.items() if len(one.nameless) < len(one.granted)}
    return Written(
        {service: "\n".join(one.lines()) + "\n" for service, one in nameable.items()},
        left_out={
            service: [f"no document can name the grant of {quoted(principal)}" for principal in one.nameless]
            for service, one in scripts.items()
            if one.nameless
        },
    )


class _Lists:
    """Makes documents of grants, each with a name that no document has."""

    def __init__(self, references: References) -> None:
        """Take the names and the addresses of the repository."""
        self._references = references
        self._taken = set(references.stated)
        self._spoken: dict[str, Spoken] = {}

    def script(self, service: Address, principals: Collection[str] | None, region: str | None) -> GrantsScript:
        """Return the document that names *principals* of the service *service* in *region*."""
        partition = partition_of(region or "")
        if partition not in self._spoken:
            self._spoken[partition] = spoken_in(partition, self._references)
        address = next(one for one in _addresses(service.name) if one not in self._taken)
        self._taken.add(address)
        return GrantsScript.of(address, service.name, frozenset(principals or NONE), partition, self._spoken[partition])


def _addresses(name: str) -> Iterator[Address]:
    """Return the name of the service, then the same with a number."""
    yield Address(_LIST, name)
    yield from (Address(_LIST, f"{name[:56]}-{number}") for number in count(2))
