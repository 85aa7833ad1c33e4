"""A part of the documents, without what has to wait for the rest. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from reconciler.governance import Seat
from reconciler.kinds.experience.matching.holders import Holders, is_archived
from reconciler.kinds.experience.settle import ends
from reconciler.kinds.experience.spec import NONE, Live, Paired, Wanted, held
from reconciler.model import Address, Mode, Organization, Pair, Problem

from .holds import HeldField, Hold, holding
from .losses import Comparison, Share
from .notes import PartNotes
from .states import ExperienceStates, Ids, Naming, name_of, naming, possible_wholes

Found = Iterator[tuple[Hold, Collection[Address]]]
"""Fields that have to wait, each with the left-out documents that it waits for; empty if these are unknown."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is planned of a part: its *pairs* and *problems*, and its objects as the whole makes them (*wholes*)."""

    pairs: tuple[Paired, ...]
    problems: tuple[Problem, ...] = ()
    wholes: Mapping[Address, Paired] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a part is made from.

    *pairs* are planned; *left_out* are the addresses of the documents that are not. *every* are the pairs of all
    documents whose experience is known, as the documents state them. In *doubted* ones a product may have changed its
    id. *names* are by id.
    """

    pairs: tuple[Paired, ...]
    every: tuple[Paired, ...]
    wanted: Sequence[Wanted]
    left_out: Collection[Address]
    doubted: Collection[Address]
    live: Live
    holders: Holders
    organization: Organization
    ids: Ids
    names: Mapping[str, str]


def part_of(setting: Setting) -> Part:
    """Return a part that takes nothing which the whole would not take, and that adds no error to the next plan."""
    states = ExperienceStates(setting.live, setting.ids, naming(setting.wanted, setting.organization))
    wholes = possible_wholes(setting.every, setting.wanted, setting.live, setting.doubted)
    after_wholes = [states.after_whole(case) for case in wholes]
    comparison = Comparison(setting.organization, states.now, states.after(setting.pairs), after_wholes)
    left_out = {name_of(pair): pair.desired.address for case in wholes for pair in case}
    left_out = {name: address for name, address in left_out.items() if address in setting.left_out}
    search = HoldSearch(setting, states, comparison, left_out)
    pairs = search.run()
    notes = PartNotes(setting.left_out, left_out, setting.holders, setting.names)
    given = comparison.given(states.after(pairs))
    return Part(
        pairs,
        (*notes.waiting(setting.pairs, search.causes), *notes.only_in_part(given)),
        dict(_as_whole(setting, wholes, states.named)),
    )


def _as_whole(setting: Setting, wholes: Iterable[Iterable[Paired]], named: Naming) -> Iterator[tuple[Address, Paired]]:
    """Return the planned objects as the whole makes them: without the principals that other documents name."""
    stated = {pair.desired.address: pair for pair in setting.every}
    stated |= {pair.desired.address: pair for case in islice(wholes, 1) for pair in case}
    for address in (pair.desired.address for pair in setting.pairs):
        pair = stated[address]
        elsewhere = frozenset(one for one in held(pair) if named.get(one, address) != address)
        yield address, Pair(replace(pair.desired, taken=elsewhere), pair.observed)


@dataclass
class HoldSearch:
    """The search for the holds without which accounts would lose more than by the whole.

    *causes* has for each hold the documents that it waits for. *left_out* are the addresses of the documents that are
    not planned, by the names of their experiences.

    This ends, since every step adds a hold: a loss comes from a seat, a status, a product or a policy that changes, and
    a field with a hold does not change. If every field has a hold, nothing is lost.
    """

    setting: Setting
    states: ExperienceStates
    comparison: Comparison
    left_out: Mapping[str, Address]
    causes: dict[Hold, set[Address]] = field(default_factory=dict)

    def run(self) -> tuple[Paired, ...]:
        """Return the pairs without the fields that wait.

        Holds are added until no account loses more than by the whole.
        """
        while True:
            pairs = tuple(holding(pair, self.causes.keys(), self.setting.holders) for pair in self.setting.pairs)
            acting = [pair for pair in pairs if pair.desired.mode is not Mode.OBSERVE]
            found = [*self._unplaced(acting), *self._endings(acting)] or [*self._losses(pairs)]
            if not found:
                return pairs
            known = len(self.causes)
            for hold, cause in found:
                self.causes.setdefault(hold, set()).update(cause)
            if len(self.causes) == known:
                raise AssertionError(f"a field with a hold still causes a loss: {found[0][0]}")

    def _unplaced(self, pairs: Iterable[Paired]) -> Found:
        """Find principals whose new experience is left out: without a hold they would be in no experience.

        An archived experience that is revived without them governed none of them, so it may release them.
        """
        awaited = {one: taker for one, taker in self.states.named.items() if taker in self.setting.left_out}
        live = [pair for pair in pairs if pair.observed and not is_archived(pair.observed)]
        for pair in live:
            for principal in sorted((held(pair) - self.states.carried_out(pair).principals) & awaited.keys()):
                if self.setting.holders.held_by(principal, pair):
                    yield Hold(HeldField.SEAT, member=principal), {awaited[principal]}

    def _endings(self, pairs: Iterable[Paired]) -> Found:
        """Find experiences that would end with principals that wait, or that another document names.

        An archived experience releases nothing, so every later plan would be in error.
        """
        waiting = {hold.member: cause for hold, cause in self.causes.items() if hold.what is HeldField.SEAT}
        for pair in pairs:
            if ends(pair, self.states.carried_out(pair).status):
                causes = set[Address]()
                for one in self.states.carried_out(pair).principals:
                    causes |= waiting.get(one, {self.states.named[one]} if self._elsewhere(one, pair) else set())
                if causes:
                    yield Hold(HeldField.STATUS, pair.desired.address), causes

    def _elsewhere(self, principal: str, pair: Paired) -> bool:
        """Tell whether another document names *principal*."""
        return self.states.named.get(principal, pair.desired.address) != pair.desired.address

    def _losses(self, pairs: Sequence[Paired]) -> Found:
        """Find fields by which accounts lose more than by the whole."""
        by_name = {name_of(pair): pair for pair in pairs}
        for share in self.comparison.taken(self.states.after(pairs)):
            awaited = share.standing.awaits(self.left_out)
            yield from ((hold, awaited) for hold in self._holds(share, by_name))

    def _holds(self, share: Share, pairs: Mapping[str, Paired]) -> Iterator[Hold]:
        before, part = share.standing.before, share.standing.part
        if before and part and before.experience == part.experience:
            yield from self._catalogue(pairs[part.experience], share.products)
        elif part and part.experience in pairs and self._is_closer(part, before, share.accounts[0]):
            yield self._seat(part, pairs[part.experience], comes=True)
        elif before and before.experience in pairs:
            yield self._seat(before, pairs[before.experience], comes=False)

    def _seat(self, seat: Seat, pair: Paired, *, comes: bool) -> Hold:
        """Return the hold of a seat: its principal if that arrives or leaves, else the status of its experience."""
        here = held(pair) if comes else self.states.carried_out(pair).principals
        moves = seat.principal not in here
        return Hold(HeldField.SEAT, member=seat.principal) if moves else Hold(HeldField.STATUS, pair.desired.address)

    def _catalogue(self, pair: Paired, products: frozenset[str] | None) -> Iterator[Hold]:
        if products is None or pair.observed is None or pair.observed.spec.policy is None:
            yield Hold(HeldField.POLICY, pair.desired.address)
            return
        for listed in pair.observed.spec.allow or NONE:
            if self.setting.ids.get(listed, listed) in products:
                yield Hold(HeldField.PRODUCT, pair.desired.address, listed)

    def _is_closer(self, one: Seat, other: Seat | None, account: str) -> bool:
        """Tell whether *one* is at least as close to *account* as *other*."""
        path = [*self.setting.organization.path(account)]
        return other is None or path.index(one.principal) <= path.index(other.principal)
