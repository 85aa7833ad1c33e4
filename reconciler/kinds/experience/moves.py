"""Principals that change experience: which may, which may not, and who has to let them go. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reconciler.model import Address, Desired, Mode, Pair, Problem
from reconciler.model.problem import error, note

from .observe import Live
from .pairing import Experience, Wanted
from .spec import ExperienceSpec, ExperienceStatus

Pairs = tuple[Pair[ExperienceSpec], ...]


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds each principal now, and which wish that live experience belongs to."""

    live: Live
    holder_of: Mapping[str, str]
    owner_of: Mapping[str, Wanted]

    @classmethod
    def of(cls, live: Live, pairs: Pairs) -> "Holders":
        """Look every principal up once."""
        held = {p: observed.remote_id for observed in live.values() for p in observed.spec.principals or ()}
        return cls(live, held, {pair.observed.remote_id: pair.desired for pair in pairs if pair.observed})

    def elsewhere(self, pair: Pair[ExperienceSpec]) -> Iterator[tuple[str, Experience]]:
        """Give the principals that the wish names and another experience holds, each with that experience."""
        if pair.desired.mode is Mode.OBSERVE:
            return
        own = pair.observed.remote_id if pair.observed else None
        for principal in sorted(pair.desired.spec.principals or ()):
            holder = self.holder_of.get(principal)
            if holder is not None and holder != own:
                yield principal, self.live[holder]


def let_go(pairs: Pairs, holders: Holders) -> Pairs:
    """Tell every holder which principals are taken from it: naming them elsewhere is an explicit move."""
    taken: dict[Address, set[str]] = {}
    for pair in pairs:
        for principal, holder in holders.elsewhere(pair):
            taken.setdefault(holders.owner_of[holder.remote_id].address, set()).add(principal)
    return tuple(
        Pair(replace(pair.desired, taken=frozenset(taken.get(pair.desired.address, ()))), pair.observed)
        for pair in pairs
    )


def held_by_others(pairs: Pairs, holders: Holders, outside: frozenset[Address]) -> dict[Address, Problem]:
    """Find the wishes whose principals their holder may not lose; each such wish makes its own holdings untouchable.

    *outside* are wishes that this plan leaves out: their experiences are not touched.
    """
    found: dict[Address, Problem] = {}
    while True:
        closed = outside | found.keys()
        fresh = {
            p.address: p for pair in pairs if pair.desired.address not in closed for p in _held(pair, holders, closed)
        }
        if not fresh:
            return found
        found.update({address: problem for address, problem in fresh.items() if address})


def _held(pair: Pair[ExperienceSpec], holders: Holders, closed: frozenset[Address]) -> Sequence[Problem]:
    desired = pair.desired
    for principal, holder in holders.elsewhere(pair):
        why = _untouchable(holder, holders.owner_of.get(holder.remote_id), closed)
        if why:
            source = desired.document.at("principals", desired.places.get(principal, 0))
            message = f"{principal} is held by {holder.remote_id} ({holder.spec.title}), {why[0]}"
            return [error("principal-held", message, source, why[1], desired.address)]
    return []


def _revives(owner: Wanted | None) -> bool:
    """Tell whether the owner of an archived holder takes it back, so that it can let go afterwards."""
    return owner is not None and owner.mode is not Mode.OBSERVE and owner.spec.status is not ExperienceStatus.ARCHIVED


def _untouchable(
    holder: Experience, owner: Desired[ExperienceSpec] | None, closed: frozenset[Address]
) -> tuple[str, str] | None:
    """Say why *holder* may not lose a principal, and what to do; None when it may."""
    if holder.spec.status is ExperienceStatus.ARCHIVED and not _revives(owner):
        return "which is archived and refuses changes", "revive it, empty its principals, then archive it again"
    if owner is None:
        return "which no document names", f"adopt it with id: {holder.remote_id}"
    if owner.mode is Mode.OBSERVE:
        return f"which {owner.address} only observes", f"give {owner.address} mode: exclusive or additive"
    if owner.address in closed:
        return (
            f"and {owner.address} is left out of this plan",
            "a principal moves only when both experiences are planned",
        )
    return None


def keep_for_takers(pairs: Pairs, left_out: Iterable[Wanted]) -> tuple[Pairs, tuple[Problem, ...]]:
    """Keep principals where they are whose new experience is left out of the plan: they would land nowhere.

    *left_out* are wishes in error, or not selected. A note tells each principal that stays.
    """
    takers = {
        p: desired for desired in left_out if desired.mode is not Mode.OBSERVE for p in desired.spec.principals or ()
    }
    kept: list[Pair[ExperienceSpec]] = []
    notes: list[Problem] = []
    for pair in pairs:
        held = (pair.observed.spec.principals if pair.observed else None) or frozenset()
        named = pair.desired.spec.principals
        staying = frozenset() if named is None else (held & takers.keys()) - named
        kept.append(_holding(pair, staying) if staying else pair)
        notes.extend(_stays(pair, principal, takers[principal].address) for principal in sorted(staying))
    return tuple(kept), tuple(notes)


def _holding(pair: Pair[ExperienceSpec], staying: frozenset[str]) -> Pair[ExperienceSpec]:
    spec = pair.desired.spec
    return Pair(
        replace(pair.desired, spec=replace(spec, principals=(spec.principals or frozenset()) | staying)), pair.observed
    )


def _stays(pair: Pair[ExperienceSpec], principal: str, taker: Address) -> Problem:
    address = pair.desired.address
    message = f"{principal} stays in {address}: {taker}, which names it, is left out of this plan"
    return note("principal-stays", message, pair.desired.document.source, "", address)
