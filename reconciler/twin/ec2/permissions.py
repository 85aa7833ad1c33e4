"""Permissions of endpoint services (privatelink 1.6 and 1.7)."""

from dataclasses import replace
from typing import Final

from reconciler import privatelink_limits

from . import descriptions
from .codes import (
    INVALID_FILTER,
    INVALID_PARAMETER,
    INVALID_PARAMETER_VALUE,
    INVALID_PRINCIPAL,
    MISSING_PARAMETER,
    RESOURCE_COUNT_EXCEEDED,
    RESOURCE_LIMIT_EXCEEDED,
)
from .conditions import Conditions
from .endpoint_service import EndpointService
from .filters import page, select
from .permission import ENDPOINTS, TRANSIT_GATEWAYS, Grant, Permission, principal_type
from .view import Effect, Parameters, View, check_unique, named

FILTERS: Final = {
    "permission-type": lambda permission: (permission.type,),
    "principal": lambda permission: (permission.principal,),
    "principal-type": lambda permission: (permission.principal_type,),
}


def describe(view: View, sent: Parameters) -> Effect:
    """Describe one page of the permissions of one service, of both types, in the order in which they were granted."""
    _check_principal_filter(sent)
    service = view.visible(named(sent))
    items, token = page(select(service.permissions.values(), sent, FILTERS), sent)
    return Effect({"AllowedPrincipals": [descriptions.allowed(service.id, item) for item in items], **token})


def modify(view: View, sent: Parameters) -> Effect:
    """Grant and revoke permissions, all or nothing; existing connections stay (privatelink 1.7).

    One principal in both lists, a principal twice in a list, and a call without either list are refused. One invalid
    principal refuses the call. A principal that is allowed already keeps its id and is not in AddedPrincipals. What AWS
    does in these cases is unknown (privatelink 5.2 and 5.3); this is the stricter reading. Revoking what is not granted
    succeeds silently, as was seen with AWS (privatelink 1.7).
    """
    service = view.editable(sent)
    kind = _permission_type(service, sent)
    added, removed = tuple(sent.get("AddAllowedPrincipals", ())), tuple(sent.get("RemoveAllowedPrincipals", ()))
    if not added + removed:
        raise MISSING_PARAMETER("AddAllowedPrincipals or RemoveAllowedPrincipals")
    check_unique(added + removed, "AddAllowedPrincipals and RemoveAllowedPrincipals")
    if 0 < view.conditions.edits_per_call < len(added + removed):
        raise RESOURCE_COUNT_EXCEEDED()
    for principal in removed:
        _check_removable(service, kind, principal)
    granted = _granted(service, kind, added, view.conditions)
    gone = {(kind, principal) for principal in removed}
    kept = {grant: permission for grant, permission in service.permissions.items() if grant not in gone}
    if 0 < view.conditions.principals_per_service < len(kept | granted) and granted:
        raise RESOURCE_LIMIT_EXCEEDED()
    answer = [descriptions.granted(service.id, permission) for permission in granted.values()]
    changed = replace(service, permissions=kept | granted)
    return Effect({"AddedPrincipals": answer, "ReturnValue": True}, (changed,))


def _granted(
    service: EndpointService, kind: str, principals: tuple[str, ...], conditions: Conditions
) -> dict[Grant, Permission]:
    """Return the new permissions."""
    for principal in principals:
        if principal in conditions.unknown_principals:
            raise INVALID_PRINCIPAL(principal)
    types = {principal: _addable_type(service, kind, principal) for principal in principals}
    return {
        (kind, principal): Permission(
            id=conditions.new_id("vpce-svc-perm"), principal=principal, principal_type=found, type=kind
        )
        for principal, found in types.items()
        if (kind, principal) not in service.permissions
    }


def _addable_type(service: EndpointService, kind: str, principal: str) -> str:
    found = principal_type(principal, service.region)
    if kind == TRANSIT_GATEWAYS and found != "Account":
        raise INVALID_PRINCIPAL(principal)
    return found


def _check_removable(service: EndpointService, kind: str, principal: str) -> None:
    """Refuse to remove a principal that is neither granted nor of a form that can be granted."""
    if (kind, principal) not in service.permissions:
        principal_type(principal, service.region)


def _permission_type(service: EndpointService, sent: Parameters) -> str:
    kind: str = sent.get("PermissionType", ENDPOINTS)
    if kind not in privatelink_limits.PERMISSION_TYPES:
        raise INVALID_PARAMETER_VALUE(f"Value ({kind}) for parameter PermissionType is invalid")
    if kind == TRANSIT_GATEWAYS and not service.gateway:
        raise INVALID_PARAMETER(f"PermissionType {kind} is only for Gateway Load Balancer endpoint services")
    return kind


def _check_principal_filter(sent: Parameters) -> None:
    """Refuse the values that AWS's filter refuses: it was seen to fail for ARNs of roles (privatelink 1.6).

    The slash is the only character of these ARNs that the ARN of an account lacks, so ARNs of users fail as well.
    """
    for item in sent.get("Filters", ()):
        for value in item.get("Values", ()) if item.get("Name") == "principal" else ():
            if "/" in value:
                raise INVALID_FILTER(f"The filter value {value} contains unsupported characters")
