"""The ports of AWS Organizations, and of the identity of the credentials (STS, IAM)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from reconciler.model import Extent, Organization
from reconciler.reading_progress import ReadingProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationSummary:
    """What any member may read by DescribeOrganization: `o-…`, the management account, whether all features are on."""

    id: str
    management_account: str
    all_features: bool


class Organizations(Protocol):
    """The port of AWS Organizations."""

    def describe(self) -> OrganizationSummary:
        """Return what any member account may read. Raises Refused for an account without organization."""
        ...

    def tree(self, progress: ReadingProgress | None = None) -> Organization:
        """Read the root, the units and the accounts, in parallel; *progress* counts the units."""
        ...

    def unread(self) -> Organization:
        """Return the organization of which nothing was read but its id and its management account."""
        ...

    def grown(self, known: Organization, wanted: Extent, progress: ReadingProgress | None = None) -> Organization:
        """Return *known* with *wanted* in addition, which is read in parallel; *progress* counts what is read."""
        ...

    def refreshed(self, known: Organization, principals: Collection[str]) -> Organization:
        """Return *known* with some of its principals read again: their states, their names and their paths."""
        ...

    def trusted_services(self) -> frozenset[str]:
        """Return the service principals with trusted access."""
        ...

    def delegated_administrators(self, service_principal: str) -> frozenset[str]:
        """Return the delegated administrators of a service in the organization."""
        ...


class Identity(Protocol):
    """The account of the credentials (STS), and whether it has a role (IAM)."""

    def account(self) -> str:
        """Return the 12 digits of the account that the credentials belong to."""
        ...

    def has_role(self, role_name: str) -> bool:
        """Tell whether the account of the credentials has a role of that name."""
        ...
