"""An account's role in its organization, read from moto's Organizations and IAM."""

from collections.abc import Iterator

from moto.iam.models import iam_backends
from moto.organizations.models import OrganizationsBackend, organizations_backends

from reconciler.limits import PRIVATE_MARKETPLACE_PRINCIPAL, PRIVATE_MARKETPLACE_ROLE
from reconciler.regions import COMMERCIAL
from reconciler.twin.catalog.membership import Membership


def organization_of(account: str) -> OrganizationsBackend:
    """Return the organization that *account* manages or belongs to; if there is none, an empty backend."""
    management, partition = organizations_backends.master_accounts.get(account, (account, COMMERCIAL))
    return organizations_backends[management][partition]


def membership_of(account: str) -> Membership:
    """Return the role of *account* in its organization."""
    backend = organization_of(account)
    organization = backend.org
    if organization is None:
        return Membership(account=account)
    services = {service["ServicePrincipal"] for service in backend.services}
    roles = {role.name for role in iam_backends[backend.account_id][COMMERCIAL].get_roles()}
    return Membership(
        account=account,
        management=backend.account_id,
        delegated=any(
            admin.account.id == account and PRIVATE_MARKETPLACE_PRINCIPAL in admin.services for admin in backend.admins
        ),
        enabled=PRIVATE_MARKETPLACE_PRINCIPAL in services and PRIVATE_MARKETPLACE_ROLE in roles,
        principals=lambda: frozenset({organization.id, *_units_and_accounts(backend)}),
    )


def _units_and_accounts(backend: OrganizationsBackend) -> Iterator[str]:
    yield from (unit.id for unit in backend.ou if unit.type == "ORGANIZATIONAL_UNIT")
    yield from (account.id for account in backend.accounts if account.state == "ACTIVE")
