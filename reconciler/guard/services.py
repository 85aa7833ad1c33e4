"""What cannot be undone on an endpoint service, and what opens it to everyone."""

from collections.abc import Iterator
from dataclasses import replace

from reconciler.model import Action, Change, Operation, Plan, Problem, Rule, Severity
from reconciler.principal_forms import EVERYONE
from reconciler.settings import Guards, Ruling

from .members import refused

_LIST = "allowed_principals"


def public_services(change: Change, guards: Guards) -> Iterator[Problem]:
    """Ask before `*` is granted: whoever knows the service's name may connect (facts: privatelink 1.7, 2.4)."""
    if EVERYONE in change.members(_LIST).added and guards.public_endpoint_service is not Ruling.ALLOW:
        message = (
            f"{change.address} would admit everyone ('*'): whoever knows its name may ask to connect, "
            "and it is hidden from Describe calls unless searched by name"
        )
        severity = Severity.WARNING if guards.public_endpoint_service is Ruling.WARN else Severity.REFUSED
        yield replace(refused(Rule.PUBLIC, change, message, _LIST), severity=severity)


def irreversible(plan: Plan) -> Iterator[Problem]:
    """Ask before a service ends, before its connections are cut for that, and before its owner pays for good."""
    changes = {change.address: change for change in plan.changes}
    for operation in plan.operations:
        change = changes.get(operation.addresses[0])
        if change is not None:
            yield from _irreversible(operation, change)


def _irreversible(operation: Operation, change: Change) -> Iterator[Problem]:
    if operation.action == "ModifyVpcEndpointServicePayerResponsibility":
        message = f"{change.address}: its owner would pay for all endpoints, and AWS can't set that back"
        yield refused(Rule.PAYER, change, message, "payer")
    if operation.action == "DeleteVpcEndpointServiceConfigurations":
        yield refused(Rule.DELETE, change, f"{change.address} ({change.remote_id}) would be deleted for good")
    if operation.action == "RejectVpcEndpointConnections" and change.action is Action.DELETE:
        endpoints = operation.parameters["VpcEndpointIds"]
        count = "1 connection" if len(endpoints) == 1 else f"{len(endpoints)} connections"
        yield refused(Rule.REJECT, change, f"{change.address} would cut {count}: {', '.join(endpoints)}")
