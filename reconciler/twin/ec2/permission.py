"""The permission of one principal to connect, and the principals that may get one (privatelink 1.7)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler import privatelink_limits
from reconciler.regions import partition_of

from .codes import INVALID_PRINCIPAL

ENDPOINTS, TRANSIT_GATEWAYS = privatelink_limits.PERMISSION_TYPES
Grant = tuple[str, str]
"""PermissionType and principal: the two types are independent for each principal (privatelink 1.7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """A permission of a service; it is a resource with its own id and tags."""

    id: str
    principal: str
    principal_type: str
    type: str = ENDPOINTS
    tags: Mapping[str, str] = field(default_factory=dict)


def principal_type(principal: str, region: str) -> str:
    """Return the PrincipalType of a principal of a service in *region*.

    An account id alone, the ARN of an organization or OU, and the ARN of another partition are refused: it is unknown
    whether AWS takes them (privatelink 5.4). Nothing checks that a role or user exists, since it is unknown whether AWS
    does, and a permission outlives its role.

    Raises:
        InvalidPrincipal: the form is not documented (privatelink 1.7). The documented forms are `*`, a service
            principal, and
            the ARN of an account (root), a user or a role without path.
    """
    if principal == privatelink_limits.EVERYONE:
        return "All"
    if re.fullmatch(privatelink_limits.SERVICE_PRINCIPAL_PATTERN, principal):
        return "Service"
    identity = re.fullmatch(privatelink_limits.IAM_PRINCIPAL_PATTERN, principal, re.ASCII)
    if identity is None or identity["partition"] != partition_of(region):
        raise INVALID_PRINCIPAL(principal)
    return {"root": "Account", "user": "User", "role": "Role"}[identity["type"].partition("/")[0]]


def account_root(account: str, region: str) -> str:
    """Return the ARN that stands for everyone in an account."""
    return f"arn:{partition_of(region)}:iam::{account}:root"
