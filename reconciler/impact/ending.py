"""The accounts that are exposed when a run ends, found by comparing their governing experience. Pure.

Example: account 1 was governed by a and was to be governed by b. A run ends when its principal has left a and has not
arrived at b. If the experience of the organization governs account 1 now, the account is exposed; if a or b does, it is
not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reconciler.governance import ARCHIVED, Experiences, Governance, govern
from reconciler.model import Exposed, InterruptedMove

from .course import Course
from .touch import touched

Governing = tuple[str | None, bool]
"""A governing experience (None: ungoverned), and whether it governs only in some of the possible states."""


@dataclass(frozen=True)
class Ending:
    """The end of a run: the possible *states* of the experiences, the worst one first.

    *interrupted* are the moves that did not complete. After a complete run (*whole*), edits of other users are reported
    only where they leave accounts ungoverned.
    """

    course: Course
    interrupted: Sequence[InterruptedMove]
    states: Sequence[Experiences]
    whole: bool = False

    def exposed(self) -> tuple[Exposed, ...]:
        """Find accounts that are governed neither as before nor as desired, and principals that no experience holds."""
        found: dict[Exposed, list[str]] = {}
        for account in self.course.organization.below(touched((*self.course.states, *self.states))):
            governing = self._unexpected_governing(account.id)
            if governing:
                found.setdefault(self._exposure_of(account.id, *governing), []).append(account.id)
        told = [replace(one, accounts=tuple(sorted(ids))) for one, ids in found.items()]
        named = {one.principal for one in told}
        return (*told, *(one for one in self._unheld_moves() if one.principal not in named))

    def _unexpected_governing(self, account: str) -> Governing | None:
        """Return what governs an account instead of the old or the new experience, in the worst possible state."""
        ends = {self.course.was.governing(account), self.course.will.governing(account)}
        unexpected = [governing for one in self.possible if (governing := one.governing(account)) not in ends]
        if not unexpected or (self.whole and unexpected[0] is not None):
            return None
        return unexpected[0], len(unexpected) < len(self.possible)

    def _exposure_of(self, account: str, governed_by: str | None, maybe: bool) -> Exposed:  # noqa: FBT001 - a Governing
        """Return the record of an exposed account: with the interrupted move that caused it, or without a principal."""
        seat = self.course.was.seats[account]
        move = self.moves.get(seat.principal) if seat else None
        if move:
            return replace(self._exposed_by(move), governed_by=governed_by, maybe=maybe)
        left, taker = self.course.was.governing(account), self.course.will.governing(account)
        return Exposed(principal=None, left=left, taker=taker, governed_by=governed_by, maybe=maybe)

    def _unheld_moves(self) -> Iterator[Exposed]:
        """Return the record of every interrupted move whose principal no experience holds."""
        for one in self.interrupted:
            held = [one.principal in holders for holders in self.holders]
            if not all(held):
                yield replace(self._exposed_by(one), maybe=any(held))

    def _exposed_by(self, one: InterruptedMove) -> Exposed:
        held_by = self.holders[0].get(one.principal)
        left, taker = str(one.left), str(one.taker)
        return Exposed(principal=one.principal, left=left, taker=taker, putback=one.putback, held_by=held_by)

    @cached_property
    def moves(self) -> Mapping[str, InterruptedMove]:
        """Return the moves by principal."""
        return {one.principal: one for one in self.interrupted}

    @cached_property
    def possible(self) -> Sequence[Governance]:
        """Return the governance in each possible state."""
        return [govern(self.course.organization, state) for state in self.states]

    @cached_property
    def holders(self) -> Sequence[Mapping[str, str]]:
        """Return the experience that holds each principal, in each possible state.

        An experience that was already archived before the run only lists its principals and holds none.
        """
        listing = {id_ for id_, one in self.course.before.items() if one.status == ARCHIVED}
        return [
            {
                principal: one.id
                for one in sorted(state.values(), key=lambda one: one.status != ARCHIVED)
                if one.status != ARCHIVED or one.id not in listing
                for principal in one.principals
            }
            for state in self.states
        ]


def at_worst(course: Course, interrupted: Sequence[InterruptedMove]) -> tuple[Exposed, ...]:
    """Return the record of every interrupted move with all open accounts below: any of them may be ungoverned."""
    return tuple(
        Exposed(
            principal=one.principal,
            left=str(one.left),
            taker=str(one.taker),
            accounts=tuple(sorted(course.subtree.accounts_below([one.principal]))),
            putback=one.putback,
            maybe=True,
        )
        for one in interrupted
    )


def names_of(course: Course, found: Sequence[Exposed]) -> Mapping[str, str]:
    """Return the names of the exposed accounts and principals that have one."""
    known = course.organization.names()
    ids = sorted({id_ for one in found for id_ in (one.principal, *one.accounts) if id_})
    return {id_: known[id_] for id_ in ids if id_ in known}
