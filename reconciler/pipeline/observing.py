"""Everything that a plan reads of AWS, in parallel, from the accounts and regions that the settings name."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reconciler.errors import Unreadable
from reconciler.execute import wait_for_ours
from reconciler.kind import Side
from reconciler.model import NOWHERE, WHOLE, Address, MarketplaceStanding, Opening, Organization, Problem, Verb
from reconciler.parallel import Threads
from reconciler.ports import (
    Agreement,
    Clients,
    Clock,
    ConnectionNotification,
    Edited,
    EndpointConnection,
    EndpointServiceConfiguration,
    Entitlement,
    Grants,
    Row,
    SellerClients,
)
from reconciler.preflight import preflights
from reconciler.reading_progress import ReadingProgress

from .loading import Repository
from .nothing_there import NothingThere
from .standing import is_catalogued, told_of, unplanned
from .subscribing import OfferingRead

THREADS = 8


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that was read of AWS for one plan.

    *observations* are by kind. *at* is AWS's time when the reading began, None if it is unknown. *sales* are those of
    offerings that services deliver. *unplanned* are documents of experiences that the *standing* of Private Marketplace
    leaves out.
    """

    organization: Organization
    observations: Mapping[str, Any]
    problems: tuple[Problem, ...]
    at: str | None = None
    sales: tuple[OfferingRead, ...] = ()
    standing: MarketplaceStanding = MarketplaceStanding.OPEN
    unplanned: frozenset[Address] = frozenset()


def nothing_sold(_clients: Clients) -> tuple[OfferingRead, ...]:
    """Read no sales."""
    return ()


def whole_organization(clients: Clients) -> Organization:
    """Read the whole organization."""
    return clients.organizations.grown(clients.organizations.unread(), WHOLE, clients.progress)


@dataclass(frozen=True, slots=True)
class BesideObjects:
    """What is read beside the objects of kinds: the *organization* or a part of it, and the *sales* of sellers.

    Where *organization* is None, nothing of the marketplace is read, also no objects. *opening* is what the planned
    documents state of trusted access, which decides whether the catalogue can be read.
    """

    organization: Callable[[Clients], Organization] | None = whole_organization
    sales: Callable[[Clients], tuple[OfferingRead, ...]] = nothing_sold
    opening: Opening | None = None


def observe(
    repository: Repository,
    clients: Clients,
    clock: Clock,
    tell: Callable[[str], None],
    *,
    whole: bool,
    beside: BesideObjects = BesideObjects(),
) -> Snapshot:
    """Read the marketplace and the sellers' accounts.

    If a seller cannot be read, its kind reports that, and everything else goes on. *whole* says that every account and
    region of the settings is read, whether or not a document is about it. *beside* reads what is no object. A catalogue
    that the plan opens has nothing in it, and one that stays closed is not read. Raises Refused for a wrong account,
    Unreadable if the marketplace cannot be read completely.
    """
    sides = _sides(repository, whole=whole) - (frozenset() if beside.organization else {Side.MARKETPLACE})
    problems: tuple[Problem, ...] = ()
    at = None
    if Side.SELLERS in sides:
        clients = clients if whole else _named(repository, clients)
    sellers = clients.sellers if Side.SELLERS in sides else ()
    marketplace = Side.MARKETPLACE in sides
    checked = preflights(repository.settings, clients, sellers, marketplace=marketplace, opening=beside.opening)
    clients, standing = without(clients, checked.unverified), checked.standing
    if standing in {MarketplaceStanding.OPENS, MarketplaceStanding.CLOSED}:
        clients = replace(clients, catalog=NothingThere())
    if marketplace:
        problems = (*wait_for_ours(clients.catalog, clock, tell), *told_of(standing, beside.opening, repository))
        at = clients.catalog.time()
    with Threads(THREADS) as pool:
        tree = pool.submit(beside.organization, clients) if beside.organization and marketplace else None
        sold = pool.submit(beside.sales, clients) if Side.SELLERS in sides else None
        pending = {
            name: pool.submit(remote.observe, repository.wish, clients)
            for name, remote in repository.remotes.items()
            if remote.side in sides and not (is_catalogued(remote) and standing is MarketplaceStanding.CLOSED)
        }
        observations = {name: one.result() for name, one in pending.items()}
        read = tree.result() if tree else NOWHERE
        found = sold.result() if sold else ()
    if sides:
        clients.progress.pause()
    return Snapshot(read, observations, problems, at, found, standing, unplanned(standing, repository))


def _sides(repository: Repository, *, whole: bool) -> frozenset[Side]:
    """Return the sides to read.

    The marketplace is read if it is configured, sellers if *whole* or if a document is about one.
    """
    marketplace = {Side.MARKETPLACE} if repository.settings.marketplace else set()
    stated = {address.kind for address in repository.wish}
    all_sellers = whole and bool(repository.settings.sellers)
    sellers = {remote.side for name, remote in repository.remotes.items() if all_sellers or name in stated}
    return frozenset(marketplace | (sellers & {Side.SELLERS}))


def _named(repository: Repository, clients: Clients) -> Clients:
    """Return *clients* with only the sellers and regions that documents are about."""
    specs = [one.spec for one in repository.wish.values()]
    locations = {(getattr(spec, "seller", None), getattr(spec, "region", None)) for spec in specs}
    named = {
        name: replace(
            seller, regions={region: at for region, at in seller.regions.items() if (name, region) in locations}
        )
        for name, seller in clients.sellers.items()
    }
    return replace(clients, sellers={name: seller for name, seller in named.items() if seller.regions})


@dataclass(frozen=True, slots=True)
class Unverified:
    """The endpoint services of a seller whose account could not be verified. Every read raises *why*."""

    why: Unreadable

    def configurations(self, _service_ids: Collection[str] = ()) -> tuple[EndpointServiceConfiguration, ...]:
        """Raise the reason."""
        raise self.why

    def grants(self, _service_id: str) -> Grants:
        """Raise the reason."""
        raise self.why

    def connections(self, _service_ids: Collection[str]) -> tuple[EndpointConnection, ...]:
        """Raise the reason."""
        raise self.why

    def notifications(self, _service_ids: Collection[str]) -> tuple[ConnectionNotification, ...]:
        """Raise the reason."""
        raise self.why

    def agreements(self, _product_id: str, _progress: ReadingProgress | None = None) -> tuple[Agreement, ...]:
        """Raise the reason."""
        raise self.why

    def entitlements(self, _product_code: str, _progress: ReadingProgress | None = None) -> tuple[Entitlement, ...]:
        """Raise the reason."""
        raise self.why

    def edit(self, _verb: Verb, _parameters: Mapping[str, Any]) -> Edited:
        """Raise the reason."""
        raise self.why

    def read(self, _verb: Verb, _parameters: Mapping[str, Any]) -> tuple[Row, ...]:
        """Raise the reason."""
        raise self.why


def without(clients: Clients, unverified: Mapping[str, Unreadable]) -> Clients:
    """Return *clients* that read nothing of the sellers in *unverified*."""
    shut = {name: _shut(clients.sellers[name], why) for name, why in unverified.items()}
    return replace(clients, sellers={**clients.sellers, **shut}) if shut else clients


def _shut(seller: SellerClients, why: Unreadable) -> SellerClients:
    silent = Unverified(why)
    regions = dict.fromkeys(seller.regions, silent)
    return replace(seller, regions=regions, calls=lambda _service, _region: silent, sales=silent)
