"""An account's place in its organisation, read from moto's Organizations and IAM."""

from moto.iam.models import iam_backends
from moto.organizations.models import OrganizationsBackend, organizations_backends

from reconciler.limits import PRIVATE_MARKETPLACE_PRINCIPAL, PRIVATE_MARKETPLACE_ROLE
from reconciler.regions import COMMERCIAL
from reconciler.twin.catalog.membership import Membership


def organization_of(account: str) -> OrganizationsBackend:
    """Return the organisation that *account* manages or belongs to; where there is none, an empty backend."""
    management, partition = organizations_backends.master_accounts.get(account, (account, COMMERCIAL))
    return organizations_backends[management][partition]


def membership_of(account: str) -> Membership:
    """Find who *account* is to its organisation."""
    backend = organization_of(account)
    if backend.org is None:
        return Membership(account=account)
    return Membership(
        account=account,
        management=backend.account_id,
        delegated=any(
            admin.account.id == account and PRIVATE_MARKETPLACE_PRINCIPAL in admin.services for admin in backend.admins
        ),
        enabled=_trusted(backend) and _has_role(backend.account_id),
        principals=lambda: _principals(backend),
    )


def _principals(backend: OrganizationsBackend) -> frozenset[str]:
    units = {unit.id for unit in backend.ou if unit.type == "ORGANIZATIONAL_UNIT"}
    accounts = {account.id for account in backend.accounts if account.state == "ACTIVE"}
    return frozenset({backend.org.id if backend.org else ""} | units | accounts)


def _trusted(backend: OrganizationsBackend) -> bool:
    return any(service["ServicePrincipal"] == PRIVATE_MARKETPLACE_PRINCIPAL for service in backend.services)


def _has_role(account: str) -> bool:
    roles = iam_backends[account][COMMERCIAL].get_roles()
    return any(role.name == PRIVATE_MARKETPLACE_ROLE for role in roles)
