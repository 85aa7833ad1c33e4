"""Who holds each principal, and who only lists it: an archived experience may, beside the one that holds it. Pure.

AWS says that the audience of an archived experience can be associated with a different one, and not that the archived
one then stops listing it (facts: catalog 4.1).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from reconciler.kinds.experience.spec import Experience, ExperienceStatus, Live, Paired, Pairs, Wanted, held, placed
from reconciler.model import Address, Mode


def revives(owner: Wanted | None) -> bool:
    """Tell whether the owner of an archived experience takes it back, so that it can let go afterwards."""
    return owner is not None and owner.mode is not Mode.OBSERVE and owner.spec.status is not ExperienceStatus.ARCHIVED


def is_archived(observed: Experience) -> bool:
    """Tell whether AWS refuses changes of *observed*."""
    return observed.spec.status is ExperienceStatus.ARCHIVED


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds each principal now, and which wish that live experience belongs to.

    *listed_by* are the ids of all experiences that list a principal, and the first of them holds it: one that is not
    archived, else one that is revived, of these one that names it. *revived* are the archived ones that the plan takes
    back.
    """

    live: Live
    listed_by: Mapping[str, Sequence[str]]
    owner_of: Mapping[str, Wanted]
    revived: frozenset[str]

    @classmethod
    def of(cls, live: Live, pairs: Pairs, left_out: Collection[Address] = ()) -> "Holders":
        """Look every principal up once; *left_out* are wishes that revive nothing."""
        owner_of = {pair.observed.remote_id: pair.desired for pair in pairs if pair.observed}
        archived = {id_ for id_, observed in live.items() if is_archived(observed)}
        revived = {id_ for id_ in archived & owner_of.keys() if _in_plan(owner_of[id_], left_out)}

        def rank(principal: str, id_: str) -> tuple[bool, bool, bool, str]:
            named = (owner_of[id_].spec.principals if id_ in owner_of else None) or ()
            return id_ in archived, id_ not in revived, principal not in named, id_

        listed: dict[str, list[str]] = {}
        for id_, observed in live.items():
            for principal in observed.spec.principals or ():
                listed.setdefault(principal, []).append(id_)
        ranked = {principal: sorted(ids, key=partial(rank, principal)) for principal, ids in listed.items()}
        return cls(live, ranked, owner_of, frozenset(revived))

    def elsewhere(self, pair: Paired) -> Iterator[tuple[str, Experience]]:
        """Give the principals that the wish names and another experience holds, each with that experience."""
        for principal, ids in self._named(pair):
            if ids[0] != pair.remote_id:
                yield principal, self.live[ids[0]]

    def taken_from(self, pair: Paired) -> Iterator[tuple[str, str]]:
        """Give the principals that the wish names, each with every other experience that lets go of it for that."""
        for principal, ids in self._named(pair):
            yield from (
                (principal, id_) for id_ in ids if id_ != pair.remote_id and (id_ == ids[0] or id_ in self.revived)
            )

    def beside(self, pair: Paired) -> Iterator[tuple[str, Experience]]:
        """Give what a revived experience lists and another holds, each with that one."""
        if pair.observed is None or pair.observed.remote_id not in self.revived:
            return
        for principal in sorted(held(pair)):
            if not self.held_by(principal, pair):
                yield principal, self.live[self.listed_by[principal][0]]

    def held_by(self, principal: str, pair: Paired) -> bool:
        """Tell whether the experience of *pair* is the one that holds *principal*."""
        return self.listed_by.get(principal, (None,))[0] == pair.remote_id

    def _named(self, pair: Paired) -> Iterator[tuple[str, Sequence[str]]]:
        named = sorted(placed(pair.desired))
        return ((principal, self.listed_by[principal]) for principal in named if principal in self.listed_by)


def _in_plan(owner: Wanted, left_out: Collection[Address]) -> bool:
    return revives(owner) and owner.address not in left_out
