"""The AWS Marketplace Catalog API as the port `Catalog`."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from reconciler.errors import Throttled, Unreadable
from reconciler.limits import CATALOG, LIST_CHANGE_SETS_PAGE, LIST_ENTITIES_PAGE
from reconciler.model import canonical_json
from reconciler.ports import (
    ChangeError,
    ChangeSet,
    ChangeSetSummary,
    EntitySummary,
    ExperienceEntities,
    SentChange,
    StartedChangeSet,
)
from reconciler.reading_progress import ReadingProgress

from .answer import Answer
from .details import Entity
from .entities import described, unheard, unrevised
from .experiences import read
from .service import Service

_SHARED_WITH_ME: Final = {"Name": "Scope", "ValueList": ["SharedWithMe"]}
_BY_ID: Final = {"SortBy": "EntityId", "SortOrder": "ASCENDING"}
"""An entity that changes between two pages keeps its place in this order. In the default order, others are missed."""
_NEWEST_FIRST: Final = {"SortBy": "StartTime", "SortOrder": "DESCENDING"}
_NAMED: Final = "Experience"
_CREATION: Final = "CreateExperience"


class CatalogApi:
    """Reads and writes experiences and the entities that belong to them.

    *shared* tells whether the organization's entities belong to another account. They do for a delegated
    administrator, who sees them only with `Scope=SharedWithMe` (DG-PMP). It is called at the first list call.
    """

    def __init__(self, service: Service, *, shared: Callable[[], bool], pause: Callable[[float], None]) -> None:
        """Make the calls through *service* (`marketplace-catalog`); *pause* sleeps for a number of seconds."""
        self._service = service
        self._shared = shared
        self._pause = pause

    def list_entities(self, entity_type: str) -> tuple[EntitySummary, ...]:
        """List all entities of a type, every page, by id."""
        scope = {"FilterList": [_SHARED_WITH_ME]} if self._shared() else {}
        pages = self._service.pages(
            "ListEntities",
            Catalog=CATALOG,
            EntityType=entity_type,
            MaxResults=LIST_ENTITIES_PAGE,
            Sort=_BY_ID,
            **scope,
        )
        listed = (_entity_summary(item) for page in pages for item in page.structures("EntitySummaryList"))
        found = {entity.id: entity for entity in listed}
        return tuple((self._named(found) if entity_type == _NAMED else found).values())

    def _named(self, listed: Mapping[str, EntitySummary]) -> Mapping[str, EntitySummary]:
        """Complete summaries without a name by DescribeEntity: experiences are matched by their title."""
        nameless = [entity_id for entity_id, summary in listed.items() if not summary.name]
        described = self.describe_entities(nameless) if nameless else {}
        names = {entity_id: str(entity.details.get("Name") or "") for entity_id, entity in described.items()}
        return {one.id: replace(one, name=one.name or names.get(one.id, "")) for one in listed.values()}

    def describe_entities(
        self, entity_ids: Collection[str], heard: Callable[[Collection[str]], None] = unheard
    ) -> Mapping[str, Entity]:
        """Describe all of *entity_ids*, 20 in each call; an id that AWS does not know is absent from the result.

        *heard* is called in several threads with the ids that each call has described.
        """
        return described(self._service, entity_ids, self._pause, heard)

    def experiences(
        self,
        only: Collection[str] | None = None,
        without: Collection[str] = (),
        progress: ReadingProgress | None = None,
    ) -> ExperienceEntities:
        """Read experiences and audiences: all, or *only* some experiences and no audience of *without*."""
        return read(self, only, without, progress)

    def list_tags(self, arn: str) -> Mapping[str, str]:
        """Return the tags of one entity."""
        answer = self._service.read("ListTagsForResource", ResourceArn=arn)
        answer.text("ResourceArn")
        return {tag.text("Key"): tag.text("Value") for tag in answer.structures_or_none("Tags")}

    def list_change_sets(
        self,
        *,
        status: Collection[str] = (),
        entity_id: str | None = None,
        names: Collection[str] = (),
        ended_after: str | None = None,
        newest: int | None = None,
    ) -> tuple[ChangeSetSummary, ...]:
        """List change sets, newest first, that have one of *status* (any when empty) and touch *entity_id*.

        At most ten *names* and *ended_after* (a time) narrow the list where they are given. *newest* is how many are
        listed at most; no further page is read then. The change sets that a
        delegated administrator started are not among those shared with it, so both scopes are listed.
        """
        stated: Mapping[str, Collection[str]] = {
            "Status": sorted(status),
            "EntityId": [entity_id] if entity_id else [],
            "ChangeSetName": list(names),
            "AfterEndTime": [ended_after] if ended_after else [],
        }
        wanted = [{"Name": key, "ValueList": values} for key, values in stated.items() if values]
        scopes = ([], [_SHARED_WITH_ME]) if self._shared() else ([],)
        listed = [one for scope in scopes for one in islice(self._change_sets([*wanted, *scope]), newest)]
        newest_first = sorted(listed, key=lambda one: one.started_at, reverse=True)
        return tuple({one.id: one for one in newest_first}.values())[:newest]

    def _change_sets(self, filters: Sequence[Mapping[str, Any]]) -> Iterator[ChangeSetSummary]:
        """List the change sets of one scope, every page."""
        pages = self._service.pages(
            "ListChangeSets",
            Catalog=CATALOG,
            MaxResults=LIST_CHANGE_SETS_PAGE,
            Sort=_NEWEST_FIRST,
            **({"FilterList": list(filters)} if filters else {}),
        )
        return (_change_set_summary(item) for page in pages for item in page.structures("ChangeSetSummaryList"))

    def describe_change_set(self, change_set_id: str) -> ChangeSet:
        """Return the state of one change set."""
        return _change_set(self._service.read("DescribeChangeSet", Catalog=CATALOG, ChangeSetId=change_set_id))

    def start_change_set(
        self, changes: Collection[Mapping[str, Any]], *, name: str, tags: Mapping[str, str], token: str
    ) -> StartedChangeSet:
        """Start a change set. The same *token* again starts nothing new, and returns the first change set.

        *changes* are as botocore takes them (ChangeType, Entity, DetailsDocument, ChangeName, EntityTags). Raises
        CallFailed or a subclass. After Throttled, the caller does not know whether the change set was started; sending
        the same *token* again tells.
        """
        answer = self._service.write(
            "StartChangeSet",
            Catalog=CATALOG,
            ChangeSet=[dict(change) for change in changes],
            ChangeSetName=name,
            ClientRequestToken=token,
            **({"ChangeSetTags": _tag_list(tags)} if tags else {}),
        )
        try:
            return StartedChangeSet(answer.id("ChangeSetId"), answer.request_id)
        except Unreadable as error:
            code, id_ = "NoChangeSetId", answer.request_id
            raise Throttled(error.message, code=code, operation="StartChangeSet", request_id=id_) from error

    def cancel_change_set(self, change_set_id: str) -> None:
        """Cancel a change set that is PREPARING. Raises EntityLocked when it is no longer PREPARING."""
        self._service.write("CancelChangeSet", Catalog=CATALOG, ChangeSetId=change_set_id)

    def time(self) -> str | None:
        """Return the time of AWS's latest answer (`YYYY-MM-DDTHH:MM:SSZ`); None when no answer had a time."""
        return self._service.answered_at


