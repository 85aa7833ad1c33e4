"""One principal's leave to connect, and who may be named in it (privatelink 1.7)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler import limits
from reconciler.regions import partition_of

from .codes import INVALID_PRINCIPAL

ENDPOINTS, TRANSIT_GATEWAYS = limits.PERMISSION_TYPES
Grant = tuple[str, str]
"""PermissionType and principal: "the two permission types are independent" (privatelink 1.7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """A permission of a service; it is a resource with an id and tags of its own."""

    id: str
    principal: str
    principal_type: str
    type: str = ENDPOINTS
    tags: Mapping[str, str] = field(default_factory=dict)


def principal_type(principal: str, region: str) -> str:
    """Give the PrincipalType of a principal of a service in *region*.

    A bare account id, the ARN of an organisation or of an OU, and a partition other than the region's are refused:
    nobody has seen AWS accept them (privatelink 1.7 and 5.4), which is the stricter reading. That a role or a user
    exists is not checked, as that AWS does is unknown too, and permissions outlive roles.

    Raises:
        InvalidPrincipal: the form is not one of those documented: `*`, a service principal, or the ARN of an account
            (root), a user or a role without path.
    """
    if principal == limits.EVERYONE:
        return "All"
    if re.fullmatch(limits.SERVICE_PRINCIPAL_PATTERN, principal):
        return "Service"
    identity = re.fullmatch(limits.IAM_PRINCIPAL_PATTERN, principal, re.ASCII)
    if identity is None or identity["partition"] != partition_of(region):
        raise INVALID_PRINCIPAL(principal)
    return {"root": "Account", "user": "User", "role": "Role"}[identity["type"].partition("/")[0]]


def account_root(account: str, region: str) -> str:
    """Give the ARN that stands for everybody in an account."""
    return f"arn:{partition_of(region)}:iam::{account}:root"
