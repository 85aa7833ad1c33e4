"""The experiences as they are, after a part of the documents, and after every possible whole. Pure.

Example: two live experiences have the title of the document `finance`, so it is in error. There are two possible
wholes, one for each of the two, and only what an account loses in both counts as lost by the whole.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice, product

from reconciler.governance import Experience, Experiences
from reconciler.kinds.experience.matching.aliases import suspects
from reconciler.kinds.experience.matching.pairing import Unpinned, identities
from reconciler.kinds.experience.settle import settled
from reconciler.kinds.experience.spec import NONE, ExperienceSpec, ExperienceStatus, Live, Paired, Wanted, placed
from reconciler.model import Address, Organization, Pair

CASES = 64
"""How many possible wholes are compared; if there are more, nothing counts as lost by the whole."""

Ids = Mapping[str, str]
"""The id that the repository knows a product by, for each of its other ids."""
Naming = Mapping[str, Address]
"""The document that names each principal."""


@dataclass(frozen=True)
class ExperienceStates:
    """Computes the experiences by id, or by address if AWS has none yet, in each state.

    *ids* make the aliases of a product one product. *named* has the document of each principal. The result for each
    pair is remembered.
    """

    live: Live
    ids: Ids
    named: Naming
    made: dict[int, tuple[Paired, Experience]] = field(default_factory=dict)

    @cached_property
    def now(self) -> Experiences:
        """Return the experiences as they were observed."""
        return {id_: self._experience(id_, observed.spec) for id_, observed in self.live.items()}

    @cached_property
    def _now_unnamed(self) -> Experiences:
        return {id_: self._without_named(one) for id_, one in self.now.items()}

    def after(self, pairs: Iterable[Paired]) -> Experiences:
        """Return the experiences after *pairs* are carried out."""
        return {**self.now, **{one.id: one for one in map(self.carried_out, pairs)}}

    def after_whole(self, pairs: Iterable[Paired]) -> Experiences:
        """Return the experiences after *pairs* are carried out as if every error were corrected.

        A principal is in the experience of the document that names it, whichever experience held it.
        """
        state = dict(self._now_unnamed)
        for pair in pairs:
            one = self.carried_out(pair)
            state[one.id] = self._without_named(one, but=pair.desired.address)
        return state

    def carried_out(self, pair: Paired) -> Experience:
        """Return the experience of *pair* after *pair* is carried out."""
        known = self.made.get(id(pair))
        if known is None:
            known = self.made[id(pair)] = pair, self._experience(name_of(pair), settled(pair))
        return known[1]

    def _without_named(self, one: Experience, but: Address | None = None) -> Experience:
        """Return *one* without the principals that a document other than *but* names."""
        elsewhere = {principal for principal in one.principals if self.named.get(principal, but) != but}
        return replace(one, principals=one.principals - elsewhere) if elsewhere else one

    def _experience(self, name: str, spec: ExperienceSpec) -> Experience:
        allowed = spec.allow or NONE
        if not self.ids.keys().isdisjoint(allowed):
            allowed = frozenset(self.ids.get(one, one) for one in allowed)
        return Experience(
            id=name,
            status=spec.status or ExperienceStatus.DISABLED,
            principals=spec.principals or NONE,
            products=allowed if spec.policy else None,
        )


def name_of(pair: Paired) -> str:
    """Return the name of the experience of *pair* in these states: its id, or its address if it is new."""
    return pair.remote_id or str(pair.desired.address)


def naming(wanted: Iterable[Wanted], organization: Organization) -> Naming:
    """Return the document that names each principal; principals that are gone or closed are left out."""
    organization.require(principal for one in wanted for principal in placed(one))
    return {principal: one.address for one in wanted for principal in placed(one) if organization.has(principal)}


def possible_wholes(
    pairs: Sequence[Paired], wanted: Sequence[Wanted], live: Live, doubted: Collection[Address]
) -> tuple[tuple[Paired, ...], ...]:
    """Return the pairs of every possible whole; the first is the one that the documents state most plainly.

    *pairs* are the documents whose experience is known; the other documents are in *wanted*, too. In *doubted* ones a
    product may have changed its id. Returns nothing if there are more than `CASES`.
    """
    known = {one.desired.address: _mended(one) if one.desired.address in doubted else one for one in pairs}
    unpinned = Unpinned.of(wanted, live)
    options = [[known[one.address]] if one.address in known else [*_possible(one, unpinned, live)] for one in wanted]
    cases = list(islice(product(*(one for one in options if one)), CASES + 1))
    return tuple(case for case in cases if _distinct(case)) if len(cases) <= CASES else ()


def _possible(desired: Wanted, unpinned: Unpinned, live: Live) -> Iterator[Paired]:
    """Return what a document may mean whose experience is unknown.

    If that experience may be an archived one and the document states no status, every status is possible.
    """
    for observed in identities(desired, unpinned, live):
        if observed and observed.spec.status is ExperienceStatus.ARCHIVED and desired.spec.status is None:
            for status in ExperienceStatus:
                yield Pair(replace(desired, spec=replace(desired.spec, status=status)), observed)
        else:
            yield Pair(desired, observed)


def _mended(pair: Paired) -> Paired:
    """Keep unknown allowed ids that may be a product of the document under another id: not every whole takes them."""
    _, unknown = suspects(pair)
    spec = pair.desired.spec
    if not unknown or spec.allow is None:
        return pair
    return Pair(replace(pair.desired, spec=replace(spec, allow=spec.allow | unknown)), pair.observed)


def _distinct(case: Sequence[Paired]) -> bool:
    taken = [pair.observed.remote_id for pair in case if pair.observed]
    return len(taken) == len(set(taken))
