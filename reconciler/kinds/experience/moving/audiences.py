"""Changes of audiences: which principals share one, and what each change waits for. Pure.

Example: 60 principals move from `legacy`, 30 to `data` and 30 to `web`. The changes, with what they come after:

  1  legacy  DisassociateAudience, part 0
  2  data    AssociateAudience, part 0     right after 1
  3  legacy  DisassociateAudience, part 1  after 1
  4  web     AssociateAudience, part 0     right after 3

So 2 and 3 share a change set, and three change sets are enough.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reconciler.kinds.experience.verbs import ARRIVE, LEAVE, UPDATE
from reconciler.limits import SIZES, Sizes
from reconciler.model import Address, Move, RequestKey, SafeOrder, Terms, Verb

from .level_merging import merged
from .newcomers import Waiting
from .seat_changes import SeatChanges
from .seats_above import SeatsAbove
from .wave_builder import Rounds, Wave
from .waves import cut


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceChange:
    """One change of an audience, which becomes one request.

    *early* changes come before the experience is enabled. *after* and *right_after* are the edges of the request.
    """

    key: RequestKey
    verb: Verb
    principals: tuple[str, ...]
    early: bool
    after: frozenset[RequestKey]
    right_after: frozenset[RequestKey]


@dataclass(slots=True)
class Audiences:
    """All changes of audiences of a plan.

    *parts* numbers the changes of each experience in the order in which they must come. *members* has the principals of
    each change, *leaving* and *arriving* the change of each principal. *early* are the changes before an experience is
    enabled. *opening* has, for experiences that are enabled together with an arrival, that arrival.
    """

    seat_changes: SeatChanges
    terms: Terms
    sizes: Sizes = SIZES
    members: dict[RequestKey, tuple[str, ...]] = field(default_factory=dict)
    early: set[RequestKey] = field(default_factory=set)
    opening: dict[Address, RequestKey] = field(default_factory=dict)
    leaving: dict[str, RequestKey] = field(default_factory=dict)
    arriving: dict[str, RequestKey] = field(default_factory=dict)
    parts: dict[tuple[Address, str], int] = field(default_factory=dict)
    seats_above: SeatsAbove = field(init=False)

    def __post_init__(self) -> None:
        """Index the seats of the plan's experiences."""
        self.seats_above = SeatsAbove.of_plan(self.seat_changes.enablements.values(), self.terms.organization)

    @classmethod
    def of(
        cls,
        seat_changes: SeatChanges,
        terms: Terms,
        sizes: Sizes = SIZES,
        *,
        waiting: bool = False,
        rounds: Rounds | None = None,
    ) -> "Audiences":
        """Cut the moves into changes: first those that fill experiences before they are enabled, then wave by wave.

        With *waiting*, newcomers that fill no change of their own share a change with principals that move to their
        experience. With *rounds*, waves that need not wait for each other are preferred.
        """
        audiences = cls(seat_changes, terms, sizes)
        early, late = seat_changes.parted()
        levels = sorted(merged(late, seat_changes.followers, sizes).items())
        waves = [wave for _, moves in levels for wave in audiences.waves(moves, rounds=rounds)]
        awaiting = Waiting.of(seat_changes, early, waves, sizes) if waiting else Waiting(early)
        for wave in cut(awaiting.early, sizes=sizes):
            audiences.early |= audiences.add(wave)
        audiences.opening = {one: audiences.next_key(one, ARRIVE) for one in awaiting.opening}
        for wave in waves:
            audiences.add(wave)
        return audiences

    def waves(self, moves: Iterable[Move], *, rounds: Rounds | None) -> Sequence[Wave]:
        """Cut *moves* into waves; if departures and arrivals need not follow each other, into changes of 50 instead."""
        if SafeOrder.AT_ONCE in self.terms.safe_order:
            return cut(moves, isolated=self.terms.isolated, rounds=rounds, sizes=self.sizes)
        return cut((half for move in moves for half in move.halves), sizes=self.sizes)

    def add(self, wave: Wave) -> set[RequestKey]:
        """Add the changes of a wave and return their keys."""
        sides = ((LEAVE, wave.leaving, self.leaving), (ARRIVE, wave.arriving, self.arriving))
        return {
            self._add(address, verb, principals, keys)
            for verb, lists, keys in sides
            for address, principals in sorted(lists.items())
        }

    def _add(self, address: Address, verb: Verb, principals: list[str], keys: dict[str, RequestKey]) -> RequestKey:
        key = self.next_key(address, verb)
        self.parts[address, key.verb] = key.part + 1
        self.members[key] = tuple(sorted(principals))
        keys.update(dict.fromkeys(principals, key))
        return key

    def next_key(self, address: Address, verb: Verb) -> RequestKey:
        """Return the key of the next change of *address* with *verb*."""
        return RequestKey(address, verb.name, self.parts.get((address, verb.name), 0))

    def by_address(self) -> Mapping[Address, Sequence[AudienceChange]]:
        """Return the changes of each audience."""
        found: dict[Address, list[AudienceChange]] = {}
        for key, principals in self.members.items():
            found.setdefault(key.address, []).append(self._change(key, principals))
        return found

    def _change(self, key: RequestKey, principals: tuple[str, ...]) -> AudienceChange:
        before = {key._replace(part=key.part - 1)} if key.part else set()
        at_once = set[RequestKey]()
        verb = LEAVE if key.verb == LEAVE.name else ARRIVE
        if verb is LEAVE:
            before |= set() if key in self.early else self.sure_of(principals)
        else:
            left = {self.leaving[one] for one in principals if one in self.leaving}
            at_once = left - self.early if SafeOrder.AT_ONCE in self.terms.safe_order else set()
            before |= left
        return AudienceChange(
            key=key,
            verb=verb,
            principals=principals,
            early=key in self.early,
            after=frozenset(before),
            right_after=frozenset(at_once),
        )

    def sure_of(self, principals: Iterable[str]) -> frozenset[RequestKey]:
        """Return the requests of an earlier call before which the seats of *principals* must not go.

        Within a change set, AWS orders the changes itself.
        """
        return frozenset(
            RequestKey(one.standing, UPDATE.name) if one.standing else self.arriving[one.principal]
            for principal in principals
            for one in self.seat_changes.sure_of.get(principal, ())
        )

    def arrivals(self, principals: Iterable[str]) -> frozenset[RequestKey]:
        """Return the arrivals of those of *principals* that move elsewhere."""
        return frozenset(self.arriving[one] for one in principals if one in self.arriving)

    def governing_above(self, principals: Iterable[str]) -> frozenset[Address]:
        """Return the experiences of the plan that may govern accounts of *principals* while these have no seat."""
        return self.seats_above.of(principals)
