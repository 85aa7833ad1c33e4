"""Preflight: checks of account, organization and prerequisites before anything else is read."""

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import NamedTuple

from .errors import Refused, Unreadable
from .limits import PRIVATE_MARKETPLACE_PRINCIPAL, PRIVATE_MARKETPLACE_ROLE
from .model import MarketplaceStanding, Opening
from .parallel import Threads
from .ports import Clients, OrganizationSummary
from .settings import Seller, Settings

THREADS = 8
"""How many sellers are asked at the same time."""
ENABLING = (
    "https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-private-marketplace.html"
)
BY_DOCUMENT = " or by an apply there, with a document of kind private_marketplace"


class Checked(NamedTuple):
    """What was checked: the errors of sellers that cannot be read, and the standing of Private Marketplace.

    The standing is OPEN where the marketplace is not checked.
    """

    unverified: Mapping[str, Unreadable]
    standing: MarketplaceStanding = MarketplaceStanding.OPEN


def preflights(
    settings: Settings,
    clients: Clients,
    sellers: Collection[str],
    *,
    marketplace: bool,
    opening: Opening | None = None,
) -> Checked:
    """Check the accounts of *sellers*, and that of the marketplace, side by side.

    *opening* is what documents state of trusted access. Raises Refused with a hint, that of a seller first, and
    Unreadable if the marketplace cannot be checked.
    """
    with Threads(1) as pool:
        checked = pool.submit(preflight, settings, clients, opening) if marketplace else None
        unverified = seller_preflight(settings, clients, sellers)
        return Checked(unverified, checked.result()) if checked else Checked(unverified)


def preflight(settings: Settings, clients: Clients, opening: Opening | None = None) -> MarketplaceStanding:
    """Check account, organization and prerequisites; return the standing of Private Marketplace.

    *opening* is what documents state of trusted access: without it, Private Marketplace has to be enabled. Raises
    Refused with a hint.
    """
    with Threads(2) as pool:
        organization = pool.submit(clients.organizations.describe)
        account = clients.identity.account()
    _same_account(settings, account)
    summary = organization.result()
    _same_organization(settings, summary)
    return _standing(summary, account, clients, opening)


def seller_preflight(settings: Settings, clients: Clients, sellers: Iterable[str]) -> Mapping[str, Unreadable]:
    """Check that the credentials of each of *sellers* belong to its account; return the error of those not readable.

    Raises Refused with a hint when they belong to another account: nothing may be read with them.
    """
    wanted = [seller for seller in settings.sellers if seller.name in set(sellers)]
    with Threads(THREADS) as pool:
        found = dict(zip(wanted, pool.map(partial(_account_of, clients), wanted), strict=True))
    for seller, account in found.items():
        if isinstance(account, str) and account != seller.account:
            hint = f"use credentials of {seller.account}, or set sellers.{seller.name}.role in {settings.file}"
            raise Refused(
                f"the credentials belong to account {account}, sellers.{seller.name}.account says {seller.account}",
                hint,
            )
    return {seller.name: account for seller, account in found.items() if isinstance(account, Unreadable)}


def _account_of(clients: Clients, seller: Seller) -> str | Unreadable:
    try:
        return clients.sellers[seller.name].identity.account()
    except Unreadable as unreadable:
        return unreadable


def _same_account(settings: Settings, account: str) -> None:
    wanted = settings.marketplace.account if settings.marketplace else account
    if account != wanted:
        hint = f"use credentials of {wanted}, or set marketplace.role in {settings.file}"
        raise Refused(f"the credentials belong to account {account}, marketplace.account says {wanted}", hint)


def _same_organization(settings: Settings, summary: OrganizationSummary) -> None:
    if settings.organization and summary.id != settings.organization:
        hint = f"if that is intended, change organization in {settings.file}"
        raise Refused(f"the account belongs to {summary.id}, organization says {settings.organization}", hint)


def _standing(
    summary: OrganizationSummary, account: str, clients: Clients, opening: Opening | None
) -> MarketplaceStanding:
    """Check the prerequisites of every call to Private Marketplace (facts: catalog 4.4). Raises Refused with a hint."""
    if not summary.all_features:
        hint = "enable all features in AWS Organizations"
        raise Refused(f"{summary.id} has consolidated billing only: Private Marketplace needs all features", hint)
    is_management = account == summary.management_account
    if not is_management and account not in _administrators(clients):
        hint = f"use {summary.management_account}, or register {account} for {PRIVATE_MARKETPLACE_PRINCIPAL}"
        raise Refused(f"account {account} is neither the management account nor a delegated administrator", hint)
    with Threads(1) as pool:
        role = pool.submit(clients.identity.has_role, PRIVATE_MARKETPLACE_ROLE) if is_management else None
        trusted = clients.organizations.trusted_services()
    has_access, has_role = PRIVATE_MARKETPLACE_PRINCIPAL in trusted, role is None or role.result()
    if opening and is_management:
        return opening.standing(trusted=has_access, has_role=has_role)
    if not has_access:
        hint = f"enable it in the management account: {ENABLING}{BY_DOCUMENT}"
        raise Refused(f"Private Marketplace has no trusted access in {summary.id}", hint)
    if not has_role:
        hint = f"create it in the management account: {ENABLING}{BY_DOCUMENT}"
        raise Refused(f"the service-linked role {PRIVATE_MARKETPLACE_ROLE} does not exist", hint)
    return MarketplaceStanding.OPEN


def _administrators(clients: Clients) -> frozenset[str]:
    return clients.organizations.delegated_administrators(PRIVATE_MARKETPLACE_PRINCIPAL)
