"""The effect of each EC2 call on an endpoint service and its list, and what EC2 refuses. Plans are proven with it.

Facts: privatelink 1.0, 1.1, 1.2, 1.5, 1.7, 1.8, 1.10, private-dns 1.1, 2.2. It shares no code with `requests.py`.

Example: a call that removes lb-1 from a service whose only load balancer is lb-1 is refused ("has no load balancer
left"). A call that removes lb-1 and adds lb-2 is accepted, unless another service holds lb-2 or an endpoint is
connected.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from reconciler.effects import Effects, Fact, HoldersByMember, Json, Sent, members, tags_of
from reconciler.model import Fields
from reconciler.privatelink_limits import CONNECTION_EVENTS

BALANCERS, TYPES, REGIONS = "load_balancers", "ip_address_types", "supported_regions"
PERMITTED, CONNECTIONS, ACCEPTED = "allowed_principals", "connections", "accept"
"""*connections* are the endpoints that are connected or wait for acceptance, where a plan knows them."""

CREATE, DELETE = "CreateVpcEndpointServiceConfiguration", "DeleteVpcEndpointServiceConfigurations"
MODIFY, PERMIT = "ModifyVpcEndpointServiceConfiguration", "ModifyVpcEndpointServicePermissions"
PAYER, TAG = "ModifyVpcEndpointServicePayerResponsibility", "CreateTags"
ACCEPT, REJECT = "AcceptVpcEndpointConnections", "RejectVpcEndpointConnections"

PARAMETERS = {
    "NetworkLoadBalancerArns": BALANCERS,
    "SupportedIpAddressTypes": TYPES,
    "SupportedRegions": REGIONS,
    "AllowedPrincipals": PERMITTED,
}
NOTIFICATIONS = "notifications"
"""For each topic and event that it is told of, the text `TOPIC EVENT`."""
NOTIFY, RENOTIFY = "CreateVpcEndpointConnectionNotification", "ModifyVpcEndpointConnectionNotification"
UNNOTIFY = "DeleteVpcEndpointConnectionNotifications"
RECORDS, VERIFY = "ChangeResourceRecordSets", "StartVpcEndpointServicePrivateDnsVerification"
ZONE, STATE = "private_dns_zone", "private_dns_state"
"""The records of the private name, each `ZONE NAME`, with `_…` for a label that AWS has yet to make, and its state."""
NOTHING: Fields = {}
UNCHANGING = frozenset({"ServiceId", "account", "region", "targets"})
"""Members of a call that change nothing of a service."""


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


def _recorded(details: Json) -> Iterator[Fact]:
    """Return what a call does to the record of the service.

    An UPSERT states the whole record set, with values of others: the comment says whether ours comes or goes.
    """
    comes = "adds" in details["ChangeBatch"]["Comment"]
    for change in details["ChangeBatch"]["Changes"]:
        name = change["ResourceRecordSet"]["Name"]
        known = name["within"].replace("{}", "_…") if isinstance(name, Mapping) else name
        yield Fact(ZONE, f"{details['HostedZoneId']} {known}", comes)


def _read(operation: Json, ids: Mapping[str, str]) -> Iterator[Sent]:
    """Read a call. A creation, and a call on notifications, names no service: that is the address of its request."""
    parameters = operation["parameters"]
    specified = (tag for one in parameters.get("TagSpecifications", ()) for tag in one["Tags"])
    name = _service(parameters)
    notifications = parameters.get("ConnectionNotificationIds", ())
    yield Sent(
        verb=operation["action"],
        about=ids.get(name, name) if name else operation["about"][0],
        details={
            **parameters,
            "account": operation["account"],
            "region": operation["region"],
            "targets": [ids.get(one, one) for one in notifications],
        },
        tags=tags_of([*parameters.get("Tags", ()), *specified]),
    )


def _service(parameters: Json) -> str:
    """Return the service that a call names: its id, or its address when the same plan creates it."""
    named = [parameters.get("ServiceId", ""), *parameters.get("ServiceIds", ()), *parameters.get("Resources", ())]
    found = next((one for one in named if one), "")
    return str(found["address"] if isinstance(found, Mapping) else found)


def _refusals(
    changes: Sequence[Sent], objects: Mapping[str, Fields], holders: HoldersByMember, _touched: Mapping[str, str]
) -> Iterator[str]:
    """Return why EC2 would refuse a call when the services are *objects*."""
    (call,) = changes
    found = objects.get(call.about, NOTHING)
    lives = _alive(found)
    if call.verb not in EFFECTS.facts:
        yield f"{call.verb} is no call on an endpoint service"
    elif lives == (call.verb == CREATE):
        yield f"{call.about} {'exists' if lives else 'does not exist'}"
    elif lives and call.verb != RECORDS and _place(found) != _place(call.details):
        yield f"{call.about} is in {found['region']} of {found['account']}"
    else:
        yield from _CHECKS.get(call.verb, _nothing)(call, found, holders)


def _place(held: Fields) -> tuple[str, str]:
    return held["account"], held["region"]


def _nothing(_call: Sent, _found: Fields, _holders: HoldersByMember) -> Iterator[str]:
    return iter(())


def _creatable(call: Sent, _found: Fields, holders: HoldersByMember) -> Iterator[str]:
    arns = call.details.get("NetworkLoadBalancerArns", ())
    if not arns:
        yield f"{call.about} has no load balancer"
    yield from _taken(call, arns, holders)


def _modifiable(call: Sent, found: Fields, holders: HoldersByMember) -> Iterator[str]:
    removed = call.details.get("RemoveNetworkLoadBalancerArns", ())
    added = call.details.get("AddNetworkLoadBalancerArns", ())
    if removed and not {*found.get(BALANCERS, ()), *added}.difference(removed):
        yield f"{call.about} has no load balancer left"
    if removed and found.get(CONNECTIONS):
        yield f"{call.about} loses a load balancer while {min(found[CONNECTIONS])} is connected"
    yield from _taken(call, added, holders)


def _taken(call: Sent, arns: Sequence[str], holders: HoldersByMember) -> Iterator[str]:
    """Refuse a load balancer that another service holds: it backs at most one."""
    for arn in sorted(arns):
        yield from (f"{arn} backs {name} when {call.about} takes it" for name in sorted(holders.get(arn, ())))


def _permitted(call: Sent, _found: Fields, _holders: HoldersByMember) -> Iterator[str]:
    added = call.details.get("AddAllowedPrincipals", ())
    removed = call.details.get("RemoveAllowedPrincipals", ())
    if not added and not removed:
        yield f"{call.verb} of {call.about} edits nothing"
    if set(added) & set(removed):
        yield f"{min(set(added) & set(removed))} is added to {call.about} and removed at once"


def _decided(call: Sent, found: Fields, _holders: HoldersByMember) -> Iterator[str]:
    unknown = set(call.details["VpcEndpointIds"]).difference(found.get(CONNECTIONS, ()))
    if unknown:
        yield f"{min(unknown)} is not connected to {call.about}"


def _notified(call: Sent, found: Fields, _holders: HoldersByMember) -> Iterator[str]:
    """Refuse a second notification for a topic, and an edit of one that is not there."""
    topic = call.details["ConnectionNotificationArn"]
    there = topic in _targets(found)
    if there == (call.verb == NOTIFY):
        yield f"{call.about} {'already tells' if there else 'does not tell'} {topic}"


def _unnotified(call: Sent, found: Fields, _holders: HoldersByMember) -> Iterator[str]:
    unknown = set(call.details["targets"]).difference(_targets(found))
    if unknown:
        yield f"{call.about} does not tell {min(unknown)}"


def _targets(found: Fields) -> set[str]:
    return {one.rpartition(" ")[0] for one in found.get(NOTIFICATIONS, ())}


def _ended(call: Sent, found: Fields, _holders: HoldersByMember) -> Iterator[str]:
    if found.get(CONNECTIONS):
        yield f"{call.about} is deleted while {min(found[CONNECTIONS])} is connected"


def _named(call: Sent, found: Fields, _holders: HoldersByMember) -> Iterator[str]:
    """Refuse to change or remove a name while its record is published: afterwards nobody knows which value was ours."""
    name = call.details.get("PrivateDnsName")
    if (name or call.details.get("RemovePrivateDnsName")) and name != found.get("private_dns_name"):
        yield from (f"{call.about} loses the name of the record {one}" for one in sorted(found.get(ZONE, ())))


def _recordable(call: Sent, found: Fields, _holders: HoldersByMember) -> Iterator[str]:
    """Refuse a record for a service without a name, and a removal of what is not there."""
    for _, member, comes in _recorded(call.details):
        if comes and not found.get("private_dns_name"):
            yield f"{member} is published for {call.about}, which has no private name"
        if not comes and member not in found.get(ZONE, ()):
            yield f"{member} is removed and not there"


def _verifiable(call: Sent, found: Fields, _holders: HoldersByMember) -> Iterator[str]:
    if not found.get(ZONE):
        yield f"the verification of {call.about} starts before its record is published"


def _alive(fields: Fields) -> bool:
    return fields.get("state") == "present"


_CHECKS: Mapping[str, Callable[[Sent, Fields, HoldersByMember], Iterator[str]]] = {
    CREATE: _creatable,
    MODIFY: lambda call, found, holders: chain(_modifiable(call, found, holders), _named(call, found, holders)),
    RECORDS: _recordable,
    VERIFY: _verifiable,
    PERMIT: _permitted,
    NOTIFY: _notified,
    RENOTIFY: _notified,
    UNNOTIFY: _unnotified,
    ACCEPT: _decided,
    REJECT: _decided,
    DELETE: _ended,
}

EFFECTS = Effects(
    facts={
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
        RECORDS: _recorded,
        VERIFY: lambda _details: iter([Fact(STATE, None, "verified")]),
        DELETE: lambda _details: iter([Fact("state", None, "absent")]),
    },
    lists=frozenset({BALANCERS, TYPES, REGIONS, PERMITTED, CONNECTIONS, NOTIFICATIONS, ACCEPTED, ZONE}),
    read=_read,
    refusals=_refusals,
    alive=_alive,
    exclusive=BALANCERS,
    makes=frozenset({CREATE}),
    ends=frozenset({DELETE}),
)
