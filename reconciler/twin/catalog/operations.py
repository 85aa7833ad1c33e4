"""The operations of the Catalog API by name: from an account's view and the parameters to the answer.

Parameters have botocore's names and have been checked (`parameters.PARAMETERS`); answers have botocore's names.
"""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from reconciler import limits
from reconciler.twin.pages import page

from .change import parse_start_request, parse_tags
from .change_set import ChangeSet
from .codes import ACCESS_DENIED, RESOURCE_NOT_FOUND, VALIDATION
from .parameters import filters
from .views import View, sort_change_sets, sort_entities

Answer = dict[str, Any]
Parameters = Mapping[str, Any]


def list_entities(view: View, parameters: Parameters) -> Answer:
    """List one page of the entities of a type."""
    view.admit()
    wanted = filters(parameters)
    ids = wanted.get("EntityId")
    own = parameters.get("OwnershipType", "SELF") == "SELF"
    found = view.entities(parameters["EntityType"], wanted.get("Scope", frozenset())) if own else ()
    selected = [entity for entity in found if ids is None or entity.id in ids]
    size = parameters.get("MaxResults", limits.LIST_ENTITIES_PAGE_DEFAULT)
    items, token = page(sort_entities(selected, parameters.get("Sort", {})), parameters, size, VALIDATION)
    return {"EntitySummaryList": [view.summary(entity) for entity in items], **token}


def describe_entity(view: View, parameters: Parameters) -> Answer:
    """Describe one entity, with its content as text and as document."""
    view.admit()
    entity = view.entity(parameters["EntityId"])
    if entity is None:
        raise RESOURCE_NOT_FOUND(f"Entity {parameters['EntityId']} was not found")
    detail = view.detail(entity)
    return {**detail, "Details": json.dumps(detail["DetailsDocument"])}


def batch_describe_entities(view: View, parameters: Parameters) -> Answer:
    """Describe up to 20 entities; each of them can fail by itself."""
    view.admit()
    ids = [request["EntityId"] for request in parameters["EntityRequestList"]]
    if len(set(ids)) < len(ids):
        raise VALIDATION("The same EntityId is used more than once in one request")
    found = {entity_id: view.entity(entity_id) for entity_id in ids}
    return {
        "EntityDetails": {item: view.detail(entity) for item, entity in found.items() if entity},
        "Errors": {item: _not_found(item) for item, entity in found.items() if entity is None},
    }


def start_change_set(view: View, parameters: Parameters) -> Answer:
    """Start a change set."""
    request = parse_start_request(parameters)
    return _reference(view.marketplace.start(request, view.caller, view.conditions))


def describe_change_set(view: View, parameters: Parameters) -> Answer:
    """Describe one change set with all its changes."""
    return _change_set(view, parameters).description()


def cancel_change_set(view: View, parameters: Parameters) -> Answer:
    """Cancel a change set that the caller started, while it is PREPARING."""
    change_set = _change_set(view, parameters)
    if change_set.owner != view.caller.account:
        raise ACCESS_DENIED(f"Change set {change_set.id} was started by another account")
    view.marketplace.cancel(change_set, view.conditions)
    return _reference(change_set)


def list_change_sets(view: View, parameters: Parameters) -> Answer:
    """List one page of change sets, newest first."""
    found = view.change_sets(filters(parameters))
    size = parameters.get("MaxResults", limits.LIST_CHANGE_SETS_PAGE)
    items, token = page(sort_change_sets(found, parameters.get("Sort", {})), parameters, size, VALIDATION)
    return {"ChangeSetSummaryList": [change_set.summary() for change_set in items], **token}


def tag_resource(view: View, parameters: Parameters) -> Answer:
    """Set tags; tags that are not named stay."""
    tags = {**_tags(view, parameters), **parse_tags(parameters["Tags"])}
    if len(tags) > limits.TAGS_PER_RESOURCE:
        raise VALIDATION(f"A resource can have at most {limits.TAGS_PER_RESOURCE} tags")
    view.marketplace.tags[parameters["ResourceArn"]] = tags
    return {}


def untag_resource(view: View, parameters: Parameters) -> Answer:
    """Remove tags by key."""
    tags = _tags(view, parameters)
    kept = {key: value for key, value in tags.items() if key not in set(parameters["TagKeys"])}
    view.marketplace.tags[parameters["ResourceArn"]] = kept
    return {}


def list_tags_for_resource(view: View, parameters: Parameters) -> Answer:
    """List the tags of an entity or a change set."""
    tags = [{"Key": key, "Value": value} for key, value in _tags(view, parameters).items()]
    return {"ResourceArn": parameters["ResourceArn"], "Tags": tags}


OPERATIONS: Final[Mapping[str, Callable[[View, Parameters], Answer]]] = MappingProxyType(
    {
        "ListEntities": list_entities,
        "DescribeEntity": describe_entity,
        "BatchDescribeEntities": batch_describe_entities,
        "StartChangeSet": start_change_set,
        "DescribeChangeSet": describe_change_set,
        "CancelChangeSet": cancel_change_set,
        "ListChangeSets": list_change_sets,
        "TagResource": tag_resource,
        "UntagResource": untag_resource,
        "ListTagsForResource": list_tags_for_resource,
    }
)


def _change_set(view: View, parameters: Parameters) -> ChangeSet:
    found = view.change_set(parameters["ChangeSetId"])
    if found is None:
        raise RESOURCE_NOT_FOUND(f"Change set {parameters['ChangeSetId']} was not found")
    return found


def _tags(view: View, parameters: Parameters) -> dict[str, str]:
    arn = parameters["ResourceArn"]
    if not view.has(arn):
        raise RESOURCE_NOT_FOUND(f"Resource {arn} was not found")
    return view.marketplace.tags.get(arn, {})


def _reference(change_set: ChangeSet) -> Answer:
    return {"ChangeSetId": change_set.id, "ChangeSetArn": change_set.arn}


def _not_found(entity_id: str) -> dict[str, str]:
    return {"ErrorCode": "RESOURCE_NOT_FOUND", "ErrorMessage": f"Entity {entity_id} was not found"}
