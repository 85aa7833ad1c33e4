"""Who an account is to its organisation, as far as Private Marketplace asks (catalog.md 4.4)."""

from dataclasses import dataclass

from moto.iam.models import iam_backends
from moto.organizations.models import OrganizationsBackend, organizations_backends

from reconciler.limits import PRIVATE_MARKETPLACE_PRINCIPAL, PRIVATE_MARKETPLACE_ROLE

PARTITION = "aws"


@dataclass(frozen=True, slots=True)
class Membership:
    """One account's place; *organization* is the backend of its management account, or nothing."""

    account: str
    organization: OrganizationsBackend | None

    @property
    def home(self) -> str:
        """The account that owns the entities this caller works on: "created in the management account"."""
        return self.organization.account_id if self.organization and self.administrator else self.account

    @property
    def manages(self) -> bool:
        """Whether this is the management account."""
        return self.organization is not None and self.organization.account_id == self.account

    @property
    def delegated(self) -> bool:
        """Whether this account is a delegated administrator of Private Marketplace."""
        if self.organization is None:
            return False
        return any(
            admin.account.id == self.account and PRIVATE_MARKETPLACE_PRINCIPAL in admin.services
            for admin in self.organization.admins
        )

    @property
    def administrator(self) -> bool:
        """Whether changes may be called: "only from the management account or … a delegated administrator"."""
        return self.manages or self.delegated

    @property
    def enabled(self) -> bool:
        """Whether the organisation has trusted access, and its management account the service-linked role."""
        return self.organization is not None and _trusted(self.organization) and _has_role(self.organization)

    def principals(self) -> frozenset[str]:
        """Give all that may be associated: the organisation, its OUs, its active accounts."""
        backend = self.organization
        if backend is None or backend.org is None:
            return frozenset()
        units = {unit.id for unit in backend.ou if unit.type == "ORGANIZATIONAL_UNIT"}
        accounts = {account.id for account in backend.accounts if account.state == "ACTIVE"}
        return frozenset({backend.org.id} | units | accounts)


def membership_of(account: str) -> Membership:
    """Find the organisation that *account* manages or belongs to."""
    if account in organizations_backends.master_accounts:
        management, partition = organizations_backends.master_accounts[account]
        return Membership(account, organizations_backends[management][partition])
    backend = organizations_backends[account][PARTITION]
    return Membership(account, backend if backend.org else None)


def _trusted(backend: OrganizationsBackend) -> bool:
    return any(service["ServicePrincipal"] == PRIVATE_MARKETPLACE_PRINCIPAL for service in backend.services)


def _has_role(backend: OrganizationsBackend) -> bool:
    roles = iam_backends[backend.account_id][PARTITION].get_roles()
    return any(role.name == PRIVATE_MARKETPLACE_ROLE for role in roles)
