"""The plan's `world` (contract 4): the organization, the experiences and the services, before and after the plan. Pure.

Example: account 1 is in `ou-1`, which moves from experience a to b. The account has a before and b after the plan, the
principals of a have `ou-1` before, and those of b after. Account 2 does not change: it has the same experience twice.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from reconciler.impact import Course
from reconciler.model import NOWHERE, UNREAD, Organization
from reconciler.pipeline.proving import Evidence
from reconciler.printed import ExperienceStateJson, ServiceStateJson, UnitJson, WorldAccountJson, WorldJson, WorldPart

EndState = TypeVar("EndState", ExperienceStateJson, ServiceStateJson)

_ROOT = "Root"
"""The name of every root: AWS gives it, and no call changes it (AWS Organizations API, `Root`)."""


def world_of(evidence: Evidence, course: Course) -> WorldJson:
    """Return everything that was read, before and after the plan; a part that was not read is null."""
    repository, found = evidence.repository, WorldJson({**UNREAD, **_organization(course)})
    for kind, observation in evidence.snapshot.observations.items():
        settled = {address: spec for address, spec in evidence.settled.items() if address.kind == kind}
        found = {**found, **repository.remotes[kind].world(observation, settled, repository.references)}
    return _emptied(found) if any(_ends_governance(evidence)) else found


def _ends_governance(evidence: Evidence) -> Iterator[bool]:
    """Tell of each request whether no experience holds a principal after it."""
    remotes = evidence.repository.remotes
    return (one.verb.name in remotes[one.address.kind].effects.ungoverning for one in evidence.requests)


def _emptied(world: WorldJson) -> WorldJson:
    """Return *world* with experiences that hold no principal in the end."""
    told = [
        {**one, "after": {**one["after"], "principals": list[str]()} if one["after"] else None}
        for one in world["experiences"] or ()
    ]
    return {**world, "experiences": told} if world["experiences"] is not None else world  # type: ignore[typeddict-item]


def _organization(course: Course) -> WorldPart:
    """Return the units and the open accounts of the whole organization, or of the subtrees that were read.

    Returns nothing if none was read.
    """
    organization = course.organization
    tops = {organization.id} if organization.read.whole else organization.read.below
    if organization is NOWHERE or not tops:
        return {}
    return {"units": [*_units(organization, tops)], "accounts": [*_accounts(course, tops)]}


def _units(organization: Organization, tops: Collection[str]) -> Iterator[UnitJson]:
    if organization.id in tops:
        yield {"id": organization.root, "name": _ROOT, "parent": None}
    for id_ in sorted(organization.units_below(tops)):
        unit = organization.units[id_]
        yield {"id": id_, "name": unit.name, "parent": unit.parent}


def _accounts(course: Course, tops: Collection[str]) -> Iterator[WorldAccountJson]:
    """Return the open accounts with the experiences that govern them, counted as in the impact."""
    before, after = course.counted_from, course.will
    for account in sorted(course.organization.below(tops), key=lambda account: account.id):
        governing = before.governing(account.id)
        at_last = governing if after is before else after.governing(account.id)
        yield {"id": account.id, "unit": account.parent, "before": governing, "after": at_last}


def ids_in(world: WorldJson) -> frozenset[str]:
    """Return every id in *world* that may have a name."""
    found = {one["id"] for one in (*(world["units"] or ()), *(world["accounts"] or ()))}
    for experience in world["experiences"] or ():
        found.add(experience["id"] or "")
        for state in _ends(experience["before"], experience["after"]):
            found.update(state["principals"], state["allow"] or (), state["deny"])
    for service in world["services"] or ():
        found.update(one["owner"] for one in service["connections"] or ())
        for end in _ends(service["before"], service["after"]):
            found.update(end["principals"] or ())
    return frozenset(found)


def _ends(before: EndState | None, after: EndState | None) -> Sequence[EndState]:
    """Return the states of an object that exist, only one if the plan does not change it."""
    return [one for one in ((before,) if before is after else (before, after)) if one]
