"""What the Catalog API refuses of one call (facts: catalog 1.4, 1.10, 4.1, 5.1, 5.2)."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from reconciler.limits import CHANGES_PER_SET, MEMBERS_PER_CHANGE

from .experience_facts import EFFECTS, POLICY, listed
from .facts import Fields
from .sent import Sent

World = Mapping[str, Fields]
Holders = Mapping[str, Collection[str]]
"""The experiences that hold each principal: at most one, but where one that lists it, too, has been revived."""


def refusals(changes: Sequence[Sent], world: World, holders: Holders, touched: Mapping[str, str]) -> Iterator[str]:
    """Say why AWS would refuse *changes* sent together, the experiences being as in *world* when the call starts."""
    unknown = [change.verb for change in changes if change.verb not in EFFECTS]
    if unknown:
        yield f"{unknown[0]} is no change type"
        return
    if len(changes) > CHANGES_PER_SET:
        yield f"{len(changes)} changes in one set"
    for (experience, verb), times in Counter((one.about, one.verb) for one in changes).items():
        if times > 1:
            yield f"{verb} more than once for {experience}"
    created = {one.about for one in changes if one.verb == "CreateExperience"}
    for change in changes:
        if change.about not in world and change.about not in created:
            yield f"{change.about} does not exist"
            continue
        yield from _lock(change, touched)
        yield from _state(change, changes, world.get(change.about, {}))
        yield from _CHECKS.get(change.verb, _nothing)(change, changes, world)
        yield from _members(change, holders)


def _lock(change: Sent, touched: Mapping[str, str]) -> Iterator[str]:
    """A revision that an earlier set has advanced is stale (facts: catalog 1.2); tagging and creating have none."""
    last = touched.get(change.about)
    if change.verb not in {"TagResource", "CreateExperience"} and change.locked_on != last:
        yield f"{change.about} is locked on {change.locked_on or 'what was observed'}, but changed by {last}"


def _state(change: Sent, changes: Sequence[Sent], before: Fields) -> Iterator[str]:
    """Archived means that only ReviveExperience is taken, and alone; archiving is alone too (twin/README)."""
    if change.verb == "TagResource":
        return
    archived = before.get("status") == "archived"
    if archived != (change.verb == "ReviveExperience"):
        yield f"{change.verb} of {change.about}, which is {before.get('status', 'new')}"
    beside = [one for one in changes if one.about == change.about]
    if change.verb in {"ReviveExperience", "RestrictExperience"} and len(beside) > 1:
        yield f"{change.verb} of {change.about} beside other changes of it"


def _members(change: Sent, holders: Holders) -> Iterator[str]:
    """Lists of 50, without doubles; a principal that is held leaves in an earlier set than it arrives elsewhere."""
    members = [*change.details.get("Principals", ()), *listed(change.details)]
    if len(members) > MEMBERS_PER_CHANGE or len(set(members)) < len(members):
        yield f"{change.verb} of {change.about} has {len(members)} members, {len(set(members))} of them different"
    for principal in change.details.get("Principals", ()):
        held = holders.get(principal, ())
        arrives = change.verb == "AssociateAudience"
        if arrives and held:
            yield f"{principal} is held by {min(held)} when {change.about} takes it"
        if not arrives and change.about not in held:
            yield f"{principal} is not held by {change.about}"


Check = Callable[[Sent, Sequence[Sent], World], Iterator[str]]


def _nothing(_change: Sent, _changes: Sequence[Sent], _world: World) -> Iterator[str]:
    return iter(())


def _new(change: Sent, _changes: Sequence[Sent], world: World) -> Iterator[str]:
    if change.about in world:
        yield f"{change.about} exists"


def _first_policy(change: Sent, _changes: Sequence[Sent], world: World) -> Iterator[str]:
    if POLICY in world.get(change.about, {}):
        yield f"Procurement policy exists for {change.about}"


def _with_policy(change: Sent, changes: Sequence[Sent], world: World) -> Iterator[str]:
    beside = {one.verb for one in changes if one.about == change.about}
    if POLICY not in world.get(change.about, {}) and "CreateProcurementPolicy" not in beside:
        yield f"Procurement policy missing from {change.about}"


def _disabled(change: Sent, _changes: Sequence[Sent], world: World) -> Iterator[str]:
    if world.get(change.about, {}).get("status") == "enabled":
        yield f"{change.about} is archived while it is enabled"


_CHECKS: Mapping[str, Check] = {
    "CreateExperience": _new,
    "CreateProcurementPolicy": _first_policy,
    "UpdateProcurementPolicy": _with_policy,
    "AllowProductProcurement": _with_policy,
    "DenyProductProcurement": _with_policy,
    "RestrictExperience": _disabled,
}
