"""What happens to the seat of each principal, and which seats must change before it. Pure.

A principal has a seat while an enabled experience holds it; the closest seat on the path to the root governs an account
(facts: catalog 4.2). To keep accounts governed, a new seat comes before another one on the same path goes. If two
principals on one path move, the upper one has arrived before the lower one leaves.

Example: the OU Finance moves from `legacy` to `web`, and its account 333333333333 from `legacy` to `data`. The account
waits for Finance, so Finance moves on level 0 and the account on level 1.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from reconciler.kind import Planned
from reconciler.kinds.experience.spec import ExperienceStatus, held
from reconciler.model import Action, Address, Move, Organization


class SeatEvent(IntEnum):
    """What happens to a seat. The order of the members is the order in which the events should happen."""

    COMES = 0
    CHANGES = 1
    GOES = 2
    NONE = 3
    """The principal has no seat: a disabled experience holds it before, and that or another disabled one after."""


@dataclass(frozen=True, slots=True)
class Enablement:
    """An experience of the plan, and whether it is enabled before and after the plan."""

    planned: Planned

    @property
    def address(self) -> Address:
        """Return its address."""
        return self.planned.change.address

    @property
    def creates(self) -> bool:
        """Tell whether the plan creates it."""
        return self.planned.change.action is Action.CREATE

    @property
    def before(self) -> bool:
        """Tell whether it is enabled before the plan."""
        observed = self.planned.pair.observed
        return observed is not None and observed.spec.status is ExperienceStatus.ENABLED

    @property
    def after(self) -> bool:
        """Tell whether it is enabled after the plan."""
        change = self.planned.change.value("status")
        return change.after is ExperienceStatus.ENABLED if change else self.before

    @property
    def opens(self) -> bool:
        """Tell whether the plan enables it."""
        return self.after and not self.before

    @property
    def staying(self) -> frozenset[str]:
        """Return the principals that it holds before and after the plan."""
        return held(self.planned.pair) - self.planned.change.members("principals").removed


@dataclass(frozen=True, slots=True)
class SeatChange:
    """What happens to the seat of one principal.

    *standing* is the experience that is enabled or disabled; None if the principal moves instead.
    """

    principal: str
    event: SeatEvent
    standing: Address | None = None


@dataclass(frozen=True)
class SeatChanges:
    """The principals that the plan moves, or whose experience it enables or disables."""

    enablements: Mapping[Address, Enablement]
    organization: Organization | None

    @cached_property
    def moves(self) -> Sequence[Move]:
        """Return every principal that leaves or arrives, in the order of their ids.

        A principal that leaves two experiences, one of which is revived, has two moves and arrives at none.
        """
        left: dict[str, list[Address | None]] = {}
        joined: dict[str, Address] = {}
        for address, enablement in self.enablements.items():
            change = enablement.planned.change.members("principals")
            for one in change.removed:
                left.setdefault(one, []).append(address)
            joined.update(dict.fromkeys(change.added, address))
        moving = sorted(left.keys() | joined.keys())
        return [Move(one, source, joined.get(one)) for one in moving for source in left.get(one, [None])]

    def leaves_early(self, move: Move) -> bool:
        """Tell whether *move* leaves a disabled experience that the plan enables; the principal leaves before that."""
        return move.source is not None and self.enablements[move.source].opens

    def arrives_early(self, move: Move) -> bool:
        """Tell whether *move* brings a principal that no experience holds to an experience that is not enabled yet."""
        return move.source is None and move.target is not None and not self.enablements[move.target].before

    def parted(self) -> tuple[Sequence[Move], Mapping[int, Sequence[Move]]]:
        """Return the moves that come early, and the later ones by level.

        Of a move that leaves early, the departure is early and the arrival is later.
        """
        levels = self.levels()
        early: list[Move] = []
        late: dict[int, list[Move]] = {}
        for move in self.moves:
            leaves_early = self.leaves_early(move)
            parts = move.halves if leaves_early else (move,)
            first = leaves_early or self.arrives_early(move)
            early += parts[:first]
            for part in parts[first:]:
                late.setdefault(levels[move.principal], []).append(part)
        return early, late

    @cached_property
    def newcomers(self) -> Mapping[Address, Sequence[Move]]:
        """Return, for each experience that is not enabled yet, the moves of principals that no experience holds."""
        found: dict[Address, list[Move]] = {}
        for move in self.moves:
            if move.target and self.arrives_early(move):
                found.setdefault(move.target, []).append(move)
        return found

    @property
    def mixed(self) -> bool:
        """Tell whether an experience has newcomers and principals that move to it."""
        return any(move.source and move.target in self.newcomers for move in self.moves)

    @cached_property
    def awaited(self) -> frozenset[Address]:
        """Return the experiences whose enabling or disabling must come before another seat changes."""
        return frozenset(one.standing for many in self.sure_of.values() for one in many if one.standing)

    @cached_property
    def sure_of(self) -> Mapping[str, Sequence[SeatChange]]:
        """Return, for each principal whose seat goes or changes, the seat changes that must be over before."""
        found: dict[str, list[SeatChange]] = {}
        changing = {one.principal: one for one in self._all() if one.event is not SeatEvent.NONE}
        if self.organization:
            self.organization.require(changing)
        for below in changing.values() if self.organization else ():
            for principal in self.organization.path(below.principal) if self.organization else ():
                above = changing.get(principal, below)
                if above is not below:
                    first, second = (above, below) if above.event <= below.event else (below, above)
                    if first.event is SeatEvent.CHANGES or first.event is not second.event:
                        found.setdefault(second.principal, []).append(first)
        return found

    @cached_property
    def followers(self) -> Mapping[str, Sequence[str]]:
        """Return, for each principal, those whose seats go or change only after its own has come."""
        found: dict[str, list[str]] = {}
        for principal, earlier in self.sure_of.items():
            for one in earlier:
                found.setdefault(one.principal, []).append(principal)
        return found

    def levels(self) -> Mapping[str, int]:
        """Return the level of each principal that moves: how many moves, one after another, must come before."""
        if not self.sure_of:
            return {move.principal: 0 for move in self.moves}
        found: dict[str, int] = {}
        moving = {move.principal for move in self.moves if not self.arrives_early(move)}

        def level(principal: str) -> int:
            if principal not in found:
                earlier = (one.principal for one in self.sure_of.get(principal, ()) if one.principal in moving)
                found[principal] = max((level(one) + 1 for one in earlier), default=0)
            return found[principal]

        return {move.principal: level(move.principal) for move in self.moves}

    def _all(self) -> Iterator[SeatChange]:
        for move in self.moves:
            before = move.source is not None and self.enablements[move.source].before
            after = move.target is not None and self.enablements[move.target].after
            events = {(False, True): SeatEvent.COMES, (True, True): SeatEvent.CHANGES, (True, False): SeatEvent.GOES}
            standing = move.target if self.arrives_early(move) else None
            yield SeatChange(move.principal, events.get((before, after), SeatEvent.NONE), standing)
        for address, enablement in self.enablements.items():
            if enablement.before is not enablement.after:
                event = SeatEvent.COMES if enablement.after else SeatEvent.GOES
                yield from (SeatChange(one, event, address) for one in sorted(enablement.staying))
