"""Exposures: accounts that, between two operations, are governed neither as before nor as after the plan.

Example: a principal moves from old (allows A, B) to new (allows B, C) by op-1 and op-2, and default (allows A, B, X) is
associated with the organization. After op-1, default governs its accounts until op-2: they can buy X, which neither old
nor new allows, so the exposure is wider. It is not narrower, since default allows B, which both allow. Without default
the accounts would be ungoverned, which is wider, too.

An operation changes the seats of a few principals and the catalogues of a few experiences. So after each one, only the
accounts below these principals and the groups of accounts under these experiences are computed again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reconciler.governance import Experience, Experiences, Governance, govern
from reconciler.model import Exposure, Operation, Organization

from .durations import Durations
from .groups import Products, products
from .subtree import Subtree
from .touch import touched


class GoverningTriple(NamedTuple):
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


def exposures(
    organization: Organization, states: Sequence[Experiences], operations: Sequence[Operation]
) -> tuple[Exposure, ...]:
    """Return the exposures of *operations*, executed one after the other.

    *states* are the experiences before all operations and after each. An exposure is wider when accounts can buy
    products that neither the old nor the new experience allows, or are ungoverned although both govern. It is narrower
    when they cannot buy products that both allow.
    """
    organization.require(below=touched(states))
    ends = govern(organization, states[0]), govern(organization, states[-1])
    return find_exposures(ends, states, operations, Subtree(organization))


def find_exposures(
    ends: tuple[Governance, Governance],
    states: Sequence[Experiences],
    operations: Sequence[Operation],
    subtree: Subtree,
) -> tuple[Exposure, ...]:
    """Return the exposures, as `exposures` does; *ends* are the governance before and after all operations.

    The organization of *subtree* has all accounts that *states* touch.
    """
    tracker = ExposureTracker.start(ends, subtree)
    for number, state in enumerate(states[1:]):
        tracker.step(number, state)
    durations = Durations.of(operations)
    found = sorted(tracker.windows, key=lambda one: (*one[:3], one.exposure.governed_by or "", one.exposure[1:]))
    return tuple(_exposure(window, tracker.windows[window], operations, durations) for window in found)


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
class ExposureTracker:
    """The state of governance while operations are executed.

    *seats* are the enabled experiences of each principal; if AWS ever returned two, the first by id would govern.
    *members* has the accounts of each triple, *triples* the triple of each account. *open* has the exposure of
    each account that is exposed now, with the operation that began it. *windows* are the exposures that have ended,
    with their accounts.
    """

    subtree: Subtree
    ends: tuple[Governance, Governance]
    state: Experiences
    seats: dict[str, set[str]] = field(default_factory=dict)
    members: dict[GoverningTriple, set[str]] = field(default_factory=dict)
    triples: dict[str, GoverningTriple] = field(default_factory=dict)
    exposures: dict[GoverningTriple, AccountExposure | None] = field(default_factory=dict)
    open: dict[str, tuple[AccountExposure, int]] = field(default_factory=dict)
    windows: dict[Window, list[str]] = field(default_factory=dict)

    @classmethod
    def start(cls, ends: tuple[Governance, Governance], subtree: Subtree) -> "ExposureTracker":
        """Return the state before the first operation, in which no account is exposed."""
        tracker = cls(subtree, ends, ends[0].experiences)
        for one in tracker.state.values():
            tracker._set_seats(frozenset(), one.seated, one.id)
        for account in subtree.organization.accounts.values():
            if account.open:
                before = ends[0].governing(account.id)
                tracker._set_triple(account.id, GoverningTriple(before, ends[1].governing(account.id), before))
        return tracker

    def step(self, number: int, state: Experiences) -> None:
        """Advance to *state*, the experiences after operation *number*."""
        changed = [(self.state.get(id_), one) for id_, one in state.items() if self.state.get(id_) is not one]
        self.state = state
        changed_products = {now.id for was, now in changed if was is None or was.products != now.products}
        concerned = [one for one in self.members if one.now in changed_products] if changed_products else []
        different = self._compute_again(concerned)
        moved = self._update_seats(changed)
        for account in {*moved, *(account for one in different for account in self.members.get(one, ()))}:
            self._update(account, number)

    def _compute_again(self, triples: Iterable[GoverningTriple]) -> list[GoverningTriple]:
        """Compute the exposure of *triples* again; return those whose exposure has changed."""
        different = []
        for triple in triples:
            exposure = self._exposure_of(triple)
            if exposure != self.exposures[triple]:
                self.exposures[triple] = exposure
                different.append(triple)
        return different

    def _exposure_of(self, triple: GoverningTriple) -> AccountExposure | None:
        first, last = self.ends
        before, after = products(first.experiences, triple.before), products(last.experiences, triple.after)
        now = products(self.state, triple.now)
        free = triple.now is None and None not in {triple.before, triple.after}
        wider, narrower = free or _is_wider(now, before, after), _is_narrower(now, before, after)
        return AccountExposure(triple.now, wider, narrower) if wider or narrower else None

    def _update_seats(self, changed: Sequence[tuple[Experience | None, Experience]]) -> list[str]:
        """Update the seats of *changed* experiences; return the accounts that another experience governs now."""
        touched = {
            one
            for was, now in changed
            for one in self._set_seats(was.seated if was else frozenset(), now.seated, now.id)
        }
        return [account for account in self.subtree.accounts_below(touched) if self._update_governing(account)]

    def _set_seats(self, was: frozenset[str], now: frozenset[str], experience: str) -> frozenset[str]:
        for principal in was - now:
            self.seats[principal].remove(experience)
        for principal in now - was:
            self.seats.setdefault(principal, set()).add(experience)
        return was ^ now

    def _update_governing(self, account: str) -> bool:
        before, after, now = self.triples[account]
        here = next((one for one in self.subtree.path(account) if self.seats.get(one)), None)
        governing = min(self.seats[here]) if here else None
        if governing == now:
            return False
        members = self.members[self.triples[account]]
        members.remove(account)
        if not members:
            del self.members[self.triples[account]]
        self._set_triple(account, GoverningTriple(before, after, governing))
        return True

    def _set_triple(self, account: str, triple: GoverningTriple) -> None:
        if triple not in self.members:
            self.members[triple] = set()
            self.exposures[triple] = self._exposure_of(triple)
        self.members[triple].add(account)
        self.triples[account] = triple

    def _update(self, account: str, number: int) -> None:
        """End the exposure of *account* when it has changed, and begin a new one when the account is exposed."""
        exposure = self.exposures[self.triples[account]]
        opened = self.open.get(account)
        if opened and opened[0] != exposure:
            del self.open[account]
            window = Window(opened[1], number, self._exposed_principal(account), opened[0])
            self.windows.setdefault(window, []).append(account)
        if exposure and (opened is None or opened[0] != exposure):
            self.open[account] = exposure, number

    def _exposed_principal(self, account: str) -> str:
        """Return the principal of an exposure: of the seats of *account* before and after the plan, the closer one."""
        deciding = {seat.principal for end in self.ends if (seat := end.seats[account])}
        path = self.subtree.path(account)
        return next((principal for principal in path if principal in deciding), path[-1])


def _is_wider(now: Products, before: Products, after: Products) -> bool:
    if before is None or after is None:
        return False
    return now is None or not (now is before or now is after or now - before <= after)


def _is_narrower(now: Products, before: Products, after: Products) -> bool:
    if now is None or now is before or now is after:
        return False
    if before is None or after is None:
        both = after if before is None else before
        return both is None or not both <= now
    return not before & after <= now
