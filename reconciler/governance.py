"""Governance: the experience that governs each account. Pure.

The *enabled* experience that is associated closest to the account in the organization tree governs it, alone: lists of
several experiences are not joined (facts: catalog 4.2). Disabled and archived experiences are skipped. An account
without any enabled experience above is ungoverned and may buy anything.

Example: the enabled experience Base is associated with `o-1`, the enabled Dev with `ou-dev`, and the disabled Old with
account 2. Accounts 1 and 2 are in `ou-dev`, account 3 is in another OU. Dev governs accounts 1 and 2: Old is skipped.
Base governs account 3. Were Base disabled, account 3 would be ungoverned.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .model import Organization

ENABLED, ARCHIVED = "enabled", "archived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """An experience as governance sees it.

    *id* is its address, or AWS's id where no document names it. *status* is enabled, disabled or archived. *products*
    are the products that governed accounts may buy; None means every product: the experience has no procurement policy
    (catalog 4.1).
    """

    id: str
    status: str = ENABLED
    principals: frozenset[str] = frozenset()
    products: frozenset[str] | None = None

    @property
    def seated(self) -> frozenset[str]:
        """Return its principals while it is enabled, else none: the principals below which it governs."""
        return self.principals if self.status == ENABLED else frozenset()


Experiences = Mapping[str, Experience]
"""Every experience of an organization, by id."""


class Seat(NamedTuple):
    """An enabled *experience* at *principal*: it governs the accounts below that have no closer seat."""

    principal: str
    experience: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The reason why *experience* governs an account (None: it is ungoverned).

    *path* leads from the account up to the principal of its seat, or to the organization when it has none. *skipped*
    are the experiences on the path that do not govern, the closest first.
    """

    path: tuple[str, ...]
    experience: str | None
    skipped: tuple[Experience, ...] = ()


@dataclass(frozen=True, slots=True)
class Governance:
    """The governing experience of every account: *seats* by account id, None where it is ungoverned."""

    organization: Organization
    experiences: Experiences
    seats: Mapping[str, Seat | None]

    def governing(self, account: str) -> str | None:
        """Return the id of the experience that governs *account*, or None when it is ungoverned."""
        seat = self.seats[account]
        return seat.experience if seat else None

    def decisions(self, accounts: Iterable[str]) -> Mapping[str, Decision]:
        """Return for each of *accounts* the reason why it is governed as it is."""
        holders = _holders(self.experiences)
        return {account: self._decision(account, holders) for account in accounts}

    def _decision(self, account: str, holders: Mapping[str, list[Experience]]) -> Decision:
        seat = self.seats[account]
        path = _up_to(self.organization, account, seat)
        met = [one for principal in path for one in holders.get(principal, ())]
        skipped = tuple(one for one in met if seat is None or one.id != seat.experience)
        return Decision(path=path, experience=seat.experience if seat else None, skipped=skipped)


def govern(organization: Organization, experiences: Experiences) -> Governance:
    """Compute the seat of every account, also of closed ones, in one walk down the tree."""
    enabled = seats(experiences)
    inherited = _inherited(organization, enabled)
    top = enabled.get(organization.id)
    found = {
        account.id: enabled.get(account.id) or inherited.get(account.parent, top)
        for account in organization.accounts.values()
    }
    return Governance(organization, experiences, found)


def seats(experiences: Experiences) -> Mapping[str, Seat]:
    """Return the seat of every principal that is associated with an enabled experience.

    AWS associates a principal with at most one experience. If it ever returned two, the first by id would count.
    """
    found: dict[str, Seat] = {}
    for one in sorted(experiences.values(), key=lambda one: one.id):
        if one.status == ENABLED:
            for principal in one.principals:
                found.setdefault(principal, Seat(principal, one.id))
    return found


def _inherited(organization: Organization, enabled: Mapping[str, Seat]) -> Mapping[str, Seat | None]:
    """Return for every unit the seat of an account directly below it (None without one). Each unit is visited once."""
    units = organization.units
    found: dict[str, Seat | None] = {}
    for unit in units:
        waiting: list[str] = []
        here = unit
        while here in units and here not in found:
            waiting.append(here)
            here = units[here].parent
        seat = found.get(here, enabled.get(organization.id))
        for below in reversed(waiting):
            seat = found[below] = enabled.get(below) or seat
    return found


def _holders(experiences: Experiences) -> Mapping[str, list[Experience]]:
    found: dict[str, list[Experience]] = {}
    for one in sorted(experiences.values(), key=lambda one: one.id):
        for principal in one.principals:
            found.setdefault(principal, []).append(one)
    return found


def _up_to(organization: Organization, account: str, seat: Seat | None) -> tuple[str, ...]:
    path: list[str] = []
    for principal in organization.path(account):
        path.append(principal)
        if seat and principal == seat.principal:
            break
    return tuple(path)
