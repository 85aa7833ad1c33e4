"""BatchDescribeEntities: up to 20 entities in a call, each of which may fail on its own (facts: catalog 1.8).

Example: 45 ids take three calls, of 20, 20 and 5. When two entities are throttled, both are asked for again in one
call, after 1, 2 and 4 seconds; the fourth failure is raised.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from reconciler.errors import ReconcilerError
from reconciler.limits import BATCH_DESCRIBE, CATALOG
from reconciler.parallel import chunks, in_parallel

from .answer import Answer
from .causes import bare, passes
from .details import Entity
from .errors import unread_in_part
from .service import Service

_ABSENT: Final = frozenset({"resourcenotfound", "entitynotfound"})
_PAUSES: Final = (1.0, 2.0, 4.0)
"""Seconds before each retry of throttled entities: botocore retries only whole calls."""


@dataclass(frozen=True, slots=True)
class _Described:
    """The answer to one call: the entities *found*, and the temporary errors of others by entity id (*busy*)."""

    found: tuple[Entity, ...]
    busy: Mapping[str, ReconcilerError]


def unheard(_entity_ids: Collection[str]) -> None:
    """Do nothing: nobody counts the entities."""


def described(
    service: Service,
    entity_ids: Collection[str],
    pause: Callable[[float], None],
    heard: Callable[[Collection[str]], None] = unheard,
) -> Mapping[str, Entity]:
    """Describe all of *entity_ids*; an id that AWS does not know is absent from the result.

    Entities with a temporary error are asked for again, up to three times. *heard* is called in several threads with
    the ids that each call has described. Raises Unreadable.
    """
    found: dict[str, Entity] = {}
    asked: Collection[str] = dict.fromkeys(entity_ids)
    for seconds in (*_PAUSES, None):
        answers = in_parallel(partial(_describe, service, heard), tuple(chunks(asked, BATCH_DESCRIBE)))
        found.update({entity.id: entity for answer in answers for entity in answer.found})
        busy = {entity_id: why for answer in answers for entity_id, why in answer.busy.items()}
        if not busy:
            break
        if seconds is None:
            raise next(iter(busy.values()))
        pause(seconds)
        asked = busy
    return {entity_id: found[entity_id] for entity_id in dict.fromkeys(entity_ids) if entity_id in found}


def _describe(service: Service, heard: Callable[[Collection[str]], None], batch: Sequence[str]) -> _Described:
    """Describe up to 20 entities in one call. AWS answers each with the entity or with an error."""
    requests = [{"Catalog": CATALOG, "EntityId": entity_id} for entity_id in batch]
    answer = service.read("BatchDescribeEntities", EntityRequestList=requests)
    found, errors = (
        {unrevised(key): item for key, item in answer.by_key(name).items()} for name in ("EntityDetails", "Errors")
    )
    why = {one: _failure(answer, one, errors.get(one)) for one in batch if one not in found}
    entities = tuple(_entity(entity_id, found[entity_id]) for entity_id in batch if entity_id in found)
    heard([one.id for one in entities])
    return _Described(entities, {entity_id: busy for entity_id, busy in why.items() if busy})


def unrevised(identifier: str) -> str:
    """Return the id of `id@revision` (facts: catalog 1.2): requests take ids without a revision."""
    return identifier.partition("@")[0]


def _failure(answer: Answer, entity_id: str, error: Answer | None) -> ReconcilerError | None:
    """Return the temporary error of an entity, or None when AWS has no such entity. Raises Unreadable otherwise.

    AWS does not document the codes of these errors, so the spellings with and without underscores are both accepted.
    """
    if error is None:
        raise answer.fail(f"EntityDetails.{entity_id}", "is missing, and AWS returns no error for it")
    code = error.id("ErrorCode")
    if bare(code) in _ABSENT:
        return None
    failure = unread_in_part(answer.call, code, f"{entity_id}: {error.text_or('ErrorMessage', 'no message')}")
    if not passes(code):
        raise failure
    return failure


def _entity(entity_id: str, item: Answer) -> Entity:
    """Read one entity and split its `id@revision`. A missing revision is an error: apply locks on it."""
    found, _, revision = item.id("EntityIdentifier").partition("@")
    if found != entity_id or not revision:
        raise item.fail("EntityIdentifier", f"is not {entity_id}@ and a revision")
    modified = item.text_or("LastModifiedDate", "")
    return Entity(entity_id, revision, item.id("EntityArn"), item.json_object("DetailsDocument"), modified)
