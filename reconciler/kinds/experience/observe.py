"""Experiences as AWS has them, as one spec each. Reads only."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reconciler.model import Observed, Problem
from reconciler.parallel import Threads
from reconciler.ports import Catalog, ExperienceEntity

from .history import Departures
from .spec import RESTRICTED, Experience, ExperienceSpec, ExperienceStatus, Live, Pairs


@dataclass(frozen=True, slots=True)
class ObservedExperiences:
    """The experiences of AWS: the *live* ones by id, and which experience each audience belongs to, for good.

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
    found = catalog.experiences(only, without)
    return {id_: _observed(one) for id_, one in found.by_id.items()}, found.audiences


def with_tags(live: Live, experience_ids: Iterable[str], catalog: Catalog) -> Live:
    """Add the tags of some experiences: one call each, so only where the wish states tags."""
    wanted = [live[entity] for entity in experience_ids]
    with Threads(4) as pool:
        tags = pool.map(catalog.list_tags, [str(observed.facts["arn"]) for observed in wanted])
    tagged = {o.remote_id: replace(o, spec=replace(o.spec, tags=dict(t))) for o, t in zip(wanted, tags, strict=True)}
    return {**live, **tagged}


def _observed(one: ExperienceEntity) -> Experience:
    """Make a spec of one; a product that is allowed *and* denied counts as denied, the stricter reading.

    Whether an Allow takes an id out of Deny, and which of the two would count, is not stated (facts: catalog 1.10).
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
    return Observed(spec=spec, remote_id=one.id, revision=one.revision, facts=facts)
