"""The ports of sellers: each seller has its own role and a client for each region. Clients are made at first use."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Final

from botocore.config import Config
from botocore.session import Session

from reconciler.limits import CATALOG_REGION
from reconciler.ports import ConsumerOf, SellerClients, no_consumer
from reconciler.regions import partition_of
from reconciler.settings import Observer, Role, Seller

from .access import Access
from .buckets import Buckets, SharedBuckets
from .by_verb import CallsApi
from .caller import Caller
from .certificates import CertificatesApi
from .consumer import ConsumerApi
from .credentials import Found, assume, use
from .endpoint_services import EndpointServicesApi
from .identity import IdentityApi
from .load_balancers import LoadBalancersApi
from .models import load_ahead
from .sales import SalesApi
from .service import Service
from .topics import TopicsApi
from .zones import ZonesApi

SALES: Final = ("marketplace-agreement", "marketplace-entitlement")
"""The services of `SalesApi`."""
ROUTE_53: Final = "route53"


class Sellers:
    """Makes the clients of all sellers, which share the way to open a session and the credentials."""

    def __init__(
        self, opened: Callable[..., Session], found: Found, config: Config, *, caller: Caller, region: str
    ) -> None:
        """Keep what the sellers share: *opened* returns a new session, paced by the `buckets` of its account.

        *region* is the user's region. STS is asked there, unless a seller is in another partition.
        """
        self._opened = opened
        self._found = found
        self._config = config
        self._caller = caller
        self._region = region

    def clients(self, sellers: tuple[Seller, ...], buckets: SharedBuckets) -> Mapping[str, SellerClients]:
        """Make the ports of *sellers*, by name; sellers of one account share its request rates, those of *buckets*."""
        return {seller.name: self._ports(seller, buckets.of(seller.account)) for seller in sellers}

    def _ports(self, seller: Seller, buckets: Buckets) -> SellerClients:
        caller = replace(self._caller, role=seller.role.arn if seller.role else None)
        access = Access(partial(self._session, seller, buckets), self._config, caller)
        whose, home = f"of seller {seller.name} ({seller.account})", self._home(seller)
        dns = self._dns(seller, access)
        service = cache(lambda name, region: access.service(name, region, f"in {region} {whose}"))
        return SellerClients(
            identity=IdentityApi(sts=access.service("sts", home, whose), iam=access.service("iam", home, whose)),
            regions={region: EndpointServicesApi(service("ec2", region), region) for region in seller.regions},
            calls=lambda name, region: CallsApi(dns if name == ROUTE_53 else service(name, region)),
            sales=SalesApi(*(access.service(name, CATALOG_REGION, whose) for name in SALES)),
            observer=self._observer(seller, seller.observer) if seller.observer else no_consumer,
            certificates={region: CertificatesApi(service("acm", region)) for region in seller.regions},
            load_balancers={
                region: LoadBalancersApi(service("elbv2", region), service("ec2", region)) for region in seller.regions
            },
            topics={region: TopicsApi(service("sns", region)) for region in seller.regions},
            zones=ZonesApi(dns, seller.dns_account),
        )

    def _dns(self, seller: Seller, access: Access) -> Service:
        """Return Route 53 in the account of the seller's hosted zones: its own, or that of the role `dns`."""
        whose = f"of the hosted zones of seller {seller.name} ({seller.dns_account})"
        if seller.dns:
            access = self._assuming(seller.dns, seller.dns_account, self._home(seller))
        return access.service(ROUTE_53, self._home(seller), whose)

    def _observer(self, seller: Seller, observer: Observer) -> ConsumerOf:
        """Return the ports of the account that *seller* is observed from; its role is assumed like that of a seller."""
        access = self._assuming(observer.role, observer.account, self._home(seller))
        whose = f"of the observer {observer.account}"
        return lambda region: ConsumerApi(access.service("ec2", region, f"in {region} {whose}"), region)

    def _assuming(self, role: Role, account: str, home: str) -> Access:
        """Return the services of *account*, reached with *role*, which is assumed in the region *home*."""
        caller = replace(self._caller, role=role.arn)

        def opened() -> Session:
            session = self._opened(buckets=Buckets(), account=account)
            assume(session, role, self._found, home, self._config, caller)
            return session

        return Access(opened, self._config, caller)

    def _session(self, seller: Seller, buckets: Buckets) -> Session:
        """Open the session of one seller: its role is assumed with the user's credentials, not with another role.

        While STS answers its first call, EC2's model is loaded.
        """
        session = self._opened(buckets=buckets, account=seller.account)
        loader = session.get_component("data_loader")
        session.register("request-created.sts.*", lambda **_: load_ahead(loader))
        if seller.role:
            assume(session, seller.role, self._found, self._home(seller), self._config, self._caller)
        else:
            use(session, self._found)
        return session

    def _home(self, seller: Seller) -> str:
        """Return the region where STS is asked for the seller: credentials are valid in one partition only."""
        return self._region if partition_of(self._region) == partition_of(seller.regions[0]) else seller.regions[0]
