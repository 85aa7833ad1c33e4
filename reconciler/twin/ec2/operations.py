"""The operations of EC2 that a seller's account calls, by their name in the API, and how often it may call any."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from reconciler import limits

from . import configurations, connections, permissions, tags
from .view import Effect, Parameters, View

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
        "CreateTags": tags.create_tags,
        "DeleteTags": tags.delete_tags,
    }
)


def bucket(operation: str) -> tuple[int, float]:
    """Give the tokens that the bucket of an operation holds, and the tokens a second that refill it (1.11)."""
    reads = operation.startswith(("Describe", "Get"))
    return limits.EC2_BUCKETS.get(operation, limits.EC2_READ_BUCKET if reads else limits.EC2_WRITE_BUCKET)
