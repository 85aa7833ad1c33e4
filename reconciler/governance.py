"""Which experience governs each account. Pure.

Of the *enabled* experiences, the one associated closest to the account in the organisation tree governs it, alone: no
union of lists (facts: catalog 4.2). One that is disabled or archived is passed over. Where none is left the account is
ungoverned and may buy anything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .model import Organization

ENABLED, ARCHIVED = "enabled", "archived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """What governance needs to know of an experience.

    *id* is its address, or AWS's id where no document names it; *status* is enabled, disabled or archived; *products*
    are those that may be bought where it governs: None, without a procurement policy, is everything (catalog 4.1).
    """

    id: str
    status: str = ENABLED
    principals: frozenset[str] = frozenset()
    products: frozenset[str] | None = None

    @property
    def seated(self) -> frozenset[str]:
        """Return the principals below which it may govern: none while it is not enabled."""
        return self.principals if self.status == ENABLED else frozenset()


Experiences = Mapping[str, Experience]
"""Every experience of an organisation, by id."""


class Seat(NamedTuple):
    """An enabled experience in its place: it governs what is below *principal* and has no closer one."""

    principal: str
    experience: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Why an account is governed as it is.

    *path* leads from the account to the principal that decided, or to the organisation when none did; *skipped* are
    the experiences met on it that do not govern, the closest first.
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
        """Return the id of the experience that governs *account*; None when it is ungoverned."""
        seat = self.seats[account]
        return seat.experience if seat else None

    def decisions(self, accounts: Iterable[str]) -> Mapping[str, Decision]:
        """Say of each of *accounts* why it is governed as it is."""
        holders = _holders(self.experiences)
        return {account: self._decision(account, holders) for account in accounts}

    def _decision(self, account: str, holders: Mapping[str, list[Experience]]) -> Decision:
        seat = self.seats[account]
        path = _up_to(self.organization, account, seat)
        met = [one for principal in path for one in holders.get(principal, ())]
        skipped = tuple(one for one in met if seat is None or one.id != seat.experience)
        return Decision(path=path, experience=seat.experience if seat else None, skipped=skipped)


def govern(organization: Organization, experiences: Experiences) -> Governance:
    """Find the governing experience of every account, closed ones too, in one walk down the tree."""
    enabled = seats(experiences)
    inherited = _inherited(organization, enabled)
    top = enabled.get(organization.id)
    found = {
        account.id: enabled.get(account.id) or inherited.get(account.parent, top)
        for account in organization.accounts.values()
    }
    return Governance(organization, experiences, found)


def seats(experiences: Experiences) -> Mapping[str, Seat]:
    """Return the enabled experience of every principal that is associated with one.

    AWS associates a principal with one experience at most; should it ever tell of two, the first by id is taken.
    """
    found: dict[str, Seat] = {}
    for one in sorted(experiences.values(), key=lambda one: one.id):
        if one.status == ENABLED:
            for principal in one.principals:
                found.setdefault(principal, Seat(principal, one.id))
    return found


def _inherited(organization: Organization, enabled: Mapping[str, Seat]) -> Mapping[str, Seat | None]:
    """Return for every unit what governs an account right below it; each unit is looked at once."""
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
