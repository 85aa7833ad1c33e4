"""The operations of EC2 that a seller's account calls, by their name in the API."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

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
