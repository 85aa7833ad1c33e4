"""The rules about endpoint services: changes that cannot be undone, and services that are open to everyone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reconciler.model import Action, Change, Operation, Plan, Problem, Rule, Severity
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
    changes = {change.address: change for change in plan.changes}
    for operation in plan.operations:
        change = changes.get(operation.addresses[0])
        if change is not None:
            yield from _irreversible(operation, change)
            yield from _cut(operation, change, plan)


def _cut(operation: Operation, change: Change, plan: Plan) -> Iterator[Problem]:
    removed = change.members(GRANTS).removed - change.stakes.expired
    standing = {
        one.endpoint: one
        for one in plan.residual_access
        if one.service == change.address and one.principal not in removed
    }
    sent = operation.parameters.get("VpcEndpointIds", ())
    cut = [standing[endpoint] for endpoint in sent if endpoint in standing]
    if cut:
        told = [f"{one.endpoint} of {named([one.owner], plan.names)}" for one in cut]
        source, others = pointed(change, GRANTS, [one.principal for one in cut])
        message = f"{change.address} would cut {_count(told)} that no grant admits: {named(told, {})}{others}"
        yield replace(refused(Rule.REJECT, change, message, "connections"), source=source)


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
    if rule is Rule.REJECT and change.action is Action.DELETE:
        endpoints = operation.parameters["VpcEndpointIds"]
        yield refused(Rule.REJECT, change, f"{change.address} would cut {_count(endpoints)}: {', '.join(endpoints)}")
