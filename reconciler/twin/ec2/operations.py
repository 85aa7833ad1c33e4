"""The EC2 operations that a seller's account calls, by their API name, with their token buckets."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from reconciler import privatelink_limits

from . import configurations, connections, notifications, permissions, tags
from .view import Answer, Effect, Parameters, View, check_dry_run

Operation = Callable[[View, Parameters], Effect]

OPERATIONS: Final[Mapping[str, Operation]] = MappingProxyType(
    {
        "CreateVpcEndpointServiceConfiguration": configurations.create,
        "ModifyVpcEndpointServiceConfiguration": configurations.modify,
        "DescribeVpcEndpointServiceConfigurations": configurations.describe,
        "DeleteVpcEndpointServiceConfigurations": configurations.delete,
        "ModifyVpcEndpointServicePayerResponsibility": configurations.pay,
        "StartVpcEndpointServicePrivateDnsVerification": configurations.verify,
        "DescribeVpcEndpointServicePermissions": permissions.describe,
        "ModifyVpcEndpointServicePermissions": permissions.modify,
        "DescribeVpcEndpointConnections": connections.describe,
        "AcceptVpcEndpointConnections": connections.accept,
        "RejectVpcEndpointConnections": connections.reject,
        "CreateVpcEndpointConnectionNotification": notifications.create,
        "ModifyVpcEndpointConnectionNotification": notifications.modify,
        "DescribeVpcEndpointConnectionNotifications": notifications.describe,
        "DeleteVpcEndpointConnectionNotifications": notifications.delete,
        "CreateTags": tags.create_tags,
        "DeleteTags": tags.delete_tags,
    }
)


def carry_out(operation: str, view: View, sent: Parameters) -> Answer:
    """Carry out an operation, or return the earlier answer to the same request with its ClientToken.

    Raises:
        Refusal: EC2 refuses, or the call was a dry run. In both cases nothing has changed.
    """
    repeated = view.records.answer_to(sent)
    if repeated:
        return repeated
    effect = OPERATIONS[operation](view, sent)
    check_dry_run(sent)
    for service in effect.written:
        view.records.put(service)
    return view.records.remember(sent, effect.answer)


def bucket(operation: str) -> tuple[int, float]:
    """Return the size of the token bucket of an operation, and its refill in tokens a second (privatelink 1.11)."""
    reads = operation.startswith(("Describe", "Get"))
    return privatelink_limits.EC2_BUCKETS.get(
        operation, privatelink_limits.EC2_READ_BUCKET if reads else privatelink_limits.EC2_WRITE_BUCKET
    )
