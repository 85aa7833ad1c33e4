"""The role of an account in its organization, as far as Private Marketplace needs it (catalog 4.4)."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One account's role.

    *management* is the management account of its organization, or empty. *delegated*: it is a delegated administrator
    of Private Marketplace. *enabled*: the organization has trusted access, and its management account has the
    service-linked role. *principals* returns, when called, all principals that may be associated: the organization, its
    OUs and its active accounts, of which there may be thousands.
    """

    account: str
    management: str | None = None
    delegated: bool = False
    enabled: bool = False
    principals: Callable[[], frozenset[str]] = frozenset

    @property
    def home(self) -> str:
        """The account that owns the entities on which this caller works: the management account (catalog 1.8)."""
        return self.management if self.management and self.administrator else self.account

    @property
    def manages(self) -> bool:
        """Whether this is the management account."""
        return self.management == self.account

    @property
    def administrator(self) -> bool:
        """Whether it may change entities: the management account and delegated administrators may (catalog 4.4)."""
        return self.manages or self.delegated
