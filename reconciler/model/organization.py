"""The organisation as AWS Organizations tells it: a tree of units with accounts in it."""

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
    """Where an account is in its life, as AWS Organizations says it; other values are UNKNOWN.

    PENDING_ACTIVATION: the sign-up is not complete; SUSPENDED: AWS restricts it (Organizations User Guide, "Monitor the
    state of your AWS accounts"). The older `Status` says SUSPENDED of closed accounts, too.
    """

    PENDING_ACTIVATION = "PENDING_ACTIVATION"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    PENDING_CLOSURE = "PENDING_CLOSURE"
    CLOSED = "CLOSED"
    UNKNOWN = "UNKNOWN"

    @classmethod
    def of(cls, said: str) -> "AccountState":
        """Return the state that AWS calls *said*."""
        return cls(said) if said in set(cls) else cls.UNKNOWN

    @property
    def words(self) -> str:
        """Say it of an account."""
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
        """Tell whether it can buy, or will once its sign-up is complete: it has to be governed by then."""
        return self.state in _OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """One organisation: *id* is `o-…`, *root* is `r-…`; *units* and *accounts* are by id."""

    id: str
    management_account: str
    root: str
    units: Mapping[str, OrganizationalUnit] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)

    def has(self, principal: str) -> bool:
        """Tell whether *principal* (`o-…`, `ou-…` or an account id) exists and can be governed by its own id.

        That AWS associates an account whose sign-up is not complete is not stated; what it inherits governs it.
        """
        account = self.accounts.get(principal)
        active = account is not None and account.state is AccountState.ACTIVE
        return principal == self.id or principal in self.units or active

    def path(self, principal: str) -> Iterator[str]:
        """Walk from *principal* up to the organisation's own id, which stands for its root."""
        here = principal
        while here in self.accounts or here in self.units:
            yield here
            here = (self.accounts.get(here) or self.units[here]).parent
        yield self.id

    def names(self) -> dict[str, str]:
        """Name every id that has a name."""
        units = {unit.id: unit.name for unit in self.units.values()}
        return units | {account.id: account.name for account in self.accounts.values()}


NOWHERE = Organization(id="", management_account="", root="")
"""The organisation of a repository that manages no marketplace."""
