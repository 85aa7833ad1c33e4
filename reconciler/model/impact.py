"""The effects of a plan on accounts and customers, and the proof that it takes the fewest change sets.

Example: account 111111111111 goes from `experience.default` (allows A, B) to `experience.finance` (allows B, C). Its
group has gained C and lost A. Between the two change sets of the move it is governed by the organization's experience:
an exposure from `op-1` until `op-2`.
"""

from dataclasses import dataclass

from reconciler.printed import ExposureJson, GroupJson, ImpactJson, LostServiceJson, ProofJson

from .address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Accounts with the same impact.

    *before* and *after* are the governing experiences: an address, AWS's id where no document names it, None where the
    accounts are ungoverned. *gained* and *lost* are products; None means everything that the other side does not list.
    *loses_everything* is true when the accounts stay governed and may buy none of the products that they could buy
    before.
    """

    before: str | None
    after: str | None
    accounts: tuple[str, ...]
    gained: frozenset[str] | None = frozenset()
    lost: frozenset[str] | None = frozenset()
    loses_everything: bool = False

    @property
    def loses(self) -> bool:
        """Tell whether the accounts may no longer buy one of the products that they could buy before."""
        return self.lost is None or bool(self.lost)

    def as_json(self) -> GroupJson:
        """Return the JSON of the plan (contract 4): a number of null means everything.

        *lost* is then null, too: everything that the catalogue of *after* does not hold.
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
    """An endpoint service that customers lose: the last grant of their account is revoked, or the service is deleted.

    *customers* are sorted account ids. A service principal stands for itself, and `*` for all accounts without a grant
    of their own. *connected* are the customers with a live connection, None when connections were not read.
    """

    service: Address
    customers: tuple[str, ...]
    connected: tuple[str, ...] | None

    def as_json(self) -> LostServiceJson:
        """Return the JSON of the plan (contract 4)."""
        connected = None if self.connected is None else list(self.connected)
        return {"service": str(self.service), "customers": list(self.customers), "connected": connected}


@dataclass(frozen=True, slots=True)
class Impact:
    """The impact of a plan: every account whose governing experience or catalogue changes.

    *ungoverned* are accounts that were governed before and will not be. *lost_services* are the endpoint services that
    customers of a seller lose.
    """

    groups: tuple[Group, ...] = ()
    ungoverned: tuple[str, ...] = ()
    lost_services: tuple[LostService, ...] = ()

    def as_json(self) -> ImpactJson:
        """Return the JSON of the plan (contract 4)."""
        return {
            "groups": [group.as_json() for group in self.groups],
            "ungoverned": list(self.ungoverned),
            "lost_services": [one.as_json() for one in self.lost_services],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Accounts that are governed, between two operations, neither as before nor as after.

    *since* is the operation that begins the exposure, *until* the operation that ends it; *principal* is the principal
    that moves. *wider*: the accounts can buy products that neither the old nor the new experience allows, or are
    ungoverned although both govern them. *narrower*: they cannot buy products that both experiences allow. *seconds*
    is an estimate.
    """

    principal: str
    accounts: tuple[str, ...]
    since: str
    until: str
    governed_by: str | None
    wider: bool
    narrower: bool
    seconds: int

    def as_json(self) -> ExposureJson:
        """Return the JSON of the plan (contract 4)."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The number of change sets of a plan, and the lower bound: the number that every plan needs at least.

    *chain* is the number of change sets in the longest chain of those that wait for each other.
    """

    change_sets: int
    lower_bound: int
    chain: int

    def as_json(self) -> ProofJson:
        """Return the JSON of the plan (contract 4)."""
        return {"change_sets": self.change_sets, "lower_bound": self.lower_bound, "chain": self.chain}
