"""The live experience of each document (contract 1.2, "Matching experiences"). Pure.

It is found by `id`, else by exact title. Live experiences win over archived ones; one archived match is revived;
several matches are an error. A near miss is an error as well, since experiences cannot be deleted.

Example: a document has the title "Finance". AWS has exp-1 "Finance", archived, and exp-2 "Finance", enabled: the
document is about exp-2. If AWS has only exp-3 "finance", which no document names, the document is in error
(`near-miss`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reconciler.kinds.experience.spec import (
    ExperienceSpec,
    ExperienceStatus,
    Live,
    ObservedExperience,
    Paired,
    Pairs,
    Wanted,
)
from reconciler.model import Pair, Problem, error, note


@dataclass(frozen=True, slots=True)
class Unpinned:
    """The live experiences that no document names by `id`.

    *by_title* has them by title. *unnamed* are those whose title no document has. *by_sign* has the unnamed ones that
    are not archived by their folded title and by their principals, in the order of their ids.
    """

    by_title: Mapping[str | None, Sequence[ObservedExperience]]
    unnamed: Sequence[ObservedExperience]
    by_sign: Mapping[str | frozenset[str], Sequence[ObservedExperience]]

    @classmethod
    def of(cls, wanted: Collection[Wanted], live: Live) -> "Unpinned":
        """Find the experiences that no document pins."""
        pinned = {desired.pin for desired in wanted if desired.pin}
        titles = {desired.spec.title for desired in wanted if not desired.pin}
        by_title: dict[str | None, list[ObservedExperience]] = {}
        for observed in live.values():
            if observed.remote_id not in pinned:
                by_title.setdefault(observed.spec.title, []).append(observed)
        unnamed = [one for title, alike in by_title.items() if title not in titles for one in alike]
        by_sign: dict[str | frozenset[str], list[ObservedExperience]] = {}
        for one in sorted(unnamed, key=lambda observed: observed.remote_id):
            for sign in _signs(one.spec) if one.spec.status is not ExperienceStatus.ARCHIVED else ():
                by_sign.setdefault(sign, []).append(one)
        return cls(by_title, unnamed, by_sign)

    def called_like(self, desired: Wanted) -> Sequence[ObservedExperience]:
        """Return the experiences with the title of *desired*: the live ones, else the archived ones."""
        same = self.by_title.get(desired.spec.title, ())
        return [one for one in same if one.spec.status is not ExperienceStatus.ARCHIVED] or same

    def most_like(self, desired: Wanted) -> ObservedExperience | None:
        """Return the unnamed experience, not archived, with the title (folded) or the principals of *desired*.

        Of several it is the one with the first id.
        """
        alike = [self.by_sign[sign][0] for sign in _signs(desired.spec) if sign in self.by_sign]
        return min(alike, key=lambda observed: observed.remote_id, default=None)


def pair_up(wanted: Collection[Wanted], live: Live) -> tuple[Pairs, tuple[Problem, ...]]:
    """Pair each document with its live experience, or with None if it must be created."""
    unpinned = Unpinned.of(wanted, live)
    pairs: list[Paired] = []
    problems: list[Problem] = []
    for desired in wanted:
        found = _by_id(desired, live) if desired.pin else _by_title(desired, unpinned)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            pairs.append(Pair(desired, found))
    return tuple(pairs), tuple(problems)


def identities(desired: Wanted, unpinned: Unpinned, live: Live) -> tuple[ObservedExperience | None, ...]:
    """Return every live experience that *desired*, which is in error, may be about; None stands for a new one.

    The result is empty if the document archives an experience that AWS does not have.
    """
    if desired.pin:
        return (live[desired.pin],) if desired.pin in live else (None, *unpinned.unnamed)
    same = unpinned.called_like(desired)
    if same or desired.spec.status is ExperienceStatus.ARCHIVED:
        return tuple(same)
    return (None, *(one for one in unpinned.unnamed if _likeness(desired.spec, one.spec)))


def _by_id(desired: Wanted, live: Live) -> ObservedExperience | Problem:
    observed = live.get(desired.pin or "")
    if observed is None:
        hint = "an id adopts an existing experience; remove it to create a new one"
        source = desired.document.at("id")
        return error("id-not-found", f"AWS has no experience {desired.pin}", source, hint, desired.address)
    if observed.spec.status is ExperienceStatus.ARCHIVED and desired.spec.status is None:
        hint = "write status: disabled to revive it, or status: archived to leave it as it is"
        source = desired.document.at("id")
        return error("archived", f"{desired.pin} is archived and cannot be changed", source, hint, desired.address)
    return observed


def _by_title(desired: Wanted, unpinned: Unpinned) -> ObservedExperience | Problem | None:
    candidates = unpinned.called_like(desired)
    archived = [one for one in candidates if one.spec.status is ExperienceStatus.ARCHIVED]
    if archived and desired.spec.status is ExperienceStatus.ARCHIVED:
        return min(archived, key=lambda observed: observed.remote_id)
    if len(candidates) > 1:
        return _several(desired, candidates)
    if candidates:
        return candidates[0]
    if desired.spec.status is ExperienceStatus.ARCHIVED:
        message = "AWS has no such experience, so there is nothing to archive"
        return note("nothing-to-archive", message, desired.document.source, "", desired.address)
    return _near_miss(desired, unpinned)


def _several(desired: Wanted, candidates: Sequence[ObservedExperience]) -> Problem:
    ids = ", ".join(sorted(f"{observed.remote_id} ({observed.spec.status})" for observed in candidates))
    message = f"{len(candidates)} experiences are called {desired.spec.title!r}: {ids}"
    source = desired.document.at("title")
    return error("ambiguous-title", message, source, "choose one of them with id:", desired.address)


def _near_miss(desired: Wanted, unpinned: Unpinned) -> Problem | None:
    """Return an error if a live experience without a document has a similar title or the very same principals."""
    observed = unpinned.most_like(desired)
    why = _likeness(desired.spec, observed.spec) if observed else None
    if observed is None or why is None:
        return None
    message = f"{observed.remote_id} {why} and no document names it"
    hint = f"to adopt it, add id: {observed.remote_id}"
    return error("near-miss", message, desired.document.at("title"), hint, desired.address)


def _likeness(wish: ExperienceSpec, live: ExperienceSpec) -> str | None:
    if live.status is ExperienceStatus.ARCHIVED:
        return None
    if _folded(live) == _folded(wish):
        return f"has the title {live.title!r}, which differs from {wish.title!r} only in case or blanks,"
    if wish.principals and live.principals == wish.principals:
        return f"({live.title!r}) has the same principals"
    return None


def _signs(spec: ExperienceSpec) -> Iterator[str | frozenset[str]]:
    """Return by what another experience is taken for this one: the folded title, and the principals if it has any."""
    yield _folded(spec)
    if spec.principals:
        yield spec.principals


def _folded(spec: ExperienceSpec) -> str:
    return (spec.title or "").strip().casefold()
