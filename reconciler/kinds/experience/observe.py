"""Live experiences as specs. Reads only."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.model import Observed, Problem
from reconciler.parallel import Threads
from reconciler.ports import Catalog, ExperienceEntity
from reconciler.reading_progress import ReadingProgress

from .history import Departures
from .spec import RESTRICTED, ExperienceSpec, ExperienceStatus, Live, ObservedExperience, Pairs

TAGGED = "tagged experience"


@dataclass(frozen=True, slots=True)
class ObservedExperiences:
    """Everything that was read of experiences.

    *live* are the experiences by id. *audiences* has the experience of each audience, which never changes. *paired* are
    the documents with their live experiences, *unpaired* the problems of the other documents.

    *allowed_before* has, for experiences where an allowed id may have changed its form, the ids that change sets have
    allowed. *by_us* has, for experiences where an allowed product may come from a user's request, the products that
    reconciler's own change sets have left allowed. *left* has the last departures of principals that documents place
    and no experience has.
    """

    live: Live
    audiences: Mapping[str, str]
    paired: Pairs = ()
    unpaired: tuple[Problem, ...] = ()
    allowed_before: Mapping[str, frozenset[str]] = field(default_factory=dict)
    by_us: Mapping[str, frozenset[str]] = field(default_factory=dict)
    left: Departures = field(default_factory=dict)


def read_all(
    catalog: Catalog,
    only: Collection[str] | None = None,
    without: Collection[str] = (),
    progress: ReadingProgress | None = None,
) -> tuple[Live, Mapping[str, str]]:
    """Read experiences and audiences: all, or *only* some experiences and no audience of *without*.

    Returns the experiences by id, and the experience of each audience that was read. *progress* counts the experiences.
    """
    found = catalog.experiences(only, without, progress)
    return {id_: _observed(one) for id_, one in found.by_id.items()}, found.audiences


def with_tags(live: Live, experience_ids: Collection[str], catalog: Catalog, progress: ReadingProgress) -> Live:
    """Return *live* with the tags of some experiences, which *progress* counts.

    Each takes one call, so this is for documents that state tags.
    """

    def tags_of(observed: ObservedExperience) -> Mapping[str, str]:
        found = catalog.list_tags(str(observed.facts["arn"]))
        progress.count(TAGGED)
        return found

    progress.expect(TAGGED, len(experience_ids))
    wanted = [live[entity] for entity in experience_ids]
    with Threads(4) as pool:
        tags = pool.map(tags_of, wanted)
    tagged = {o.remote_id: replace(o, spec=replace(o.spec, tags=dict(t))) for o, t in zip(wanted, tags, strict=True)}
    return {**live, **tagged}


def _observed(one: ExperienceEntity) -> ObservedExperience:
    """Return the spec of an experience; a product that is allowed and denied counts as denied, the stricter reading.

    Whether Allow takes an id out of Deny, and which list counts, is not documented (facts: catalog 1.10).
    """
    both = (one.allow or frozenset()) & (one.deny or frozenset())
    spec = ExperienceSpec(
        title=one.title,
        description=one.description,
        status=ExperienceStatus(one.status),
        policy=None if one.allow is None else RESTRICTED,
        user_requests=one.user_requests,
        allow=None if one.allow is None else one.allow - both,
        deny=one.deny,
        principals=one.principals,
        branding=one.branding,
    )
    facts: dict[str, Any] = {"arn": one.arn, "has_branding": one.branding is not None}
    facts |= {"in_both": both} if both else {}
    facts |= {"editable": True} if one.editable else {}
    facts |= {"modified": one.modified} if one.modified else {}
    return Observed(spec=spec, remote_id=one.id, revision=one.revision, facts=facts)
