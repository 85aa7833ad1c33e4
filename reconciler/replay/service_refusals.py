"""What EC2 refuses of one call on an endpoint service (facts: privatelink 1.0, 1.1, 1.2, 1.5, 1.7)."""

from collections.abc import Callable, Iterator, Mapping

from .facts import Fields
from .sent import Sent
from .service_facts import BALANCERS, CONNECTIONS, CREATE, DELETE, MODIFY, PERMIT, REJECT

World = Mapping[str, Fields]
NOTHING: Fields = {}


def refusals(call: Sent, world: World) -> Iterator[str]:
    """Say why EC2 would refuse *call*, the services being as in *world*."""
    found = world.get(call.about, NOTHING)
    lives = found.get("state") == "present"
    if lives == (call.verb == CREATE):
        yield f"{call.about} {'exists' if lives else 'does not exist'}"
    elif lives and (found["account"], found["region"]) != (call.details["account"], call.details["region"]):
        yield f"{call.about} is in {found['region']} of {found['account']}"
    else:
        yield from _CHECKS.get(call.verb, _nothing)(call, found, world)


def _nothing(_call: Sent, _found: Fields, _world: World) -> Iterator[str]:
    return iter(())


def _created(call: Sent, _found: Fields, world: World) -> Iterator[str]:
    arns = call.details.get("NetworkLoadBalancerArns", ())
    if not arns:
        yield f"{call.about} has no load balancer"
    yield from _taken(call, arns, world)


def _modified(call: Sent, found: Fields, world: World) -> Iterator[str]:
    removed = call.details.get("RemoveNetworkLoadBalancerArns", ())
    added = call.details.get("AddNetworkLoadBalancerArns", ())
    if removed and not {*found.get(BALANCERS, ()), *added}.difference(removed):
        yield f"{call.about} has no load balancer left"
    if removed and found.get(CONNECTIONS):
        yield f"{call.about} loses a load balancer while {min(found[CONNECTIONS])} is connected"
    yield from _taken(call, added, world)


def _taken(call: Sent, arns: tuple[str, ...], world: World) -> Iterator[str]:
    """A load balancer backs one service at most."""
    for name, fields in world.items() if arns else ():
        held = fields.get(BALANCERS, frozenset()).intersection(arns) if fields.get("state") == "present" else ()
        yield from (f"{arn} backs {name} when {call.about} takes it" for arn in sorted(held))


def _permitted(call: Sent, _found: Fields, _world: World) -> Iterator[str]:
    added = call.details.get("AddAllowedPrincipals", ())
    removed = call.details.get("RemoveAllowedPrincipals", ())
    if not added and not removed:
        yield f"{call.verb} of {call.about} edits nothing"
    if set(added) & set(removed):
        yield f"{min(set(added) & set(removed))} is added to {call.about} and removed at once"


def _rejected(call: Sent, found: Fields, _world: World) -> Iterator[str]:
    unknown = set(call.details["VpcEndpointIds"]).difference(found.get(CONNECTIONS, ()))
    if unknown:
        yield f"{min(unknown)} is not connected to {call.about}"


def _ended(call: Sent, found: Fields, _world: World) -> Iterator[str]:
    if found.get(CONNECTIONS):
        yield f"{call.about} is deleted while {min(found[CONNECTIONS])} is connected"


_CHECKS: Mapping[str, Callable[[Sent, Fields, World], Iterator[str]]] = {
    CREATE: _created,
    MODIFY: _modified,
    PERMIT: _permitted,
    REJECT: _rejected,
    DELETE: _ended,
}
