"""What a plan does to people: who gains, who loses, who is exposed while it happens, and whether less would do."""

from dataclasses import dataclass
from typing import Any

from .address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Accounts that a plan does the same to.

    *before* and *after* are the governing experiences: an address, AWS's id where no document names it, None where
    the accounts are ungoverned. *gained* and *lost* are products; None is everything that is not listed on the other
    side. *loses_everything*: the accounts stay governed, could buy something and may buy none of it any more.
    """

    before: str | None
    after: str | None
    accounts: tuple[str, ...]
    gained: frozenset[str] | None = frozenset()
    lost: frozenset[str] | None = frozenset()
    loses_everything: bool = False

    @property
    def loses(self) -> bool:
        """Tell whether there is anything that the accounts may no longer buy."""
        return self.lost is None or bool(self.lost)

    def as_json(self) -> dict[str, Any]:
        """Return the form of the plan document (contract 4): a number of null means everything.

        *lost* is null, too, then: everything that the catalogue of *after* does not hold.
        """
        return {
            "before": self.before,
            "after": self.after,
            "accounts": list(self.accounts),
            "gains": None if self.gained is None else len(self.gained),
            "loses": None if self.lost is None else len(self.lost),
            "gained": sorted(self.gained or ()),
            "lost": None if self.lost is None else sorted(self.lost),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LostService:
    """An endpoint service that customers lose: the last grant of their account goes, or the service ends.

    *customers* are accounts, sorted; in the place of an account stands a service principal, or `*` for everyone
    without a grant of their own. *connected* are the accounts of those with a live connection; None where connections
    were not read.
    """

    service: Address
    customers: tuple[str, ...]
    connected: tuple[str, ...] | None

    def as_json(self) -> dict[str, Any]:
        """Return the form of the plan document (contract 4)."""
        connected = None if self.connected is None else list(self.connected)
        return {"service": str(self.service), "customers": list(self.customers), "connected": connected}


@dataclass(frozen=True, slots=True)
class Impact:
    """Everybody whose governing experience or whose catalogue changes; *ungoverned* were governed before.

    *lost_services* are those that customers of a seller lose.
    """

    groups: tuple[Group, ...] = ()
    ungoverned: tuple[str, ...] = ()
    lost_services: tuple[LostService, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the form of the plan document (contract 4)."""
        return {
            "groups": [group.as_json() for group in self.groups],
            "ungoverned": list(self.ungoverned),
            "lost_services": [one.as_json() for one in self.lost_services],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Accounts that are, between two operations, neither as before nor as after.

    *since* is the operation that brings it about, *until* the one that ends it; *principal* is the one on its way.
    *wider*: they may buy what neither end allows, or are ungoverned where both ends govern them. *narrower*: they may
    not buy what both ends allow. *seconds* are estimated.
    """

    principal: str
    accounts: tuple[str, ...]
    since: str
    until: str
    governed_by: str | None
    wider: bool
    narrower: bool
    seconds: int

    def as_json(self) -> dict[str, Any]:
        """Return the form of the plan document (contract 4)."""
        return {
            "principal": self.principal,
            "accounts": list(self.accounts),
            "from": self.since,
            "until": self.until,
            "governed_by": self.governed_by,
            "wider": self.wider,
            "narrower": self.narrower,
            "seconds": self.seconds,
        }


@dataclass(frozen=True, slots=True)
class Proof:
    """How many change sets a plan takes, and how many any plan would take at least."""

    change_sets: int
    lower_bound: int

    def as_json(self) -> dict[str, int]:
        """Return the form of the plan document (contract 4)."""
        return {"change_sets": self.change_sets, "lower_bound": self.lower_bound}
