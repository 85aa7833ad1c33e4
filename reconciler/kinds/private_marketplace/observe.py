"""Private Marketplace of the organization as it is seen from the account of the credentials. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.limits import PRIVATE_MARKETPLACE_PRINCIPAL, PRIVATE_MARKETPLACE_ROLE
from reconciler.model import Observed, Wish
from reconciler.parallel import Threads
from reconciler.ports import Clients

from .spec import ObservedMarketplace, PrivateMarketplaceSpec


@dataclass(frozen=True, slots=True)
class ObservedEnabling:
    """What was read: *live* has one object, by the organization's id, and none where no document asks for it.

    *account* is that of the credentials, *management* the management account: it alone can change anything.
    """

    live: Mapping[str, ObservedMarketplace] = field(default_factory=dict)
    account: str = ""
    management: str = ""

    @property
    def manages(self) -> bool:
        """Tell whether the credentials belong to the management account."""
        return self.account == self.management


def observe(wish: Wish, clients: Clients) -> ObservedEnabling:
    """Read what AWS has if a document is about it. Raises Unreadable."""
    if not any(isinstance(one.spec, PrivateMarketplaceSpec) for one in wish.values()):
        return ObservedEnabling()
    return read(clients)


def read(clients: Clients) -> ObservedEnabling:
    """Read what AWS has; the role is not seen outside of the management account. Raises Unreadable."""
    summary, account = clients.organizations.describe(), clients.identity.account()
    manages = account == summary.management_account
    with Threads(2) as pool:
        role = pool.submit(clients.identity.has_role, PRIVATE_MARKETPLACE_ROLE) if manages else None
        administrators = pool.submit(clients.organizations.delegated_administrators, PRIVATE_MARKETPLACE_PRINCIPAL)
        trusted = clients.organizations.trusted_services()
    spec = PrivateMarketplaceSpec(
        service_linked_role=role.result() if role else None,
        trusted_access=PRIVATE_MARKETPLACE_PRINCIPAL in trusted,
        administrators=administrators.result(),
    )
    return ObservedEnabling(
        {summary.id: Observed(spec=spec, remote_id=summary.id)}, account, summary.management_account
    )
