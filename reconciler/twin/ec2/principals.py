"""Who may be named in a permission (privatelink.md 1.7)."""

import re

from moto.utilities.utils import get_partition

from reconciler import limits

from .exceptions import InvalidPrincipal


def principal_type(principal: str, region: str) -> str:
    """Give the PrincipalType of a principal of a service in *region*.

    A bare account id, the ARN of an organisation or of an OU, and a partition other than the region's are refused:
    nobody has seen AWS accept them (privatelink.md 1.7 and 5.4), which is the stricter reading. That a role or a user
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
    if identity is None or identity["partition"] != get_partition(region):
        raise InvalidPrincipal(principal=principal)
    return {"root": "Account", "user": "User", "role": "Role"}[identity["type"].partition("/")[0]]


def account_root(account: str, region: str) -> str:
    """Give the ARN that stands for everybody in an account."""
    return f"arn:{get_partition(region)}:iam::{account}:root"
