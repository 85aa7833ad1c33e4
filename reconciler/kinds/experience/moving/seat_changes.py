"""The seat changes of a plan, and the order that they need. Pure.

A principal has a seat while an enabled experience holds it: the closest seat on the path to the root governs an account
(facts: catalog 4.2). So that no account is ungoverned in between, seats that come are there before others on the same
path go. Of two principals on one path that both move, the lower one leaves only when the upper one has arrived: the
unit Finance moves on level 0, the account Ledger below it on level 1.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from reconciler.kind import Planned
from reconciler.kinds.experience.spec import ExperienceStatus, held
from reconciler.model import Action, Address, Move, Organization


class Fate(IntEnum):
    """What becomes of a seat, in the order in which it should."""

    COMES = 0
    CHANGES = 1
    GOES = 2
    NONE = 3
    """There is none: a disabled experience holds the principal before, and holds it or another one after."""


@dataclass(frozen=True, slots=True)
class Enablement:
    """Whether an experience of the plan is enabled, before and after it."""

    planned: Planned

    @property
    def address(self) -> Address:
        """Name it."""
        return self.planned.change.address

    @property
    def creates(self) -> bool:
        """Tell whether it is new."""
        return self.planned.change.action is Action.CREATE

    @property
    def before(self) -> bool:
        """Tell whether it is enabled when the plan begins."""
        observed = self.planned.pair.observed
        return observed is not None and observed.spec.status is ExperienceStatus.ENABLED

    @property
    def after(self) -> bool:
        """Tell whether it is enabled when the plan ends."""
        change = self.planned.change.value("status")
        return change.after is ExperienceStatus.ENABLED if change else self.before

    @property
    def opens(self) -> bool:
        """Tell whether the plan enables it."""
        return self.after and not self.before

    @property
    def staying(self) -> frozenset[str]:
        """Give the principals that it holds before and after."""
        return held(self.planned.pair) - self.planned.change.members("principals").removed


@dataclass(frozen=True, slots=True)
class SeatChange:
    """What becomes of the seat of one principal. A principal that does not move has a *standing* experience."""

    principal: str
    fate: Fate
    standing: Address | None = None


@dataclass(frozen=True)
class SeatChanges:
    """The seat changes of all principals that a plan moves, or whose experience it enables or disables."""

    enablements: Mapping[Address, Enablement]
    organization: Organization | None

    @cached_property
    def moves(self) -> Sequence[Move]:
        """Give every principal that leaves or arrives, by its id.

        One that leaves two, the second a revived one that listed it, too, arrives nowhere.
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
        """Tell whether *move* begins at a disabled experience that is enabled next: its principals are gone by then."""
        return move.source is not None and self.enablements[move.source].opens

    def arrives_early(self, move: Move) -> bool:
        """Tell whether *move* fills an experience that is not enabled (yet): nobody holds the principal."""
        return move.source is None and move.target is not None and not self.enablements[move.target].before

    def parted(self) -> tuple[Sequence[Move], Mapping[int, Sequence[Move]]]:
        """Return what comes early, and by level what comes later; of what leaves early the second half does."""
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
        """Give for each experience that is not enabled (yet) the moves that fill it."""
        found: dict[Address, list[Move]] = {}
        for move in self.moves:
            if move.target and self.arrives_early(move):
                found.setdefault(move.target, []).append(move)
        return found

    @property
    def mixed(self) -> bool:
        """Tell whether an experience has newcomers, and others that move there."""
        return any(move.source and move.target in self.newcomers for move in self.moves)

    @cached_property
    def awaited(self) -> frozenset[Address]:
        """Name the experiences that are enabled or disabled before some other principal's seat goes or changes."""
        return frozenset(one.standing for many in self.sure_of.values() for one in many if one.standing)

    @cached_property
    def sure_of(self) -> Mapping[str, Sequence[SeatChange]]:
        """Return for principals whose seat goes or changes the seat changes on the same path that must come first."""
        found: dict[str, list[SeatChange]] = {}
        changing = {one.principal: one for one in self._all() if one.fate is not Fate.NONE}
        for below in changing.values() if self.organization else ():
            for principal in self.organization.path(below.principal) if self.organization else ():
                above = changing.get(principal, below)
                if above is not below:
                    first, second = (above, below) if above.fate <= below.fate else (below, above)
                    if first.fate is Fate.CHANGES or first.fate is not second.fate:
                        found.setdefault(second.principal, []).append(first)
        return found

    @cached_property
    def followers(self) -> Mapping[str, Sequence[str]]:
        """Give for principals those whose seat goes or changes only when theirs has come."""
        found: dict[str, list[str]] = {}
        for principal, earlier in self.sure_of.items():
            for one in earlier:
                found.setdefault(one.principal, []).append(principal)
        return found

    def levels(self) -> Mapping[str, int]:
        """Give for each principal that moves how many others at most must have moved first, one after the other."""
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
            fates = {(False, True): Fate.COMES, (True, True): Fate.CHANGES, (True, False): Fate.GOES}
            standing = move.target if self.arrives_early(move) else None
            yield SeatChange(move.principal, fates.get((before, after), Fate.NONE), standing)
        for address, enablement in self.enablements.items():
            if enablement.before is not enablement.after:
                fate = Fate.COMES if enablement.after else Fate.GOES
                yield from (SeatChange(one, fate, address) for one in sorted(enablement.staying))
