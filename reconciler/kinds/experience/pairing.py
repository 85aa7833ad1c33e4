"""Which live experience each wish is about (contract 1.2, "Matching experiences"). Pure.

By `id`, else by exact title; live wins over archived; one archived match is revived; several are an error. A near miss
stops a creation, because nothing can ever be deleted again.
"""

from collections.abc import Collection, Sequence

from reconciler.model import Desired, Observed, Pair, Problem
from reconciler.model.problem import error, note

from .observe import Live
from .spec import ExperienceSpec, ExperienceStatus

Experience = Observed[ExperienceSpec]
Wanted = Desired[ExperienceSpec]


def pair_up(wanted: Collection[Wanted], live: Live) -> tuple[tuple[Pair[ExperienceSpec], ...], tuple[Problem, ...]]:
    """Pair each wish with the live experience that it is about, or with None where it must be created."""
    pinned = {desired.pin for desired in wanted if desired.pin}
    titles = {desired.spec.title for desired in wanted if not desired.pin}
    free = [observed for observed in live.values() if observed.remote_id not in pinned]
    unnamed = [observed for observed in free if observed.spec.title not in titles]
    pairs: list[Pair[ExperienceSpec]] = []
    problems: list[Problem] = []
    for desired in wanted:
        found = _by_id(desired, live) if desired.pin else _by_title(desired, free, unnamed)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            pairs.append(Pair(desired, found))
    return tuple(pairs), tuple(problems)


def identities(desired: Wanted, wanted: Collection[Wanted], live: Live) -> tuple[Experience | None, ...]:
    """Return every live experience that *desired*, which is in error, may be about; None where it may be a new one.

    One that is archived, or that nothing is called like, may be about none at all: then there is nothing in it.
    """
    pinned = {one.pin for one in wanted if one.pin}
    titles = {one.spec.title for one in wanted if not one.pin}
    free = [observed for observed in live.values() if observed.remote_id not in pinned]
    unnamed = [observed for observed in free if observed.spec.title not in titles]
    if desired.pin:
        return (live[desired.pin],) if desired.pin in live else (None, *unnamed)
    same = [observed for observed in free if observed.spec.title == desired.spec.title]
    alive = [observed for observed in same if observed.spec.status is not ExperienceStatus.ARCHIVED]
    if same or desired.spec.status is ExperienceStatus.ARCHIVED:
        return tuple(alive or same)
    return (None, *(one for one in unnamed if _likeness(desired.spec, one.spec)))


def _by_id(desired: Wanted, live: Live) -> Experience | Problem:
    observed = live.get(desired.pin or "")
    if observed is None:
        hint = "an id adopts what exists; leave it out to create a new experience"
        source = desired.document.at("id")
        return error("id-not-found", f"AWS has no experience {desired.pin}", source, hint, desired.address)
    if observed.spec.status is ExperienceStatus.ARCHIVED and desired.spec.status is None:
        hint = "write status: disabled to revive it, or status: archived to leave it as it is"
        source = desired.document.at("id")
        return error("archived", f"{desired.pin} is archived and refuses changes", source, hint, desired.address)
    return observed


def _by_title(
    desired: Wanted, free: Sequence[Experience], unnamed: Sequence[Experience]
) -> Experience | Problem | None:
    same = [observed for observed in free if observed.spec.title == desired.spec.title]
    alive = [observed for observed in same if observed.spec.status is not ExperienceStatus.ARCHIVED]
    candidates = alive or same
    if candidates and not alive and desired.spec.status is ExperienceStatus.ARCHIVED:
        return min(candidates, key=lambda observed: observed.remote_id)
    if len(candidates) > 1:
        return _several(desired, candidates)
    if candidates:
        return candidates[0]
    if desired.spec.status is ExperienceStatus.ARCHIVED:
        message = "AWS has no such experience: there is nothing to archive"
        return note("nothing-to-archive", message, desired.document.source, "", desired.address)
    return _near_miss(desired, unnamed)


def _several(desired: Wanted, candidates: Sequence[Experience]) -> Problem:
    ids = ", ".join(sorted(f"{observed.remote_id} ({observed.spec.status})" for observed in candidates))
    message = f"{len(candidates)} experiences are called {desired.spec.title!r}: {ids}"
    source = desired.document.at("title")
    return error("ambiguous-title", message, source, "pin one of them with id:", desired.address)


def _near_miss(desired: Wanted, unnamed: Sequence[Experience]) -> Problem | None:
    """Find the live experience that this creation would double: titles alike, or the very same principals."""
    for observed in sorted(unnamed, key=lambda observed: observed.remote_id):
        why = _likeness(desired.spec, observed.spec)
        if why:
            message = f"{observed.remote_id} {why} and no document names it"
            hint = f"adopt {observed.remote_id} with id: {observed.remote_id}?"
            return error("near-miss", message, desired.document.at("title"), hint, desired.address)
    return None


def _likeness(wish: ExperienceSpec, live: ExperienceSpec) -> str | None:
    if live.status is ExperienceStatus.ARCHIVED:
        return None
    if (live.title or "").strip().casefold() == (wish.title or "").strip().casefold():
        return f"is called {live.title!r}, which is {wish.title!r} but for case or blanks,"
    if wish.principals and live.principals == wish.principals:
        return f"({live.title!r}) holds the same principals"
    return None
