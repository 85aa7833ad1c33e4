"""Experiences: four types of entity, joined into one record for each experience.

An experience names its policy and its branding; an audience names its experience (facts: catalog 1.9). So experiences
are described first and the entities that they name second. Audiences fill the calls that have room.

Example: 45 experiences with a policy each, and 12 audiences. The first three calls describe 45 experiences and the 12
audiences (57 of 60 places), the next three the 45 policies: six calls of BatchDescribeEntities.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from threading import Lock
from typing import Final, Protocol

from reconciler.errors import Unreadable
from reconciler.limits import BATCH_DESCRIBE, EXPERIENCE_STATUSES
from reconciler.parallel import Threads
from reconciler.ports import EntitySummary, ExperienceEntities, ExperienceEntity
from reconciler.reading_progress import ReadingProgress

from .details import Details, Entity
from .entities import unheard

EXPERIENCE: Final = "experience"
_POLICIES: Final = "ProcurementPolicies"
_BRANDING: Final = "BrandingSettings"
_LOOKS: Final = {"Title": "title", "Information": "information", "ThemeColor": "theme_color", "LogoUrl": "logo_url"}


class Entities(Protocol):
    """Lists and describes entities."""

    def list_entities(self, entity_type: str) -> tuple[EntitySummary, ...]:
        """List all entities of a type."""
        ...

    def describe_entities(
        self, entity_ids: Collection[str], heard: Callable[[Collection[str]], None] = unheard
    ) -> Mapping[str, Entity]:
        """Describe all of *entity_ids* that AWS knows; *heard* is called with the ids that each call has described."""
        ...


class _Unread:
    """The experiences of which a policy or the branding is not described yet; each is counted once all are."""

    def __init__(self, owners: Mapping[str, str], progress: ReadingProgress) -> None:
        """Take the experience of each entity that has to be described."""
        self._owners = owners
        self._left = Counter(owners.values())
        self._progress = progress
        self._lock = Lock()

    def heard(self, entity_ids: Collection[str]) -> None:
        """Count the experiences that are complete with *entity_ids*; called in several threads."""
        with self._lock:
            read = [self._owners[one] for one in entity_ids if one in self._owners]
            self._left.subtract(read)
            self._progress.count(EXPERIENCE, sum(1 for one in set(read) if not self._left[one]))


def read(
    entities: Entities,
    only: Collection[str] | None,
    without: Collection[str],
    progress: ReadingProgress | None = None,
) -> ExperienceEntities:
    """Read experiences and audiences: all, or *only* some experiences and no audience of *without*.

    *progress* counts an experience once its policy and its branding are described.
    """
    progress = progress or ReadingProgress()
    with Threads(2) as pool:
        audiences = pool.submit(entities.list_entities, "Audience")
        experiences = only if only is not None else [one.id for one in entities.list_entities("Experience")]
        audience_ids = [summary.id for summary in audiences.result() if summary.id not in without]
    progress.expect(EXPERIENCE, len(experiences))
    return _described(entities, experiences, audience_ids, progress)


def _described(
    entities: Entities, experience_ids: Collection[str], audience_ids: Sequence[str], progress: ReadingProgress
) -> ExperienceEntities:
    """Describe experiences with the audiences that fill their last call, then all other entities: the fewest calls."""
    room = -len(experience_ids) % BATCH_DESCRIBE
    first = _all_of(entities, (*experience_ids, *audience_ids[:room]))
    found = [Details(first[entity]) for entity in experience_ids]
    children = {child: one.id for one in found for child in (*one.ids(_POLICIES), *one.ids(_BRANDING))}
    progress.count(EXPERIENCE, len({one.id for one in found}.difference(children.values())))
    every = {**first, **_all_of(entities, (*audience_ids[room:], *children), _Unread(children, progress).heard)}
    owners = {entity: _owner(Details(every[entity])) for entity in audience_ids}
    held: dict[str, list[Details]] = {}
    for audience, experience in owners.items():
        held.setdefault(experience, []).append(Details(every[audience]))
    return ExperienceEntities({one.id: _experience(one, held.get(one.id, []), every) for one in found}, owners)


def _owner(audience: Details) -> str:
    """Return the id of the experience that an audience belongs to, without its revision."""
    return (audience.text("ExperienceId") or "").partition("@")[0]


def _all_of(
    entities: Entities, entity_ids: Collection[str], heard: Callable[[Collection[str]], None] = unheard
) -> Mapping[str, Entity]:
    """Describe *entity_ids*. Raises Unreadable when AWS does not describe one of them."""
    found = entities.describe_entities(entity_ids, heard)
    missing = [entity for entity in entity_ids if entity not in found]
    if missing:
        raise Unreadable(f"AWS lists {missing[0]} and does not describe it", "entities are never deleted, so try again")
    return found


def _experience(one: Details, audiences: Collection[Details], described: Mapping[str, Entity]) -> ExperienceEntity:
    policies = [Details(described[policy]) for policy in one.ids(_POLICIES)]
    branding = [Details(described[settings]) for settings in one.ids(_BRANDING)]
    return ExperienceEntity(
        id=one.id,
        revision=one.revision,
        arn=one.arn,
        title=one.text("Name"),
        description=one.text("Description"),
        status=_status(one),
        user_requests=_requests(policies),
        allow=_products(policies, "Allow") if policies else None,
        deny=_products(policies, "Deny") if policies else None,
        principals=frozenset(member for audience in audiences for member in audience.texts("Principals")),
        branding=_look(branding[0]) if branding else None,
        editable=one.text("AdminStatus") == "Editable",
        modified=_latest([part.entity.modified for part in (one, *policies, *branding, *audiences)]),
    )


def _latest(times: Sequence[str]) -> str:
    """Return the latest of *times*; empty if one of them is."""
    return max(times) if all(times) else ""


def _status(one: Details) -> str:
    """Return enabled, disabled or archived; raise Unreadable for a status that AWS does not document.

    Archived means: AdminStatus is present, not empty and not `Editable` (contract 1.2; facts: catalog 1.9). An
    experience without a status is disabled: a new one has none. An undocumented status may mean that it governs.
    """
    if one.text("AdminStatus") not in {None, "", "Editable"}:
        return "archived"
    status = one.text("Status") or "Disabled"
    if status not in EXPERIENCE_STATUSES:
        raise one.unknown("Status", " or ".join(EXPERIENCE_STATUSES))
    return status.lower()


def _requests(policies: Collection[Details]) -> str | None:
    said = [policy.within("Configuration").text("PolicyResourceRequests") for policy in policies]
    return next((word.lower() for word in said if word), None)


def _products(policies: Collection[Details], effect: str) -> frozenset[str]:
    statements = [statement for policy in policies for statement in policy.parts("Statements")]
    resources = [part for s in statements if s.text("Effect") == effect for part in s.parts("Resources")]
    return frozenset(product for part in resources for product in part.texts("Ids"))


def _look(branding: Details) -> Mapping[str, str]:
    configuration = branding.within("Configuration")
    look = {ours: configuration.text(theirs) for theirs, ours in _LOOKS.items()}
    return {key: value.lower() if key == "theme_color" else value for key, value in look.items() if value}
