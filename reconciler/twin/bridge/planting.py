"""Fill the backends with a seed, through their own code wherever that code takes ids."""

from collections.abc import Collection
from typing import cast

from moto.core.base_backend import BackendDict
from moto.core.model_instances import reset_model_data
from moto.iam.models import iam_backends
from moto.organizations.models import FakeAccount, FakeOrganization, OrganizationsBackend, organizations_backends

from reconciler import limits
from reconciler.regions import COMMERCIAL
from reconciler.twin.catalog.conditions import Conditions
from reconciler.twin.catalog.population import populate
from reconciler.twin.ec2 import conditions as ec2
from reconciler.twin.seed import MEMBER_ROLE, Seed, SeededNeighbour
from reconciler.twin.seeded_organization import SeededOrganization

from .catalog import MarketplaceCatalogBackend, marketplacecatalog_backends
from .identity import create_private_marketplace_role, create_role
from .members import Returned
from .organizations import TwinOrganizationsResponse, put_into_state
from .role_deletion import RoleDeletion
from .route53 import plant_zone, public_texts, start_publishing


def clear() -> None:
    """Clear the state of all services of moto."""
    BackendDict.reset()
    reset_model_data()  # moto keeps each object that it has ever made, for a page that the twin does not serve
    RoleDeletion.known.clear()
    # moto's own reset keeps this mapping, and with it members of organizations that are gone.
    organizations_backends.master_accounts.clear()


def plant(seed: Seed, conditions: Conditions) -> None:
    """Clear everything and fill the services with *seed*."""
    clear()
    MarketplaceCatalogBackend.conditions = conditions
    ec2.take_effect(seed.endpoint_services, conditions, public_texts)
    start_publishing(conditions, seed.publishing)
    for zone in seed.hosted_zones:
        plant_zone(zone)
    for topic in seed.topics:
        from .topics import plant_topic  # noqa: PLC0415 - moto's SNS is loaded where it is needed

        plant_topic(topic)
    if seed.endpoint_services.load_balancers:
        from .endpoint_services import plant_services  # noqa: PLC0415 - moto's EC2 takes most of a second to load

        plant_services(seed.endpoint_services)
    _plant_organizations(seed)
    for role in seed.roles:
        create_role(role.account, role.name, role.trusted)
    owner = seed.organization.management_account if seed.organization else seed.caller
    _plant_experiences(owner, seed, conditions)
    for other in seed.other_organizations:
        _plant_experiences(other.organization.management_account, other, conditions)


def _plant_organizations(seed: Seed) -> None:
    """Create all organizations, each in the backends of its own management account."""
    TwinOrganizationsResponse.returned = {}
    planted = [(one, one.organization) for one in seed.marketplaces if one.organization]
    for _, organization in planted:
        _plant_organization(organization)
    _forget_random_accounts({account.id for _, organization in planted for account in organization.accounts})
    for one, organization in planted:
        _plant_private_marketplace(one, organization.management_account)


def _plant_experiences(owner: str, seed: Seed | SeededNeighbour, conditions: Conditions) -> None:
    marketplace = marketplacecatalog_backends[owner][limits.CATALOG_REGION].marketplace
    populate(marketplace, seed.experiences, conditions.clock())


def _plant_organization(seed: SeededOrganization) -> None:
    backend = organizations_backends[seed.management_account][COMMERCIAL]
    backend.create_organization(limits.CATALOG_REGION, FeatureSet="ALL")
    TwinOrganizationsResponse.returned[seed.management_account] = Returned(seed.paths, seed.status)
    _rename(backend, seed)
    for unit in seed.units:
        backend.create_organizational_unit(Name=unit.name, ParentId=unit.parent)
        backend.ou[-1].id = unit.id
    for account in seed.accounts[1:]:
        _plant_account(backend, account.id, account.name, account.parent)
    for account in seed.accounts:
        put_into_state(backend, account.id, "CLOSED" if account.closed else account.state)


def _rename(backend: OrganizationsBackend, seed: SeededOrganization) -> None:
    """Set the seed's ids and name on the organization, its root and its management account."""
    organization, root, management = cast("FakeOrganization", backend.org), backend.ou[0], backend.accounts[0]
    organization.id = root.organization_id = management.organization_id = seed.id
    organization.root_id = root.id = management.parent_id = seed.root
    management.name = seed.accounts[0].name


def _plant_account(backend: OrganizationsBackend, account_id: str, name: str, parent: str) -> None:
    backend.create_account(AccountName=name, Email=f"{account_id}@example.com")
    account: FakeAccount = backend.accounts[-1]
    owner = organizations_backends.master_accounts.pop(account.id)
    organizations_backends.master_accounts[account_id] = owner
    account.id, account.parent_id = account_id, parent
    create_role(account_id, MEMBER_ROLE, [backend.account_id])


def _forget_random_accounts(seeded: Collection[str]) -> None:
    """Remove the IAM backends of the random account ids that those of *seeded* accounts replaced."""
    for account in set(iam_backends) - set(seeded):
        iam_backends.pop(account)


def _plant_private_marketplace(seed: Seed | SeededNeighbour, management: str) -> None:
    backend = organizations_backends[management][COMMERCIAL]
    principal = limits.PRIVATE_MARKETPLACE_PRINCIPAL
    if seed.trusted_access:
        backend.enable_aws_service_access(ServicePrincipal=principal)
    if seed.service_linked_role:
        create_private_marketplace_role(management)
    for account in seed.delegated_administrators:
        backend.register_delegated_administrator(AccountId=account, ServicePrincipal=principal)
