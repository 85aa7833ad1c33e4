"""The organization as AWS Organizations describes it: a tree of units with accounts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class OrganizationalUnit:
    """An OU (`ou-…`); *parent* is another OU or the root (`r-…`)."""

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
    """One organization: *id* is `o-…`, *root* is `r-…`; *units* and *accounts* are by id."""

    id: str
    management_account: str
    root: str
    units: Mapping[str, OrganizationalUnit] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)

    def has(self, principal: str) -> bool:
        """Tell whether *principal* (`o-…`, `ou-…` or an account id) exists and can be associated with an experience.

        AWS does not state that it associates accounts whose sign-up is not complete: those are governed by inheritance.
        """
        account = self.accounts.get(principal)
        active = account is not None and account.state is AccountState.ACTIVE
        return principal == self.id or principal in self.units or active

    def path(self, principal: str) -> Iterator[str]:
        """Return *principal*, its ancestors and last the organization's id, which stands for the root."""
        here = principal
        while here in self.accounts or here in self.units:
            yield here
            here = (self.accounts.get(here) or self.units[here]).parent
        yield self.id

    def names(self) -> dict[str, str]:
        """Return the name of every unit and account by id."""
        units = {unit.id: unit.name for unit in self.units.values()}
        return units | {account.id: account.name for account in self.accounts.values()}


NOWHERE = Organization(id="", management_account="", root="")
"""The organization of a repository that manages no marketplace."""
