"""AWS Organizations, and who we are (STS, IAM)."""

from dataclasses import dataclass
from typing import Protocol

from reconciler.model import Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationSummary:
    """What DescribeOrganization tells any member: `o-…`, the management account, and whether all features are on."""

    id: str
    management_account: str
    all_features: bool


class Organizations(Protocol):
    """AWS Organizations."""

    def describe(self) -> OrganizationSummary:
        """Give what any member account may know."""
        ...

    def tree(self) -> Organization:
        """Read roots, units and accounts, in parallel."""
        ...

    def trusted_services(self) -> frozenset[str]:
        """Name the service principals with trusted access."""
        ...

    def delegated_administrators(self, service_principal: str) -> frozenset[str]:
        """Name the accounts that administrate a service for the organisation."""
        ...


class Identity(Protocol):
    """Who we are (STS), and whether a role exists in our account (IAM)."""

    def account(self) -> str:
        """Give the 12 digits of the account that the credentials belong to."""
        ...

    def has_role(self, role_name: str) -> bool:
        """Tell whether our own account has a role of that name."""
        ...
