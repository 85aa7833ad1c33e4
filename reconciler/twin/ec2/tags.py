"""Tags of services and of permissions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from reconciler import limits, privatelink_limits

from .codes import (
    INVALID_PARAMETER,
    INVALID_PARAMETER_VALUE,
    SERVICE_ID_NOT_FOUND,
    SERVICE_PERMISSION_ID_NOT_FOUND,
    TAG_LIMIT_EXCEEDED,
)
from .endpoint_service import EndpointService
from .view import Effect, Parameters, View, checked

Edit = Callable[[Mapping[str, str]], dict[str, str]]

SERVICE: Final = "vpc-endpoint-service"
PERMISSION_PREFIX: Final = "vpce-svc-perm-"


def create_tags(view: View, sent: Parameters) -> Effect:
    """Set tags on services and permissions; tags that are not named stay."""
    tags = parse_tags(sent.get("Tags", ()))
    return _retagged(view, sent, lambda found: {**found, **tags})


def delete_tags(view: View, sent: Parameters) -> Effect:
    """Remove tags by key, or by key and value if a value is given; without Tags, remove all."""
    named = {tag["Key"]: tag.get("Value") for tag in sent.get("Tags", ())}
    return _retagged(view, sent, lambda found: _without(found, named))


def specified_tags(sent: Parameters) -> dict[str, str]:
    """Return the tags with which a service is created.

    Raises:
        InvalidParameterValue: they are for another resource type, or a tag is not valid.
    """
    found: dict[str, str] = {}
    for specification in sent.get("TagSpecifications", ()):
        kind = specification.get("ResourceType")
        if kind != SERVICE:
            raise INVALID_PARAMETER_VALUE(f"'{kind}' is not a valid taggable resource type for this operation.")
        found |= parse_tags(specification.get("Tags", ()))
    return _limited(found)


def parse_tags(sent: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Read a list of tags.

    Raises:
        InvalidParameterValue: EC2 does not take a key or a value.
        InvalidParameter: a key is given twice.
    """
    tags = {tag.get("Key", ""): tag.get("Value", "") for tag in sent}
    if len(tags) < len(sent):
        raise INVALID_PARAMETER("Duplicate tag keys found. Please note that Tag keys are case sensitive.")
    for key, value in tags.items():
        _check_tag(key, value)
    return tags


def _check_tag(key: str, value: str) -> None:
    if key.startswith("aws:"):
        raise INVALID_PARAMETER_VALUE(
            "Tag keys starting with 'aws:' are reserved for internal use. You may not use this key."
        )
    if not _fits(key, privatelink_limits.EC2_TAG_KEY_LENGTH):
        raise INVALID_PARAMETER_VALUE(
            f"Tag key exceeds the maximum length of {privatelink_limits.EC2_TAG_KEY_LENGTH[1]} characters."
        )
    if not _fits(value, limits.TAG_VALUE_LENGTH):
        raise INVALID_PARAMETER_VALUE(
            f"Tag value exceeds the maximum length of {limits.TAG_VALUE_LENGTH[1]} characters."
        )


def _fits(text: str, length: tuple[int, int]) -> bool:
    return length[0] <= len(text) <= length[1]


def _retagged(view: View, sent: Parameters, edit: Edit) -> Effect:
    """Edit the tags of all resources that the request names; several of them may belong to one service."""
    edited: dict[str, EndpointService] = {}
    for resource in sent["Resources"]:
        service = _holder(view, resource)
        service = edited.get(service.id, service)
        edited[service.id] = _permission_tagged(service, resource, edit) or replace(
            service, tags=_limited(edit(service.tags))
        )
    return Effect({}, tuple(edited.values()))


def _holder(view: View, resource: str) -> EndpointService:
    if not resource.startswith(PERMISSION_PREFIX):
        found = view.records.get(checked(resource), view.now)
        if found is None:
            raise SERVICE_ID_NOT_FOUND(resource)
        return found
    for service in view.records.all(view.now):
        if any(permission.id == resource for permission in service.permissions.values()):
            return service
    raise SERVICE_PERMISSION_ID_NOT_FOUND(resource)


def _permission_tagged(service: EndpointService, resource: str, edit: Edit) -> EndpointService | None:
    if not resource.startswith(PERMISSION_PREFIX):
        return None
    permissions = {
        grant: replace(permission, tags=_limited(edit(permission.tags))) if permission.id == resource else permission
        for grant, permission in service.permissions.items()
    }
    return replace(service, permissions=permissions)


def _without(tags: Mapping[str, str], named: Mapping[str, str | None]) -> dict[str, str]:
    if not named:
        return {}
    return {key: value for key, value in tags.items() if key not in named or named[key] not in (None, value)}


def _limited(tags: dict[str, str]) -> dict[str, str]:
    if len(tags) > limits.TAGS_PER_RESOURCE:
        raise TAG_LIMIT_EXCEEDED()
    return tags