def _entity_summary(item: Answer) -> EntitySummary:
    """Read one line of ListEntities. Its id may have a revision, as elsewhere in the API."""
    return EntitySummary(unrevised(item.id("EntityId")), item.text_or("Name", ""), item.id("EntityArn"))


def _change_set_summary(item: Answer) -> ChangeSetSummary:
    entities = tuple(map(unrevised, item.texts("EntityIdList")))
    return ChangeSetSummary(
        id=item.id("ChangeSetId"),
        name=item.text_or("ChangeSetName", ""),
        status=item.id("Status"),
        entities=entities,
        started_at=item.id("StartTime"),
        ended_at=item.text_or_none("EndTime"),
    )


def _change_set(answer: Answer) -> ChangeSet:
    changes = answer.structures("ChangeSet")
    details = [_details(change) for change in changes]
    sent = tuple(map(_sent_change, changes, details))
    titles = [str(one.get("Name")) for one in details]
    return ChangeSet(
        id=answer.id("ChangeSetId"),
        name=answer.text_or("ChangeSetName", ""),
        status=answer.id("Status"),
        failure_code=answer.text_or_none("FailureCode"),
        failure_description=answer.text_or_none("FailureDescription"),
        entities={change.name: change.entity for change in sent if change.name and change.entity},
        errors=tuple(error for change in changes for error in _change_errors(change)),
        changes=sent,
        creations={title: one.entity or None for one, title in zip(sent, titles, strict=True) if one.type == _CREATION},
        started_at=answer.text_or("StartTime", ""),
        ended_at=answer.text_or_none("EndTime"),
    )


def _sent_change(change: Answer, details: Mapping[str, Any]) -> SentChange:
    """Read one change. Its entity is empty while it is only a reference to a creation (`$Name.Entity.Identifier`)."""
    entity = unrevised(change.inside("Entity").text_or("Identifier", ""))
    return SentChange(
        name=change.text_or("ChangeName", ""),
        type=change.id("ChangeType"),
        entity="" if entity.startswith("$") else entity,
        members=_members(details),
        content=canonical_json(details),
    )


def _members(details: Mapping[str, Any]) -> frozenset[str]:
    """Return the principals or products in a change's details; details of an unknown form have none."""
    blocks = details.get("Products")
    products = [one.get("Ids") for one in blocks if isinstance(one, dict)] if isinstance(blocks, list) else []
    lists = [one for one in (details.get("Principals"), *products) if isinstance(one, list)]
    return frozenset(member for one in lists for member in one if isinstance(member, str))


def _details(change: Answer) -> Mapping[str, Any]:
    """Return the change's details. AWS returns them as an object, or as the text of a JSON object."""
    text = change.text_or("Details", "")
    if change.value.get("DetailsDocument") is not None or not text:
        return change.json_object("DetailsDocument") if "DetailsDocument" in change.value else {}
    try:
        found = json.loads(text)
    except ValueError as error:
        raise change.fail("Details", "is not JSON") from error
    return Answer(change.call, {"Details": found}, change.path).json_object("Details")


def _change_errors(change: Answer) -> Iterator[ChangeError]:
    name = change.text_or("ChangeName", "")
    for error in change.structures_or_none("ErrorDetailList"):
        yield ChangeError(name, error.text_or("ErrorCode", ""), error.text_or("ErrorMessage", ""))


def _tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
