"""Everything that a plan reads of AWS, in parallel, and only what the settings say how to reach."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reconciler.execute import wait_for_ours
from reconciler.kind import Side
from reconciler.model import Organization, Problem
from reconciler.parallel import Threads
from reconciler.ports import Clients, Clock
from reconciler.preflight import preflight, seller_preflight

from .loading import Repository
from .unverified import without

NOWHERE = Organization(id="", management_account="", root="")
"""The organisation of a repository that manages no marketplace."""

THREADS = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that was read of AWS: *observations* by kind; *at* is AWS's time when the reading began."""

    organization: Organization
    observations: Mapping[str, Any]
    problems: tuple[Problem, ...]
    at: str | None = None


def observe(
    repository: Repository, clients: Clients, clock: Clock, tell: Callable[[str], None], *, whole: bool
) -> Seen:
    """Read both sides. Raises Refused for a wrong account, Unreadable when the marketplace can't be read completely.

    A seller that can't be read is told by its kind, and everything else goes on. *whole* says that every account and
    region of the settings is looked at, be there a document about it or not.
    """
    sides = _sides(repository, whole=whole)
    problems: tuple[Problem, ...] = ()
    at = None
    if Side.SELLERS in sides:
        clients = clients if whole else _named(repository, clients)
        clients = without(clients, seller_preflight(repository.settings, clients, clients.sellers))
    if Side.MARKETPLACE in sides:
        preflight(repository.settings, clients)
        problems = wait_for_ours(clients.catalog, clock, tell)
        at = clients.catalog.time()
    with Threads(THREADS) as pool:
        tree = pool.submit(clients.organizations.tree) if Side.MARKETPLACE in sides else None
        looks = {
            name: pool.submit(remote.observe, repository.wish, clients)
            for name, remote in repository.remotes.items()
            if remote.side in sides
        }
        seen = {name: look.result() for name, look in looks.items()}
        return Seen(tree.result() if tree else NOWHERE, seen, problems, at)


def _sides(repository: Repository, *, whole: bool) -> frozenset[Side]:
    """The marketplace is looked at wherever it is configured; sellers where *whole*, or a document is about one."""
    marketplace = {Side.MARKETPLACE} if repository.settings.marketplace else set()
    stated = {address.kind for address in repository.wish}
    all_sellers = whole and bool(repository.settings.sellers)
    sellers = {remote.side for name, remote in repository.remotes.items() if all_sellers or name in stated}
    return frozenset(marketplace | (sellers & {Side.SELLERS}))


def _named(repository: Repository, clients: Clients) -> Clients:
    """Return *clients* of those sellers and regions alone that documents are about."""
    specs = [one.spec for one in repository.wish.values()]
    places = {(getattr(spec, "seller", None), getattr(spec, "region", None)) for spec in specs}
    named = {
        name: replace(seller, regions={region: at for region, at in seller.regions.items() if (name, region) in places})
        for name, seller in clients.sellers.items()
    }
    return replace(clients, sellers={name: seller for name, seller in named.items() if seller.regions})
