"""Why EC2 would refuse a call on an endpoint service."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from reconciler.effects import HoldersByMember, Sent
from reconciler.model import Fields

from .facts import FACTS, recorded
from .words import (
    ACCEPT,
    BALANCERS,
    CONNECTIONS,
    CREATE,
    DELETE,
    MODIFY,
    NOTHING,
    NOTIFICATIONS,
    NOTIFY,
    PERMIT,
    RECORDS,
    REJECT,
    RENOTIFY,
    UNNOTIFY,
    VERIFY,
    ZONE,
)


def refusals(
    changes: Sequence[Sent], objects: Mapping[str, Fields], holders: HoldersByMember, _touched: Mapping[str, str]
) -> Iterator[str]:
    """Return why EC2 would refuse a call when the services are *objects*."""
    (call,) = changes
    found = objects.get(call.about, NOTHING)
    lives = alive(found)
    if call.verb not in FACTS:
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
    for _, member, comes in recorded(call.details):
        if comes and not found.get("private_dns_name"):
            yield f"{member} is published for {call.about}, which has no private name"
        if not comes and member not in found.get(ZONE, ()):
            yield f"{member} is removed and not there"


def _verifiable(call: Sent, found: Fields, _holders: HoldersByMember) -> Iterator[str]:
    if not found.get(ZONE):
        yield f"the verification of {call.about} starts before its record is published"


def alive(fields: Fields) -> bool:
    """Tell whether the service is there."""
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
