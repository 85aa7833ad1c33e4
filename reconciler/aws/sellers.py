"""Sellers as ports: each reached with its own role, region by region, and nothing made for one that is not asked."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial

from botocore.config import Config
from botocore.session import Session

from reconciler.ports import SellerClients
from reconciler.regions import partition_of
from reconciler.settings import Seller

from .access import Access
from .buckets import Buckets
from .by_verb import CallsApi
from .caller import Caller
from .credentials import Found, assume, use
from .endpoint_services import EndpointServicesApi
from .identity import IdentityApi


class Sellers:
    """What the clients of all sellers have in common: how sessions are opened, and the credentials found for them."""

    def __init__(
        self, opened: Callable[..., Session], found: Found, config: Config, *, caller: Caller, region: str
    ) -> None:
        """Keep it: *opened* gives a new session, paced by the `buckets` of its account.

        *region* is the user's own, where STS is asked unless a seller is in another partition.
        """
        self._opened = opened
        self._found = found
        self._config = config
        self._caller = caller
        self._region = region

    def clients(self, sellers: tuple[Seller, ...]) -> Mapping[str, SellerClients]:
        """Make the ports of *sellers*, by name; those of one account share its request rates."""
        buckets = {seller.account: Buckets() for seller in sellers}
        return {seller.name: self._ports(seller, buckets[seller.account]) for seller in sellers}

    def _ports(self, seller: Seller, buckets: Buckets) -> SellerClients:
        caller = replace(self._caller, role=seller.role.arn if seller.role else None)
        access = Access(partial(self._session, seller, buckets), self._config, caller)
        whose, home = f"of seller {seller.name} ({seller.account})", self._home(seller)
        service = cache(lambda name, region: access.service(name, region, f"in {region} {whose}"))
        return SellerClients(
            identity=IdentityApi(sts=access.service("sts", home, whose), iam=access.service("iam", home, whose)),
            regions={region: EndpointServicesApi(service("ec2", region), region) for region in seller.regions},
            calls=lambda name, region: CallsApi(service(name, region)),
        )

    def _session(self, seller: Seller, buckets: Buckets) -> Session:
        """Open the session of one seller: its role is assumed with the credentials found, not with another role."""
        session = self._opened(buckets=buckets)
        if seller.role:
            assume(session, seller.role, self._found, self._home(seller), self._config)
        else:
            use(session, self._found)
        return session

    def _home(self, seller: Seller) -> str:
        """Give the region in which STS knows the seller: a partition knows nobody of another."""
        return self._region if partition_of(self._region) == partition_of(seller.regions[0]) else seller.regions[0]
