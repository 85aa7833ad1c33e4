"""Experiences as AWS has them: four kinds of entity, put together into one spec. Reads only.

An experience names its policy and branding, an audience names its experience (facts: catalog 1.9), so the
experiences are described first, what they name after that, and audiences wherever a call has room.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.errors import Unreadable
from reconciler.limits import BATCH_DESCRIBE, EXPERIENCE_STATUSES
from reconciler.model import Observed, Problem
from reconciler.parallel import Threads
from reconciler.ports import Catalog, Entity

from .answer import Answer
from .history import Departures
from .spec import RESTRICTED, Experience, ExperienceSpec, ExperienceStatus, Live, Pairs

POLICIES = "ProcurementPolicies"
BRANDING = "BrandingSettings"
_DISABLED = EXPERIENCE_STATUSES[1]


@dataclass(frozen=True, slots=True)
class Observation:
    """Everything read: the *live* experiences by id, and which experience each audience belongs to, for good.

    *paired* are the wishes with the experiences that they are about, *unpaired* says what is wrong with the others.
    *allowed_before* holds, for experiences where an allowed id may have changed its form, the ids that change sets
    which succeeded have allowed; *by_us* holds, for experiences where an allowed product may come from a request, those
    that our own sets have left allowed; *left* says of principals that are nowhere, and shall be somewhere, what they
    left.
    """

    live: Live
    audiences: Mapping[str, str]
    paired: Pairs = ()
    unpaired: tuple[Problem, ...] = ()
    allowed_before: Mapping[str, frozenset[str]] = field(default_factory=dict)
    by_us: Mapping[str, frozenset[str]] = field(default_factory=dict)
    left: Departures = field(default_factory=dict)


def read_all(
    catalog: Catalog, only: Collection[str] | None = None, without: Collection[str] = ()
) -> tuple[Live, Mapping[str, str]]:
    """Read experiences and audiences: all, or *only* some experiences and no audience of *without*.

    Gives the experiences by id, and the experience of each audience that was read.
    """
    with Threads(2) as pool:
        audiences = pool.submit(catalog.list_entities, "Audience")
        experiences = only if only is not None else [one.id for one in catalog.list_entities("Experience")]
        audience_ids = [summary.id for summary in audiences.result() if summary.id not in without]
    return _read(catalog, experiences, audience_ids)


def with_tags(live: Live, experience_ids: Iterable[str], catalog: Catalog) -> Live:
    """Add the tags of some experiences: one call each, so only where the wish states tags."""
    wanted = [live[entity] for entity in experience_ids]
    with Threads(4) as pool:
        tags = pool.map(catalog.list_tags, [str(observed.facts["arn"]) for observed in wanted])
    tagged = {o.remote_id: replace(o, spec=replace(o.spec, tags=dict(t))) for o, t in zip(wanted, tags, strict=True)}
    return {**live, **tagged}


def _read(
    catalog: Catalog, experience_ids: Collection[str], audience_ids: Sequence[str]
) -> tuple[Live, Mapping[str, str]]:
    """Describe experiences with the audiences that fill their last call, then everything else: the fewest calls."""
    room = -len(experience_ids) % BATCH_DESCRIBE
    first = _all_of(catalog, (*experience_ids, *audience_ids[:room]))
    answers = [Answer(first[entity]) for entity in experience_ids]
    children = [child for answer in answers for child in (*answer.ids(POLICIES), *answer.ids(BRANDING))]
    entities = {**first, **_all_of(catalog, (*audience_ids[room:], *children))}
    owners = {entity: _owner(Answer(entities[entity])) for entity in audience_ids}
    held: dict[str, list[Answer]] = {}
    for audience, experience in owners.items():
        held.setdefault(experience, []).append(Answer(entities[audience]))
    return {answer.id: _observed(answer, held.get(answer.id, []), entities) for answer in answers}, owners


def _owner(audience: Answer) -> str:
    """Return the id of the experience that an audience belongs to, without the revision that may follow it."""
    return (audience.text("ExperienceId") or "").partition("@")[0]


def _all_of(catalog: Catalog, entity_ids: Collection[str]) -> Mapping[str, Entity]:
    """Describe *entity_ids*; one that was listed and cannot be described makes the whole answer unreadable."""
    entities = catalog.describe_entities(entity_ids)
    missing = [entity for entity in entity_ids if entity not in entities]
    if missing:
        raise Unreadable(f"AWS names {missing[0]} and does not describe it", "entities are never deleted: try again")
    return entities


def _observed(answer: Answer, audiences: Collection[Answer], described: Mapping[str, Entity]) -> Experience:
    """Put an experience together; a product that is allowed *and* denied counts as denied, the stricter reading.

    Whether an Allow takes an id out of Deny, and which of the two would count, is not stated (facts: catalog 1.10).
    """
    policies = [Answer(described[policy]) for policy in answer.ids(POLICIES)]
    branding = [Answer(described[settings]) for settings in answer.ids(BRANDING)]
    allow, deny = _products(policies, "Allow"), _products(policies, "Deny")
    spec = ExperienceSpec(
        title=answer.text("Name"),
        description=answer.text("Description"),
        status=_status(answer),
        policy=RESTRICTED if policies else None,
        user_requests=_requests(policies),
        allow=allow - deny if policies else None,
        deny=deny if policies else None,
        principals=frozenset(member for audience in audiences for member in audience.texts("Principals")),
        branding=_look(branding[0]) if branding else None,
    )
    facts: dict[str, Any] = {"arn": answer.arn, "has_branding": bool(branding)}
    facts |= {"in_both": allow & deny} if allow & deny else {}
    return Observed(spec=spec, remote_id=answer.id, revision=answer.revision, facts=facts)


def _status(answer: Answer) -> ExperienceStatus:
    """Archived means: AdminStatus present, not empty, not `Editable` (contract 1.2; facts: catalog 1.9).

    One without a status is not live: a creation states none. One of a status that nobody documents may govern.
    """
    if answer.text("AdminStatus") not in {None, "", "Editable"}:
        return ExperienceStatus.ARCHIVED
    status = answer.text("Status") or _DISABLED
    if status not in EXPERIENCE_STATUSES:
        raise answer.unknown("Status", " or ".join(EXPERIENCE_STATUSES))
    return ExperienceStatus.DISABLED if status == _DISABLED else ExperienceStatus.ENABLED


def _requests(policies: Collection[Answer]) -> str | None:
    said = [policy.within("Configuration").text("PolicyResourceRequests") for policy in policies]
    return next((word.lower() for word in said if word), None)


def _products(policies: Collection[Answer], effect: str) -> frozenset[str]:
    statements = [statement for policy in policies for statement in policy.parts("Statements")]
    resources = [part for s in statements if s.text("Effect") == effect for part in s.parts("Resources")]
    return frozenset(product for part in resources for product in part.texts("Ids"))


_LOOKS = {"Title": "title", "Information": "information", "ThemeColor": "theme_color", "LogoUrl": "logo_url"}


def _look(branding: Answer) -> Mapping[str, str]:
    configuration = branding.within("Configuration")
    look = {ours: configuration.text(theirs) for theirs, ours in _LOOKS.items()}
    return {key: value.lower() if key == "theme_color" else value for key, value in look.items() if value}
