"""What each call makes of an endpoint service and its list."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from reconciler.effects import Fact, Json, members
from reconciler.privatelink_limits import CONNECTION_EVENTS

from .words import (
    ACCEPT,
    ACCEPTED,
    CONNECTIONS,
    CREATE,
    DELETE,
    MODIFY,
    NOTIFICATIONS,
    NOTIFY,
    PARAMETERS,
    PAYER,
    PERMIT,
    RECORDS,
    REGIONS,
    REJECT,
    RENOTIFY,
    STATE,
    TAG,
    UNCHANGING,
    UNNOTIFY,
    VERIFY,
    ZONE,
)


def _created(details: Json) -> Iterator[Fact]:
    """By default, a new service requires acceptance, and the owners of endpoints pay (facts: privatelink 1.1, 1.10)."""
    for path, value in (("account", details["account"]), ("region", details["region"]), ("state", "present")):
        yield Fact(path, None, value)
    yield Fact("payer", None, "endpoint_owner")
    yield Fact("acceptance_required", None, details.get("AcceptanceRequired", True))
    for parameter, path in PARAMETERS.items():
        yield from _joining(path, details.get(parameter, ()), details)
    yield from _name(details)


def _modified(details: Json) -> Iterator[Fact]:
    """A call that changes nothing takes over the zones of the load balancers (facts: privatelink 1.2)."""
    if not details.keys() - UNCHANGING:
        yield Fact("zones", None, "follow")
    for parameter, path in PARAMETERS.items():
        yield from _joining(path, details.get(f"Add{parameter}", ()), details)
        yield from members(path, details.get(f"Remove{parameter}", ()), are_in=False)
    if "AcceptanceRequired" in details:
        yield Fact("acceptance_required", None, details["AcceptanceRequired"])
    yield from _name(details)


def _joining(path: str, joined: Iterable[str], details: Json) -> Iterable[Fact]:
    """Leave out the service's own region, which is always supported and in no spec (facts: privatelink 1.1)."""
    return members(path, (one for one in joined if path != REGIONS or one != details["region"]))


def _name(details: Json) -> Iterator[Fact]:
    if "PrivateDnsName" in details or details.get("RemovePrivateDnsName"):
        yield Fact("private_dns_name", None, details.get("PrivateDnsName"))


def _told(details: Json) -> Iterator[Fact]:
    """Return what a topic is told of: the events that the call states, and no other (facts: privatelink 1.9)."""
    return _events(details["ConnectionNotificationArn"], frozenset(details["ConnectionEvents"]))


def _untold(details: Json) -> Iterator[Fact]:
    for target in details["targets"]:
        yield from _events(target, frozenset())


def _events(target: str, told: frozenset[str]) -> Iterator[Fact]:
    for event in CONNECTION_EVENTS:
        yield Fact(NOTIFICATIONS, f"{target} {event}", event in told)


def recorded(details: Json) -> Iterator[Fact]:
    """Return what a call does to the record of the service.

    An UPSERT states the whole record set, with values of others: the comment says whether ours comes or goes.
    """
    comes = "adds" in details["ChangeBatch"]["Comment"]
    for change in details["ChangeBatch"]["Changes"]:
        name = change["ResourceRecordSet"]["Name"]
        known = name["within"].replace("{}", "_…") if isinstance(name, Mapping) else name
        yield Fact(ZONE, f"{details['HostedZoneId']} {known}", comes)


FACTS: Mapping[str, Callable[[Json], Iterable[Fact]]] = {
    CREATE: _created,
    MODIFY: _modified,
    PAYER: lambda _details: iter([Fact("payer", None, "service_owner")]),
    TAG: lambda _details: (),
    NOTIFY: _told,
    RENOTIFY: _told,
    UNNOTIFY: _untold,
    PERMIT: _modified,
    ACCEPT: lambda details: members(ACCEPTED, details["VpcEndpointIds"]),
    REJECT: lambda details: members(CONNECTIONS, details["VpcEndpointIds"], are_in=False),
    RECORDS: recorded,
    VERIFY: lambda _details: iter([Fact(STATE, None, "verified")]),
    DELETE: lambda _details: iter([Fact("state", None, "absent")]),
}
"""What each call makes of a service."""
