"""The `marketplace-catalog` backend, shaped like moto's own: one an account, in us-east-1.

Each operation takes the parameters as botocore names them, already checked by `responses`, and gives the answer in
botocore's names.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import RLock
from typing import Any, ClassVar, Final

from moto.core.base_backend import BackendDict, BaseBackend

from reconciler import limits

from .change import parse_tags
from .change_set import ChangeSet
from .conditions import Conditions
from .exceptions import AccessDeniedException, ResourceNotFoundException, ValidationException
from .faults import ChangeSetFaults
from .marketplace import PrivateMarketplace
from .membership import membership_of
from .pages import filters, page
from .parameters import PARAMETERS
from .rates import Rates
from .shapes import check
from .start_request import parse_start_request
from .views import View, sort_change_sets, sort_entities

Answer = dict[str, Any]
Parameters = Mapping[str, Any]

LOCK: Final = RLock()
"""Held while one operation is carried out: the server has a thread for each connection."""


class MarketplaceCatalogBackend(BaseBackend):
    """One account's way into the Private Marketplace of its organisation.

    What the organisation owns lies with its management account ("created in the management account and shared
    with the member account that is a delegated administrator"); everybody else's backend stays empty.
    """

    conditions: ClassVar[Conditions] = Conditions()

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.marketplace = PrivateMarketplace(account_id)
        self.rates = Rates()

    @property
    def view(self) -> View:
        """What this account sees now; everything that is due has happened."""
        caller = membership_of(self.account_id)
        home = marketplacecatalog_backends[caller.home][self.region_name]
        with LOCK:
            home.marketplace.advance(self.conditions)
        return View(caller, home.marketplace)

    def call(self, operation: str, parameters: Parameters) -> Answer:
        """Carry out one operation of the API by its name.

        Raises:
            moto.core.exceptions.ServiceException: the service refuses.
        """
        with LOCK:
            if self.conditions.request_rates:
                self.rates.admit(operation, self.conditions.clock)
            check(PARAMETERS[operation], operation, parameters)
            answer: Answer = getattr(self, METHODS[operation])(parameters)
            return answer

    def edit(self, changes: Sequence[Mapping[str, Any]]) -> None:
        """Carry out a change set at once, as somebody else would in the console: no waiting and no faults.

        Raises:
            moto.core.exceptions.ServiceException: it can't start.
            ValueError: it failed.
        """
        request = parse_start_request({"Catalog": limits.CATALOG, "ChangeSet": list(changes)})
        undisturbed = replace(self.conditions, preparing=0.0, applying=0.0, faults=ChangeSetFaults())
        with LOCK:
            view = self.view
            change_set = view.marketplace.start(request, view.caller, undisturbed)
        if change_set.status != "SUCCEEDED":
            raise ValueError(f"the edit failed: {change_set.errors}")

    def release(self) -> None:
        """Let the change sets go on that a fault holds."""
        with LOCK:
            for change_set in self.view.marketplace.open_sets():
                change_set.release(self.conditions.clock())

    def list_entities(self, parameters: Parameters) -> Answer:
        """List one page of the entities of a type."""
        wanted, view = filters(parameters), self.view
        ids = wanted.get("EntityId")
        own = parameters.get("OwnershipType", "SELF") == "SELF"
        found = view.entities(parameters["EntityType"], wanted.get("Scope", frozenset())) if own else ()
        selected = [entity for entity in found if ids is None or entity.id in ids]
        items, token = page(
            sort_entities(selected, parameters.get("Sort", {})), parameters, limits.LIST_ENTITIES_PAGE_DEFAULT
        )
        return {"EntitySummaryList": [view.summary(entity) for entity in items], **token}

    def describe_entity(self, parameters: Parameters) -> Answer:
        """Describe one entity, its content as text and as document."""
        view = self.view
        entity = view.entity(parameters["EntityId"])
        if entity is None:
            raise ResourceNotFoundException(f"Entity {parameters['EntityId']} was not found")
        detail = view.detail(entity)
        return {**detail, "Details": json.dumps(detail["DetailsDocument"])}

    def batch_describe_entities(self, parameters: Parameters) -> Answer:
        """Describe up to 20 entities; what fails, fails for itself."""
        view, ids = self.view, [request["EntityId"] for request in parameters["EntityRequestList"]]
        if len(set(ids)) < len(ids):
            raise ValidationException("The same EntityId is used more than once in one request")
        found = {entity_id: view.entity(entity_id) for entity_id in ids}
        return {
            "EntityDetails": {item: view.detail(entity) for item, entity in found.items() if entity},
            "Errors": {item: _not_found(item) for item, entity in found.items() if entity is None},
        }

    def start_change_set(self, parameters: Parameters) -> Answer:
        """Start a change set."""
        request, view = parse_start_request(parameters), self.view
        return _reference(view.marketplace.start(request, view.caller, self.conditions))

    def describe_change_set(self, parameters: Parameters) -> Answer:
        """Describe one change set with all its changes."""
        return self._change_set(parameters).description()

    def cancel_change_set(self, parameters: Parameters) -> Answer:
        """Cancel a change set of one's own while it is PREPARING."""
        change_set = self._change_set(parameters)
        if change_set.owner != self.account_id:
            raise AccessDeniedException(f"Change set {change_set.id} was started by another account")
        self.view.marketplace.cancel(change_set, self.conditions)
        return _reference(change_set)

    def list_change_sets(self, parameters: Parameters) -> Answer:
        """List one page of change sets, newest first."""
        found = self.view.change_sets(filters(parameters), self.conditions.clock())
        items, token = page(
            sort_change_sets(found, parameters.get("Sort", {})), parameters, limits.LIST_CHANGE_SETS_PAGE
        )
        return {"ChangeSetSummaryList": [change_set.summary() for change_set in items], **token}

    def tag_resource(self, parameters: Parameters) -> Answer:
        """Set tags; those not named stay."""
        tags = {**self._tags(parameters), **parse_tags(parameters["Tags"])}
        if len(tags) > limits.TAGS_PER_RESOURCE:
            raise ValidationException(f"A resource can have at most {limits.TAGS_PER_RESOURCE} tags")
        self.view.marketplace.tags[parameters["ResourceArn"]] = tags
        return {}

    def untag_resource(self, parameters: Parameters) -> Answer:
        """Remove tags by key."""
        tags = self._tags(parameters)
        kept = {key: value for key, value in tags.items() if key not in set(parameters["TagKeys"])}
        self.view.marketplace.tags[parameters["ResourceArn"]] = kept
        return {}

    def list_tags_for_resource(self, parameters: Parameters) -> Answer:
        """List the tags of an entity or a change set."""
        tags = [{"Key": key, "Value": value} for key, value in self._tags(parameters).items()]
        return {"ResourceArn": parameters["ResourceArn"], "Tags": tags}

    def _change_set(self, parameters: Parameters) -> ChangeSet:
        found = self.view.change_set(parameters["ChangeSetId"], self.conditions.clock())
        if found is None:
            raise ResourceNotFoundException(f"Change set {parameters['ChangeSetId']} was not found")
        return found

    def _tags(self, parameters: Parameters) -> dict[str, str]:
        view, arn = self.view, parameters["ResourceArn"]
        if view.resource(arn, self.conditions.clock()) is None:
            raise ResourceNotFoundException(f"Resource {arn} was not found")
        return view.marketplace.tags.get(arn, {})


METHODS: Final = {
    "ListEntities": "list_entities",
    "DescribeEntity": "describe_entity",
    "BatchDescribeEntities": "batch_describe_entities",
    "StartChangeSet": "start_change_set",
    "DescribeChangeSet": "describe_change_set",
    "CancelChangeSet": "cancel_change_set",
    "ListChangeSets": "list_change_sets",
    "TagResource": "tag_resource",
    "UntagResource": "untag_resource",
    "ListTagsForResource": "list_tags_for_resource",
}


def _reference(change_set: ChangeSet) -> Answer:
    return {"ChangeSetId": change_set.id, "ChangeSetArn": change_set.arn}


def _not_found(entity_id: str) -> dict[str, str]:
    return {"ErrorCode": "RESOURCE_NOT_FOUND", "ErrorMessage": f"Entity {entity_id} was not found"}


def let_pass_what_is_due() -> None:
    """Let the change sets of all accounts go on: their events are due even when nobody asks the catalogue."""
    for regions in list(marketplacecatalog_backends.values()):
        for backend in list(regions.values()):
            with LOCK:
                backend.marketplace.advance(backend.conditions)


# A client for another region asks a host that does not exist (catalog.md 1.1).
marketplacecatalog_backends = BackendDict(
    MarketplaceCatalogBackend,
    "marketplace-catalog",
    use_boto3_regions=False,
    additional_regions=[limits.CATALOG_REGION],
)
