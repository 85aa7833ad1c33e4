"""Clients of a scripted AWS, configured as by a user's environment."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, cast

import pytest
from botocore.config import Config

from reconciler.aws.by_verb import CallsApi
from reconciler.aws.caller import Caller
from reconciler.aws.calls import CallList
from reconciler.aws.catalog import CatalogApi
from reconciler.aws.certificates import CertificatesApi
from reconciler.aws.endpoint_services import EndpointServicesApi
from reconciler.aws.identity import IdentityApi
from reconciler.aws.lazily import Lazily
from reconciler.aws.load_balancers import LoadBalancersApi
from reconciler.aws.sales import SalesApi
from reconciler.aws.service import Service
from reconciler.aws.session import assembled, clients, watched_session
from reconciler.aws.topics import TopicsApi
from reconciler.aws.zones import ZonesApi
from reconciler.ports import Calls, Clients, EndpointServices, SellerClients
from reconciler.settings import Settings
from tests.aws.answers import SELLER
from tests.aws.loopback import Script, Server, serving
from tests.in_process import followed
from tests.patience import PATIENCE
from tests.verbs import VERB

SETTINGS = Settings(file="reconciler.yaml")


@dataclass
class StandingClock:
    """A clock that moves only when someone sleeps; *slept* is every wait."""

    at: float = 0.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """Return the same time always."""
        return datetime(2026, 11, 22, 10, tzinfo=UTC)

    def monotonic(self) -> float:
        """Return the time slept so far."""
        return self.at

    def sleep(self, seconds: float) -> None:
        """Move on at once."""
        self.slept.append(seconds)
        self.at += seconds


@pytest.fixture(autouse=True)
def _followed() -> Iterator[None]:
    """Let coverage follow calls to a twin: the tests of this folder have to reach all that looks at calls."""
    with followed():
        yield


@pytest.fixture
def clock() -> StandingClock:
    """Return a clock on which waiting takes no time."""
    return StandingClock()


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Set credentials in the environment and allow one attempt a call; return the environment's patcher."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "verysecretkey")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    return monkeypatch


@dataclass
class Connected:
    """Clients and the server that they call."""

    server: Server
    clients: Clients
    pauses: list[float] = field(default_factory=list)

    @property
    def services(self) -> EndpointServices:
        """Return the endpoint services of the one seller in its one region."""
        return self.clients.sellers["saas"].regions["us-east-1"]

    @property
    def calls(self) -> Calls:
        """Return the calls that edit them."""
        return self.clients.sellers["saas"].calls("ec2", "us-east-1")


def api(clients: Clients) -> CatalogApi:
    """Return the object behind the port of the catalogue."""
    return cast("CatalogApi", clients.catalog)


Connect = Callable[..., Connected]
FromEnvironment = Callable[..., Clients]
MakeClient = Callable[[str, bool, float], Any]
"""Makes a client: of a service, which may write or not, and how many seconds it waits for an answer."""


@pytest.fixture(scope="session")
def wire() -> Iterator[tuple[Server, MakeClient]]:
    """Yield one server and botocore clients for it, each made once, since making them takes long."""
    sessions = {
        writes: watched_session(calls=CallList.of(VERB.values(), writing=writes), clock=StandingClock())
        for writes in (False, True)
    }
    for session in sessions.values():
        session.set_credentials("AKIAEXAMPLE", "verysecretkey")
    with serving(lambda _asked: "") as server:

        @cache
        def client(name: str, writes: bool, patience: float) -> Any:  # noqa: ANN401, FBT001 - botocore has no types; only for the cache
            session, config = sessions[writes], Config(retries={"total_max_attempts": 1}, read_timeout=patience)
            return session.create_client(name, region_name="us-east-1", endpoint_url=server.url, config=config)

        yield server, client


@pytest.fixture
def connect(wire: tuple[Server, MakeClient]) -> Connect:
    """Return a function that lets the server play a script and returns fresh ports for it."""
    server, client = wire

    def made(script: Script, *, writes: bool = False, patience: float = PATIENCE) -> Connected:
        server.script = script
        server.asked.clear()

        def service(name: str, where: str = "") -> Service:
            return Service(Lazily(partial(client, name, writes, patience)), name, Caller("buyer"), where)

        pauses: list[float] = []
        return Connected(server, assembled(service, {"saas": seller(service)}, pause=pauses.append), pauses)

    return made


def seller(service: Callable[[str, str], Service]) -> SellerClients:
    """Return the ports of a seller with one region."""
    whose = f"of seller saas ({SELLER})"
    return SellerClients(
        identity=IdentityApi(sts=service("sts", whose), iam=service("iam", whose)),
        regions={"us-east-1": EndpointServicesApi(service("ec2", f"in us-east-1 {whose}"), "us-east-1")},
        calls=lambda name, region: CallsApi(service(name, f"in {region} {whose}")),
        sales=SalesApi(service("marketplace-agreement", whose), service("marketplace-entitlement", whose)),
        topics={"us-east-1": TopicsApi(service("sns", f"in us-east-1 {whose}"))},
        zones=ZonesApi(service("route53", whose), SELLER),
        certificates={"us-east-1": CertificatesApi(service("acm", f"in us-east-1 {whose}"))},
        load_balancers={
            "us-east-1": LoadBalancersApi(service("elbv2", f"in us-east-1 {whose}"), service("ec2", whose))
        },
    )


@pytest.fixture
def from_environment(credentials: pytest.MonkeyPatch, clock: StandingClock) -> FromEnvironment:
    """Return the function of the program that makes clients from the environment."""
    del credentials

    def made(settings: Settings = SETTINGS, *, writes: bool = False) -> Clients:
        return clients(settings, calls=CallList.of(VERB.values(), writing=writes), clock=clock, environ=os.environ)

    return made


@pytest.fixture
def pointed(connect: Connect, credentials: pytest.MonkeyPatch) -> Connect:
    """Return `connect`, with AWS_ENDPOINT_URL set to its server for clients made from the environment."""

    def made(script: Script) -> Connected:
        connected = connect(script)
        credentials.setenv("AWS_ENDPOINT_URL", connected.server.url)
        return connected

    return made
