"""Which experience holds each principal: an archived one may list a principal that another one holds. Pure.

AWS says that the audience of an archived experience can be associated with a different one. Whether the archived
experience then still lists it is not documented (facts: catalog 4.1).

Example: exp-1 is archived and exp-2 enabled, and both list 333333333333. exp-2 holds it. If the plan revives exp-1,
exp-1 has to release it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from reconciler.kinds.experience.spec import (
    ExperienceStatus,
    Live,
    ObservedExperience,
    Paired,
    Pairs,
    Wanted,
    held,
    placed,
)
from reconciler.model import Address, Mode


def revives(owner: Wanted | None) -> bool:
    """Tell whether the document of an archived experience revives it, so that it can release principals."""
    return owner is not None and owner.mode is not Mode.OBSERVE and owner.spec.status is not ExperienceStatus.ARCHIVED


def is_archived(observed: ObservedExperience) -> bool:
    """Tell whether *observed* is archived, so that AWS refuses changes of it."""
    return observed.spec.status is ExperienceStatus.ARCHIVED


@dataclass(frozen=True, slots=True)
class Holders:
    """The experience that holds each principal, and the document of each live experience.

    *listed_by* has the ids of all experiences that list a principal, the holder first: experiences that are not
    archived come before revived ones, revived ones before other archived ones, and among these those whose document
    names the principal. *revived* are the archived experiences that the plan revives.
    """

    live: Live
    listed_by: Mapping[str, Sequence[str]]
    owner_of: Mapping[str, Wanted]
    revived: frozenset[str]

    @classmethod
    def of(cls, live: Live, pairs: Pairs, left_out: Collection[Address] = ()) -> "Holders":
        """Find the holder of every principal; the documents *left_out* revive nothing."""
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

    def elsewhere(self, pair: Paired) -> Iterator[tuple[str, ObservedExperience]]:
        """Return the principals that the document names and another experience holds, each with that experience."""
        for principal, ids in self._named(pair):
            if ids[0] != pair.remote_id:
                yield principal, self.live[ids[0]]

    def taken_from(self, pair: Paired) -> Iterator[tuple[str, str]]:
        """Return the principals that the document names, each with every other experience that has to release it."""
        for principal, ids in self._named(pair):
            yield from (
                (principal, id_) for id_ in ids if id_ != pair.remote_id and (id_ == ids[0] or id_ in self.revived)
            )

    def beside(self, pair: Paired) -> Iterator[tuple[str, ObservedExperience]]:
        """Return the principals that a revived experience lists and another one holds, each with the holder."""
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
