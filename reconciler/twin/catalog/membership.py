"""Who an account is to its organisation, as far as Private Marketplace asks (catalog 4.4)."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One account's place.

    *management* is the management account of its organisation, or nothing; *delegated*: it is a delegated
    administrator of Private Marketplace; *enabled*: the organisation has trusted access, and its management account
    the service-linked role; *principals* tells, when asked, all that may be associated: the organisation, its OUs,
    its active accounts, of which there may be thousands.
    """

    account: str
    management: str | None = None
    delegated: bool = False
    enabled: bool = False
    principals: Callable[[], frozenset[str]] = frozenset

    @property
    def home(self) -> str:
        """The account that owns the entities this caller works on: "created in the management account"."""
        return self.management if self.management and self.administrator else self.account

    @property
    def manages(self) -> bool:
        """Whether this is the management account."""
        return self.management == self.account

    @property
    def administrator(self) -> bool:
        """Whether changes may be called: "only from the management account or … a delegated administrator"."""
        return self.manages or self.delegated
