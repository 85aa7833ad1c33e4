"""Puts a seed into the backends, through their own code wherever that lets ids be chosen."""

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from moto.core.base_backend import BackendDict
from moto.iam.models import iam_backends
from moto.organizations.models import FakeAccount, FakeOrganization, OrganizationsBackend, organizations_backends

from reconciler import limits

from .catalog.conditions import Conditions
from .catalog.entities import Audience, Block, BrandingSettings, Entity, Experience, ProcurementPolicy
from .catalog.membership import PARTITION
from .catalog.models import MarketplaceCatalogBackend, marketplacecatalog_backends
from .ec2 import planting as ec2
from .identity import create_private_marketplace_role, create_role
from .organizations import put_into_state
from .seed import MEMBER_ROLE, Seed, SeededExperience, SeededOrganization, SeededPolicy


def clear() -> None:
    """Forget everything that any service of moto holds."""
    BackendDict.reset()
    # moto's own reset leaves this one behind, and with it members of organisations that are gone.
    organizations_backends.master_accounts.clear()


def plant(seed: Seed, conditions: Conditions) -> None:
    """Start from nothing but *seed*."""
    clear()
    MarketplaceCatalogBackend.conditions = conditions
    ec2.plant(seed.endpoint_services, conditions)
    if seed.organization:
        _plant_organization(seed.organization)
        _plant_private_marketplace(seed, seed.organization.management_account)
    for role in seed.roles:
        create_role(role.account, role.name, role.trusted)
    backend = marketplacecatalog_backends[seed.caller][limits.CATALOG_REGION]
    if seed.organization:
        backend = marketplacecatalog_backends[seed.organization.management_account][limits.CATALOG_REGION]
    for experience in seed.experiences:
        _plant_experience(experience, backend, conditions.clock())


def _plant_organization(seed: SeededOrganization) -> None:
    backend = organizations_backends[seed.management_account][PARTITION]
    backend.create_organization(limits.CATALOG_REGION, FeatureSet="ALL")
    _rename(backend, seed)
    for unit in seed.units:
        backend.create_organizational_unit(Name=unit.name, ParentId=unit.parent)
        backend.ou[-1].id = unit.id
    for account in seed.accounts[1:]:
        _plant_account(backend, account.id, account.name, account.parent)
    for account in seed.accounts:
        put_into_state(backend, account.id, "CLOSED" if account.closed else account.state)
    _forget_random_accounts(seed)


def _rename(backend: OrganizationsBackend, seed: SeededOrganization) -> None:
    """Give the organisation, its root and its management account the ids and the name of the seed."""
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


def _forget_random_accounts(seed: SeededOrganization) -> None:
    """Drop the IAM of the ids that moto made up before the seed's were put in their place."""
    for account in set(iam_backends) - {account.id for account in seed.accounts}:
        iam_backends.pop(account)


def _plant_private_marketplace(seed: Seed, management: str) -> None:
    backend = organizations_backends[management][PARTITION]
    principal = limits.PRIVATE_MARKETPLACE_PRINCIPAL
    if seed.trusted_access:
        backend.enable_aws_service_access(ServicePrincipal=principal)
    if seed.service_linked_role:
        create_private_marketplace_role(management)
    for account in seed.delegated_administrators:
        backend.register_delegated_administrator(AccountId=account, ServicePrincipal=principal)


def _plant_experience(seed: SeededExperience, backend: MarketplaceCatalogBackend, now: float) -> None:
    marketplace = backend.marketplace
    companions = tuple(_companions(seed))
    ids = {entity.TYPE: entity.id for entity in companions}
    experience = Experience(
        id=seed.id,
        name=seed.name,
        description=seed.description,
        status=seed.status,
        admin_status=seed.admin_status,
        revision=seed.revision,
        policy=ids.get(ProcurementPolicy.TYPE),
        branding=ids.get(BrandingSettings.TYPE),
    )
    for entity in (experience, *companions):
        marketplace.world.put(replace(entity, modified=now))
    if seed.tags:
        marketplace.tags[marketplace.arn(experience)] = dict(seed.tags)


def _companions(seed: SeededExperience) -> Iterator[Entity]:
    suffix = seed.id.partition("-")[2] or seed.id
    if seed.policy:
        name = f"Procurement policy for Experience {seed.id}"
        yield ProcurementPolicy(
            id=f"{ProcurementPolicy.PREFIX}-{suffix}",
            name=name,
            blocks=tuple(_blocks(seed.policy)),
            requests=seed.policy.requests,
        )
    if seed.branding is not None:
        yield BrandingSettings(
            id=f"{BrandingSettings.PREFIX}-{suffix}", name="Branding", configuration=dict(seed.branding)
        )
    if seed.principals is not None:
        yield Audience(
            id=f"{Audience.PREFIX}-{suffix}",
            name=f"Audience for Experience {seed.id}",
            experience=seed.id,
            principals=seed.principals,
        )


def _blocks(policy: SeededPolicy) -> Iterator[Block]:
    """Cut the lists as they would have been cut when they were sent."""
    size = limits.MEMBERS_PER_CHANGE
    for effect, ids in (("Deny", policy.deny), ("Allow", policy.allow)):
        for start in range(0, len(ids), size):
            yield Block(effect, ids[start : start + size])
