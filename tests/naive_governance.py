"""The rule of governance in its simplest form, without regard to speed; the fast one is compared with it."""

from reconciler.governance import Experiences
from reconciler.model import Organization


def naive_governing(organization: Organization, experiences: Experiences, account: str) -> str | None:
    """Return the first enabled experience that is associated with a step from the account to the root."""
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
    """Return the principal of a node; the organization stands for its root."""
    return organization.id if parent == organization.root else parent


def naive_products(organization: Organization, experiences: Experiences, account: str) -> frozenset[str] | None:
    """Return what *account* may buy; None means everything: it is ungoverned, or governed without a policy."""
    governing = naive_governing(organization, experiences, account)
    return None if governing is None else experiences[governing].products
