"""Private Marketplace itself, which every organization has, as one more object of an import.

No plan lists it as unmanaged. Example: the management account 111111111111 imports everything. Trusted access is on,
and 222222222222 administers it: `private_marketplace.organization` says so. The same import with the credentials
of 222222222222 has a note in its place, since only the management account can change anything of it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reconciler.errors import Unreadable
from reconciler.model import Address, error
from reconciler.ports import Clients
from reconciler.selectors import outside

from .live_state import LiveState

KIND: Final = "private_marketplace"
ADDRESS: Final = Address(KIND, "organization")


def with_enabling(state: LiveState, clients: Clients, select: Sequence[str] = (), *, bare: bool = True) -> LiveState:
    """Return *state* with Private Marketplace, unless a document states it or *select* leaves it out.

    Without *bare*, it is left out if no account administers it. From another account than the management account, and
    where it cannot be read, it is left out, and that is said.
    """
    remote = state.repository.remotes.get(KIND)
    stated = any(address.kind == KIND for address in state.repository.wish)
    unwanted = not state.repository.settings.marketplace or outside({ADDRESS}, select, ())
    if remote is None or remote.adoption is None or stated or unwanted:
        return state
    summary, account = clients.organizations.describe(), clients.identity.account()
    if account != summary.management_account:
        return replace(state, notes=(_elsewhere(account, summary.management_account),))
    try:
        found = remote.adoption.find(summary.id, clients)
    except Unreadable as unreadable:
        return replace(state, unread=(error("unreadable", f"{ADDRESS}: {unreadable.message}", hint=unreadable.hint),))
    return replace(state, beside={KIND: {summary.id: found}}) if bare or found.spec.administrators else state


def _elsewhere(account: str, management: str) -> str:
    return (
        f"Private Marketplace itself is not imported: a document of it is only observed from {account}. To import it, "
        f"use credentials of the management account {management}."
    )
