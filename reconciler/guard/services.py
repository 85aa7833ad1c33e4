"""The rules about endpoint services: changes that cannot be undone, and services that are open to everyone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reconciler.model import Action, Address, Change, Operation, Plan, Problem, ResidualAccess, Rule, Severity
from reconciler.principal_forms import EVERYONE
from reconciler.settings import Guards, Ruling
from reconciler.spelling import named

from .harms import GRANTS, verified_name_lost
from .members import refused
from .places import pointed


def public_services(change: Change, guards: Guards) -> Iterator[Problem]:
    """Refuse to grant `*`: every account may ask for a connection (facts: privatelink 1.7, 2.4)."""
    if EVERYONE in change.members(GRANTS).added and guards.public_endpoint_service is not Ruling.ALLOW:
        message = (
            f"{change.address} would admit everyone ('*'): every account that knows its service name can request a "
            "connection"
        )
        severity = Severity.WARNING if guards.public_endpoint_service is Ruling.WARN else Severity.REFUSED
        yield replace(refused(Rule.PUBLIC, change, message, GRANTS, [EVERYONE]), severity=severity)


def verified_names(change: Change) -> Iterator[Problem]:
    """Refuse to remove a private DNS name that AWS has verified: customers resolve it."""
    lost = verified_name_lost(change)
    if lost:
        yield refused(Rule.PRIVATE_DNS, change, f"{change.address}: {lost}", "private_dns_name")


def irreversible(plan: Plan) -> Iterator[Problem]:
    """Refuse to delete a service, to cut connections, and to make the owner pay, which AWS cannot undo.

    Connections whose grant the plan revokes are reported with the grant; alone are those that no grant admits already,
    and those whose grant expires, since no rule about grants asks for these.
    """
    changes, rejected = {change.address: change for change in plan.changes}, _rejected(plan)
    for operation in plan.operations:
        change = changes.get(operation.addresses[0])
        if change is not None:
            yield from _irreversible(operation, change)
            yield from _cut(change, rejected.pop(change.address, ()), plan)


def _rejected(plan: Plan) -> dict[Address, list[str]]:
    """Return by service the endpoints that the plan rejects, which may take several calls."""
    found: dict[Address, list[str]] = {}
    for one in plan.operations:
        if one.requests[0].verb.asks is Rule.REJECT:
            found.setdefault(one.addresses[0], []).extend(one.parameters["VpcEndpointIds"])
    return found


def cut_by_hand(change: Change, plan: Plan) -> Iterator[Problem]:
    """Refuse to reject connected endpoints by hand: their customers are cut off, whether or not a grant admits them."""
    cut = sorted(change.stakes.cut)
    if cut:
        message = f"{change.address} would cut {_count(cut)} by hand: {named(cut, plan.names)}"
        yield refused(Rule.REJECT, change, message, "connections")


def _cut(change: Change, endpoints: Sequence[str], plan: Plan) -> Iterator[Problem]:
    """Refuse to reject *endpoints* of a service that ends, or that no rule about grants asks for."""
    if endpoints and change.action is Action.DELETE:
        message = f"{change.address} would cut {_count(endpoints)}: {', '.join(endpoints)}"
        yield refused(Rule.REJECT, change, message)
    elif cut := _standing(change, endpoints, plan):
        told = [f"{one.endpoint} of {named([one.owner], plan.names)}" for one in cut]
        source, others = pointed(change, GRANTS, [one.principal for one in cut])
        message = f"{change.address} would cut {_count(told)} that no grant admits: {named(told, {})}{others}"
        yield replace(refused(Rule.REJECT, change, message, "connections"), source=source)


def _standing(change: Change, endpoints: Sequence[str], plan: Plan) -> list[ResidualAccess]:
    """Return the connections of *endpoints* that no grant admits; none where a user rejects by hand."""
    removed = change.members(GRANTS).removed - change.stakes.expired
    standing = {
        one.endpoint: one
        for one in plan.residual_access
        if one.service == change.address and one.principal not in removed
    }
    by_hand = "by_hand" in plan.options
    return [] if by_hand else [standing[endpoint] for endpoint in endpoints if endpoint in standing]


def _count(connections: Sequence[str]) -> str:
    return "1 connection" if len(connections) == 1 else f"{len(connections)} connections"


def _irreversible(operation: Operation, change: Change) -> Iterator[Problem]:
    rule = operation.requests[0].verb.asks
    if rule is Rule.PAYER:
        message = f"{change.address}: its owner would pay for all endpoints, which cannot be undone"
        yield refused(Rule.PAYER, change, message, "payer")
    if rule is Rule.DELETE:
        message = f"{change.address} ({change.remote_id}) would be deleted, which cannot be undone"
        yield refused(Rule.DELETE, change, message)
