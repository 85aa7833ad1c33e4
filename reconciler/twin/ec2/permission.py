"""One principal's leave to connect."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler import limits

ENDPOINTS, TRANSIT_GATEWAYS = limits.PERMISSION_TYPES
Grant = tuple[str, str]
"""PermissionType and principal: "the two permission types are independent" (privatelink.md 1.7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """A permission of a service; it is a resource with an id and tags of its own."""

    id: str
    principal: str
    principal_type: str
    type: str = ENDPOINTS
    tags: Mapping[str, str] = field(default_factory=dict)
