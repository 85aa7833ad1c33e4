"""Preflight: checks of account, organization and prerequisites before anything else is read."""

from collections.abc import Collection, Iterable, Mapping
from functools import partial

from .errors import Refused, Unreadable
from .limits import PRIVATE_MARKETPLACE_PRINCIPAL, PRIVATE_MARKETPLACE_ROLE
from .parallel import Threads
from .ports import Clients, OrganizationSummary
from .settings import Seller, Settings

THREADS = 8
"""How many sellers are asked at the same time."""
ENABLING = (
    "https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-private-marketplace.html"
)


def preflights(
    settings: Settings, clients: Clients, sellers: Collection[str], *, marketplace: bool
) -> Mapping[str, Unreadable]:
    """Check the accounts of *sellers*, and that of the marketplace, side by side; return the errors of sellers.

    Raises Refused with a hint, that of a seller first, and Unreadable if the marketplace cannot be checked.
    """
    with Threads(1) as pool:
        checked = pool.submit(preflight, settings, clients) if marketplace else None
        unverified = seller_preflight(settings, clients, sellers)
        if checked:
            checked.result()
    return unverified


def preflight(settings: Settings, clients: Clients) -> OrganizationSummary:
    """Check account, organization and prerequisites; return the organization. Raises Refused with a hint."""
    with Threads(2) as pool:
        organization = pool.submit(clients.organizations.describe)
        account = clients.identity.account()
    _same_account(settings, account)
    summary = organization.result()
    _same_organization(settings, summary)
    _enabled(summary, account, clients)
    return summary


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


def _enabled(summary: OrganizationSummary, account: str, clients: Clients) -> None:
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
    if PRIVATE_MARKETPLACE_PRINCIPAL not in trusted:
        hint = f"enable it in the management account: {ENABLING}"
        raise Refused(f"Private Marketplace has no trusted access in {summary.id}", hint)
    if role and not role.result():
        hint = f"create it in the management account: {ENABLING}"
        raise Refused(f"the service-linked role {PRIVATE_MARKETPLACE_ROLE} does not exist", hint)


def _administrators(clients: Clients) -> frozenset[str]:
    return clients.organizations.delegated_administrators(PRIVATE_MARKETPLACE_PRINCIPAL)
