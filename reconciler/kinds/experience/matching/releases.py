"""Principals that change experience: which of them may move, and which experiences release them. Pure.

Example: `default` holds 333333333333, and the document of `finance` names it. That is an explicit move: `default`
releases 333333333333 even if its own list is additive. If `default` is left out of the plan or only observed, `finance`
is in error (`principal-held`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reconciler.kinds.experience.history import Departures
from reconciler.kinds.experience.spec import (
    NONE,
    ExperienceStatus,
    Live,
    ObservedExperience,
    Paired,
    Pairs,
    Wanted,
    held,
    placed,
)
from reconciler.model import Address, Mode, Pair, Problem, error, note

from .holders import Holders, is_archived, revives


def with_releases(pairs: Pairs, holders: Holders) -> Pairs:
    """Return *pairs* with the principals that other documents take from each."""
    taken: dict[Address, set[str]] = {}
    for pair in pairs:
        for principal, holder in holders.taken_from(pair):
            taken.setdefault(holders.owner_of[holder].address, set()).add(principal)
    return tuple(
        Pair(replace(pair.desired, taken=frozenset(gone)), pair.observed)
        if (gone := taken.get(pair.desired.address))
        else pair
        for pair in pairs
    )


def held_by_others(pairs: Pairs, holders: Holders, outside: frozenset[Address]) -> dict[Address, Problem]:
    """Find documents that name principals which their holder may not release.

    A document in error releases nothing either, so further documents may be found. *outside* are documents that this
    plan leaves out.
    """
    found: dict[Address, Problem] = {}
    while True:
        closed = outside | found.keys()
        moving = tuple(pair for pair in pairs if pair.desired.address not in closed)
        fresh = [
            problem for pair in moving for problem in _held(pair, holders, closed) or _awaited(pair, holders, closed)
        ]
        fresh = fresh or list(
            held_twice(moving, holders, {one: pair for pair in moving for one in placed(pair.desired)})
        )
        if not fresh:
            return found
        found.update({problem.address: problem for problem in fresh if problem.address})


def _held(pair: Paired, holders: Holders, closed: frozenset[Address]) -> Sequence[Problem]:
    desired = pair.desired
    for principal, holder in holders.elsewhere(pair):
        why = _why_held(holder, holders.owner_of.get(holder.remote_id), closed)
        if why:
            source = desired.document.at("principals", desired.places.get(principal, 0))
            message = f"{principal} is held by {holder.remote_id} ({holder.spec.title}), {why[0]}"
            return [error("principal-held", message, source, why[1], desired.address)]
    return []


def _awaited(pair: Paired, holders: Holders, closed: frozenset[Address]) -> Sequence[Problem]:
    """Find a principal that an archived experience would keep once revived and that a document left out also places.

    The experience of that document is archived and lists the principal, too: once this one is revived and holds it, the
    other could not be revived any more.
    """
    if pair.observed is None or pair.observed.remote_id not in holders.revived:
        return []
    desired = pair.desired
    keeps = held(pair) if desired.mode is Mode.ADDITIVE or desired.spec.principals is None else NONE
    for principal in sorted(keeps):
        for id_ in holders.listed_by[principal]:
            owner = holders.owner_of.get(id_)
            if owner and owner.address in closed and revives(owner) and principal in (owner.spec.principals or NONE):
                left_out = f"{owner.address}, left out of this plan,"
                message = f"{principal} returns to {desired.address} if it is revived, but {left_out} names it"
                hint = "revive both in one plan, or this one without principals: principals: [] in mode: exclusive"
                return [error("principal-held", message, desired.document.source, hint, desired.address)]
    return []


def _why_held(holder: ObservedExperience, owner: Wanted | None, closed: frozenset[Address]) -> tuple[str, str] | None:
    """Return why *holder* may not release a principal, and what to do; None if it may."""
    if is_archived(holder) and not revives(owner):
        return "which is archived and cannot be changed", "revive it, remove its principals, then archive it again"
    if owner is None:
        return "which no document names", f"adopt it with id: {holder.remote_id}"
    if owner.mode is Mode.OBSERVE:
        return (
            f"which {owner.address} only observes (mode: observe)",
            f"set mode: exclusive or mode: additive in {owner.address}",
        )
    if owner.address in closed:
        return (
            f"but {owner.address} is left out of this plan",
            "plan both experiences: a principal moves only if both are planned",
        )
    return None


Takers = Mapping[str, Paired]
"""The document that names each principal."""


def held_twice(pairs: Pairs, holders: Holders, takers: Takers) -> Iterator[Problem]:
    """Find experiences whose revival would put a principal into two: AWS may refuse that, or let either govern.

    Such a principal is released with the revival. That is not possible if it also moves from its holder to one of
    *takers*, since a principal leaves only one experience in a plan.
    """
    for pair in pairs:
        for principal, holder in holders.beside(pair):
            taker = takers.get(principal)
            if not _releases(pair, principal, taker):
                yield _held_by_two(pair, principal, holder)
                break
            if taker and principal not in held(taker):
                yield _moves_away(pair, principal, taker)
                break


def _releases(pair: Paired, principal: str, taker: Paired | None) -> bool:
    named = pair.desired.spec.principals
    if taker is not None:
        return taker is not pair
    return pair.desired.mode is Mode.EXCLUSIVE and named is not None and principal not in named


def _held_by_two(pair: Paired, principal: str, holder: ObservedExperience) -> Problem:
    desired = pair.desired
    held_by = f"{principal} is held by {holder.remote_id} ({holder.spec.title})"
    message = f"{held_by}, and reviving {desired.address} would put it into both"
    named = principal in (desired.spec.principals or NONE)
    hint = _NAME_IT_LATER if named else _RELEASE_IT
    source = desired.document.at("principals", desired.places.get(principal, 0))
    return error("principal-held", message, source, hint, desired.address)


_NAME_IT_LATER = "revive it without this principal, and add the principal in a later plan"
_RELEASE_IT = "write principals: without it, in mode: exclusive and without --no-removals: then reviving removes it"


def _moves_away(pair: Paired, principal: str, taker: Paired) -> Problem:
    desired = pair.desired
    moves = f"{principal} moves to {taker.desired.address} in this plan"
    message = f"{moves}, and reviving {desired.address} would put it into both"
    hint = "apply the move first; the next plan revives the experience without the principal"
    return error("principal-held", message, desired.document.at("principals"), hint, desired.address)


def halfway(pairs: Pairs, left: Departures, live: Live) -> Iterator[Problem]:
    """Return a note for each principal that an earlier run has taken out of an experience and placed nowhere.

    Its accounts' losses are counted from that experience, if it would still govern.
    """
    for pair in pairs:
        desired = pair.desired
        for principal in sorted((desired.spec.principals or NONE) & left.keys()):
            experience, change_set = left[principal]
            former = live.get(experience)
            if former and former.spec.status is ExperienceStatus.ENABLED:
                message = (
                    f"{principal} is in no experience: change set {change_set} took it out of {experience}. "
                    "The losses of its accounts are counted from there"
                )
                source = desired.document.at("principals", desired.places.get(principal, 0))
                yield note("moved-halfway", message, source, "", desired.address)
