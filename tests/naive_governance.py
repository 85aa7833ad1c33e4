"""The rule of governance a second time, as slow and as plain as it can be said: what the fast one is compared with."""

from reconciler.governance import Experiences
from reconciler.model import Organization


def naive_governing(organization: Organization, experiences: Experiences, account: str) -> str | None:
    """Ask on every step from the account to the root whether an enabled experience is associated there."""
    here = account
    while True:
        for one in experiences.values():
            if here in one.principals and one.status == "enabled":
                return one.id
        if here == organization.id:
            return None
        here = _parent(organization, here)


def _parent(organization: Organization, principal: str) -> str:
    for account in organization.accounts.values():
        if account.id == principal:
            return _as_principal(organization, account.parent)
    for unit in organization.units.values():
        if unit.id == principal:
            return _as_principal(organization, unit.parent)
    raise AssertionError(principal)


def _as_principal(organization: Organization, parent: str) -> str:
    """A root is no principal: the organisation stands for it."""
    return organization.id if parent == organization.root else parent


def naive_products(organization: Organization, experiences: Experiences, account: str) -> frozenset[str] | None:
    """Return what *account* may buy; None is everything, which is what nobody governs or no policy restricts."""
    governing = naive_governing(organization, experiences, account)
    return None if governing is None else experiences[governing].products
