"""The organization as AWS Organizations describes it: a tree of units with accounts, as far as it was read.

Example: of an organization with 10,000 accounts, the OU Finance was read with everything below it, and of the other OUs
only account 1. `below` returns the accounts of Finance, and `path` the ancestors of account 1. A question about account
2, which is not in Finance, raises `NotRead`: AWS was not asked whether it exists.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reconciler.printed import OrganizationExtent

from .extent import WHOLE, Detour, Extent, NotRead


@dataclass(frozen=True, slots=True)
class OrganizationalUnit:
    """An OU (`ou-…`); *parent* is another OU or the root (`r-…`).

    *name* is empty if only the path of something below it was read.
    """

    id: str
    name: str
    parent: str


class AccountState(StrEnum):
    """The state of an account in AWS Organizations; values that AWS adds later become UNKNOWN.

    PENDING_ACTIVATION: the sign-up is not complete; SUSPENDED: AWS restricts it (Organizations User Guide, "Monitor the
    state of your AWS accounts"). The older field `Status` is SUSPENDED for closed accounts, too.
    """

    PENDING_ACTIVATION = "PENDING_ACTIVATION"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    PENDING_CLOSURE = "PENDING_CLOSURE"
    CLOSED = "CLOSED"
    UNKNOWN = "UNKNOWN"

    @classmethod
    def of(cls, said: str) -> "AccountState":
        """Return the state that AWS calls *said*, UNKNOWN when there is none of that name."""
        return cls(said) if said in set(cls) else cls.UNKNOWN

    @property
    def words(self) -> str:
        """Return the state as the predicate of a sentence about an account: `is suspended`."""
        return _WORDS[self]


_WORDS = {
    AccountState.PENDING_ACTIVATION: "is not activated yet",
    AccountState.ACTIVE: "is active",
    AccountState.SUSPENDED: "is suspended",
    AccountState.PENDING_CLOSURE: "is being closed",
    AccountState.CLOSED: "is closed",
    AccountState.UNKNOWN: "is in a state that AWS does not document",
}
_OPEN = frozenset({AccountState.ACTIVE, AccountState.PENDING_ACTIVATION})


@dataclass(frozen=True, slots=True)
class Account:
    """A member account."""

    id: str
    name: str
    parent: str
    state: AccountState = AccountState.ACTIVE

    @property
    def open(self) -> bool:
        """Tell whether the account can buy now or after its sign-up is complete: by then it must be governed."""
        return self.state in _OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """One organization: *id* is `o-…`, *root* is `r-…`, empty while it is unknown.

    *units* and *accounts* are those that were read, by id, with all units above them. *read* says what was read: a
    question about anything else raises NotRead. *detour* says why the whole was read although less would do.
    """

    id: str
    management_account: str
    root: str
    units: Mapping[str, OrganizationalUnit] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)
    read: Extent = WHOLE
    detour: Detour | None = None

    def require(self, principals: Iterable[str] = (), below: Iterable[str] = (), *, whole: bool = False) -> None:
        """Raise NotRead unless *principals*, all units and accounts *below* some principals, or the *whole* were read.

        What is asked for next should be required at once: each NotRead leads to a reading of AWS.
        """
        missing = self.unread(Extent(frozenset(principals), frozenset(below), whole=whole))
        if missing != Extent():
            raise NotRead(missing)

    def unread(self, wanted: Extent) -> Extent:
        """Return the part of *wanted* that was not read."""
        if self.read.whole:
            return Extent()
        return Extent(
            frozenset(one for one in wanted.principals if not self._described(one)),
            frozenset(one for one in wanted.below if not self._complete(one)),
            whole=wanted.whole,
        )

    def has(self, principal: str) -> bool:
        """Tell whether *principal* (`o-…`, `ou-…` or an account id) exists and can be associated with an experience.

        AWS does not state that it associates accounts whose sign-up is not complete: those are governed by inheritance.
        """
        account = self.account(principal)
        active = account is not None and account.state is AccountState.ACTIVE
        return principal == self.id or principal in self.units or active

    def account(self, principal: str) -> Account | None:
        """Return the account *principal*; None if it is no account of the organization."""
        self._require_known(principal)
        return self.accounts.get(principal)

    def path(self, principal: str) -> Iterator[str]:
        """Return *principal*, its ancestors and last the organization's id, which stands for the root."""
        self._require_known(principal)
        return self._up(principal)

    def below(self, principals: Iterable[str]) -> list[Account]:
        """Return the open accounts that are one of *principals* or below one, in the order of `accounts`."""
        tops = frozenset(principals)
        self.require(below=tops)
        if self.id in tops:
            return [account for account in self.accounts.values() if account.open]
        inside = self.units_below(tops)
        return [one for one in self.accounts.values() if one.open and (one.id in tops or one.parent in inside)]

    def units_below(self, principals: Iterable[str]) -> frozenset[str]:
        """Return the units that are one of *principals* or below one; each unit is visited once."""
        tops = frozenset(principals)
        self.require(below=tops)
        if self.id in tops:
            return frozenset(self.units)
        known: dict[str, bool] = {}
        for unit in self.units:
            waiting: list[str] = []
            here = unit
            while here in self.units and here not in known:
                waiting.append(here)
                here = self.units[here].parent
            found = known.get(here, False)
            for one in reversed(waiting):
                found = known[one] = found or one in tops
        return frozenset(one for one, found in known.items() if found)

    def names(self) -> dict[str, str]:
        """Return the name of every unit and account that was read, by id."""
        units = {unit.id: unit.name for unit in self.units.values()}
        return units | {account.id: account.name for account in self.accounts.values()}

    @property
    def extent_told(self) -> OrganizationExtent:
        """Return how the JSON of a plan calls what was read (contract 4): whole, subtrees, principals or none."""
        if self.read.whole:
            return "whole" if self.id else "none"
        return "subtrees" if self.read.below else "principals" if self.accounts or self.units else "none"

    def _up(self, here: str) -> Iterator[str]:
        while here in self.accounts or here in self.units:
            yield here
            here = (self.accounts.get(here) or self.units[here]).parent
        yield self.id

    def _require_known(self, principal: str) -> None:
        if not (self.read.asked_for(principal) or self._exists(principal)):
            raise NotRead(Extent(frozenset({principal})))

    def _exists(self, principal: str) -> bool:
        return principal == self.id or principal in self.units or principal in self.accounts

    def _missing(self, principal: str) -> bool:
        """Tell whether AWS was asked for *principal* and does not have it."""
        return self.read.asked_for(principal) and not self._exists(principal)

    def _described(self, principal: str) -> bool:
        """Tell whether the name of *principal* was read, too, if it exists."""
        unit = self.units.get(principal)
        return self.read.asked_for(principal) or (self._exists(principal) and (unit is None or bool(unit.name)))

    def _complete(self, principal: str) -> bool:
        """Tell whether everything below *principal* was read."""
        if principal in self.accounts or self._missing(principal):
            return True
        return self._exists(principal) and not self.read.below.isdisjoint(self._up(principal))


NOWHERE = Organization(id="", management_account="", root="")
"""The organization of a repository that manages no marketplace."""
