"""Exposures: accounts that, between two operations, are governed neither as before nor as after the plan.

Example: a principal moves from old (allows A, B) to new (allows B, C) by op-1 and op-2, and default (allows A, B, X) is
associated with the organisation. After op-1, default governs its accounts until op-2: they can buy X, which neither old
nor new allows, so the exposure is wider. It is not narrower, since default allows B, which both allow. Without default
the accounts would be ungoverned, which is wider, too.

An operation changes the seats of a few principals and the catalogues of a few experiences. So after each one, only the
accounts below these principals and the groups of accounts under these experiences are computed again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reconciler.governance import Experience, Experiences, Governance, govern
from reconciler.model import Exposure, Operation, Organization

from .groups import Products, products
from .subtree import Subtree

CHANGE_SET_SECONDS = 30
"""An estimate (facts: catalog 1.6): AWS promises no duration, and says that a whole experience "will take a minute"."""
CALL_SECONDS = 1


class Stretch(NamedTuple):
    """The governing experience before the plan, after it and now: accounts with the same three have one exposure."""

    before: str | None
    after: str | None
    now: str | None


class AccountExposure(NamedTuple):
    """How accounts are exposed: what governs them, and whether they can buy more or less than before and after."""

    governed_by: str | None
    wider: bool
    narrower: bool


class Window(NamedTuple):
    """An exposure below one principal; *since* and *until* are the numbers of the operations that begin and end it."""

    since: int
    until: int
    principal: str
    exposure: AccountExposure


@dataclass(frozen=True, slots=True)
class Durations:
    """The estimated end of each operation, in seconds from the start, when each begins as soon as it can."""

    ends: Mapping[str, int]

    @classmethod
    def of(cls, operations: Sequence[Operation]) -> "Durations":
        """Return the estimate for *operations*, each listed after the operations that it waits for."""
        ends: dict[str, int] = {}
        for operation in operations:
            ends[operation.id] = max((ends[one] for one in operation.after), default=0) + _seconds(operation)
        return cls(ends)

    def between(self, since: Operation, until: Operation) -> int:
        """Return the seconds between the ends of two operations, and at least the duration of the later one."""
        return max(self.ends[until.id] - self.ends[since.id], _seconds(until))


def _seconds(operation: Operation) -> int:
    return CHANGE_SET_SECONDS if operation.is_change_set else CALL_SECONDS


def exposures(
    organization: Organization, states: Sequence[Experiences], operations: Sequence[Operation]
) -> tuple[Exposure, ...]:
    """Return the exposures of *operations*, executed one after the other.

    *states* are the experiences before all operations and after each. An exposure is wider when accounts can buy
    products that neither the old nor the new experience allows, or are ungoverned although both govern. It is narrower
    when they cannot buy products that both allow.
    """
    ends = govern(organization, states[0]), govern(organization, states[-1])
    return on_the_way(ends, states, operations, Subtree(organization))


def on_the_way(
    ends: tuple[Governance, Governance],
    states: Sequence[Experiences],
    operations: Sequence[Operation],
    subtree: Subtree,
) -> tuple[Exposure, ...]:
    """Return the exposures, as `exposures` does; *ends* are the governance before and after all operations."""
    watch = Watch.over(ends, subtree)
    for number, state in enumerate(states[1:]):
        watch.step(number, state)
    durations = Durations.of(operations)
    found = sorted(watch.windows, key=lambda one: (*one[:3], one.exposure.governed_by or "", one.exposure[1:]))
    return tuple(_exposure(window, watch.windows[window], operations, durations) for window in found)


def _exposure(
    window: Window, accounts: Iterable[str], operations: Sequence[Operation], durations: Durations
) -> Exposure:
    since, until = operations[window.since], operations[window.until]
    return Exposure(
        principal=window.principal,
        accounts=tuple(sorted(accounts)),
        since=since.id,
        until=until.id,
        governed_by=window.exposure.governed_by,
        wider=window.exposure.wider,
        narrower=window.exposure.narrower,
        seconds=durations.between(since, until),
    )


@dataclass(slots=True)
class Watch:
    """The state of governance while operations are executed.

    *seats* are the enabled experiences of each principal; if AWS ever returned two, the first by id would govern.
    *members* and *stretches* map stretches to accounts and back. *open* has the exposure of each account that is
    exposed now, with the operation that began it. *windows* are the exposures that have ended, with their accounts.
    """

    subtree: Subtree
    ends: tuple[Governance, Governance]
    state: Experiences
    seats: dict[str, set[str]] = field(default_factory=dict)
    members: dict[Stretch, set[str]] = field(default_factory=dict)
    stretches: dict[str, Stretch] = field(default_factory=dict)
    exposures: dict[Stretch, AccountExposure | None] = field(default_factory=dict)
    open: dict[str, tuple[AccountExposure, int]] = field(default_factory=dict)
    windows: dict[Window, list[str]] = field(default_factory=dict)

    @classmethod
    def over(cls, ends: tuple[Governance, Governance], subtree: Subtree) -> "Watch":
        """Return the state before the first operation, in which no account is exposed."""
        watch = cls(subtree, ends, ends[0].experiences)
        for one in watch.state.values():
            watch._sit(frozenset(), one.seated, one.id)
        for account in subtree.organization.accounts.values():
            if account.open:
                before = ends[0].governing(account.id)
                watch._put(account.id, Stretch(before, ends[1].governing(account.id), before))
        return watch

    def step(self, number: int, state: Experiences) -> None:
        """Advance to *state*, the experiences after operation *number*."""
        changed = [(self.state.get(id_), one) for id_, one in state.items() if self.state.get(id_) is not one]
        self.state = state
        recut = {now.id for was, now in changed if was is None or was.products != now.products}
        flipped = self._weigh(one for one in list(self.members) if one.now in recut) if recut else []
        moved = self._reseat(changed)
        for account in {*moved, *(account for one in flipped for account in self.members.get(one, ()))}:
            self._update(account, number)

    def _weigh(self, stretches: Iterable[Stretch]) -> list[Stretch]:
        """Compute the exposure of *stretches* again; return those whose exposure has changed."""
        flipped = []
        for stretch in stretches:
            exposure = self._exposure_of(stretch)
            if exposure != self.exposures[stretch]:
                self.exposures[stretch] = exposure
                flipped.append(stretch)
        return flipped

    def _exposure_of(self, stretch: Stretch) -> AccountExposure | None:
        first, last = self.ends
        before, after = products(first.experiences, stretch.before), products(last.experiences, stretch.after)
        now = products(self.state, stretch.now)
        free = stretch.now is None and None not in {stretch.before, stretch.after}
        wider, narrower = free or _is_wider(now, before, after), _is_narrower(now, before, after)
        return AccountExposure(stretch.now, wider, narrower) if wider or narrower else None

    def _reseat(self, changed: Sequence[tuple[Experience | None, Experience]]) -> list[str]:
        """Update the seats of *changed* experiences; return the accounts that another experience governs now."""
        touched = {
            one for was, now in changed for one in self._sit(was.seated if was else frozenset(), now.seated, now.id)
        }
        return [account for account in self.subtree.accounts_below(touched) if self._move(account)]

    def _sit(self, was: frozenset[str], now: frozenset[str], experience: str) -> frozenset[str]:
        for principal in was - now:
            self.seats[principal].remove(experience)
        for principal in now - was:
            self.seats.setdefault(principal, set()).add(experience)
        return was ^ now

    def _move(self, account: str) -> bool:
        before, after, now = self.stretches[account]
        here = next((one for one in self.subtree.path(account) if self.seats.get(one)), None)
        governing = min(self.seats[here]) if here else None
        if governing == now:
            return False
        members = self.members[self.stretches[account]]
        members.remove(account)
        if not members:
            del self.members[self.stretches[account]]
        self._put(account, Stretch(before, after, governing))
        return True

    def _put(self, account: str, stretch: Stretch) -> None:
        if stretch not in self.members:
            self.members[stretch] = set()
            self.exposures[stretch] = self._exposure_of(stretch)
        self.members[stretch].add(account)
        self.stretches[account] = stretch

    def _update(self, account: str, number: int) -> None:
        """End the exposure of *account* when it has changed, and begin a new one when the account is exposed."""
        exposure = self.exposures[self.stretches[account]]
        opened = self.open.get(account)
        if opened and opened[0] != exposure:
            del self.open[account]
            window = Window(opened[1], number, self._on_its_way(account), opened[0])
            self.windows.setdefault(window, []).append(account)
        if exposure and (opened is None or opened[0] != exposure):
            self.open[account] = exposure, number

    def _on_its_way(self, account: str) -> str:
        """Return the principal of an exposure: of the seats of *account* before and after the plan, the closer one."""
        deciding = {seat.principal for end in self.ends if (seat := end.seats[account])}
        path = self.subtree.path(account)
        return next((principal for principal in path if principal in deciding), path[-1])


def _is_wider(now: Products, before: Products, after: Products) -> bool:
    if before is None or after is None:
        return False
    return now is None or not now <= before | after


def _is_narrower(now: Products, before: Products, after: Products) -> bool:
    if now is None:
        return False
    if before is None or after is None:
        both = after if before is None else before
        return both is None or not both <= now
    return not before & after <= now
