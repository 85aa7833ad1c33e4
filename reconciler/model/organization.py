"""The organisation as AWS Organizations tells it: a tree of units with accounts in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OrganizationalUnit:
    """An OU (`ou-…`); *parent* is another OU or the root (`r-…`)."""

    id: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class Account:
    """A member account; *open* is false when it is suspended, closed or being closed."""

    id: str
    name: str
    parent: str
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """One organisation: *id* is `o-…`, *root* is `r-…`; *units* and *accounts* are by id."""

    id: str
    management_account: str
    root: str
    units: Mapping[str, OrganizationalUnit] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)

    def has(self, principal: str) -> bool:
        """Tell whether *principal* (`o-…`, `ou-…` or an account id) exists and is open."""
        account = self.accounts.get(principal)
        return principal == self.id or principal in self.units or (account is not None and account.open)

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
