"""The program's clients of sellers, on a twin."""

import os
from collections.abc import Iterator

import pytest

from reconciler.aws.calls import CallList
from reconciler.aws.session import clients
from reconciler.ports import Calls, Clock, EndpointServices, SellerClients
from reconciler.settings import Settings
from reconciler.twin.twin import Twin
from tests.aws.conftest import StandingClock
from tests.aws.sellers.on_twin import SELLERS, Selling, sold
from tests.twin.ec2.sellers import HOME, SELLER
from tests.twin.worlds import Hand
from tests.verbs import VERB


@pytest.fixture(scope="module")
def hand() -> Hand:
    """Return the twin's clock."""
    return Hand()


@pytest.fixture(scope="module")
def running(hand: Hand) -> Iterator[Twin]:
    """Yield a twin that answers over HTTP."""
    with Twin(sold(), clock=hand) as twin:
        yield twin


@pytest.fixture
def twin(running: Twin) -> Twin:
    """Return the twin as its seed has it."""
    running.reset(sold())
    return running


@pytest.fixture
def selling(twin: Twin, monkeypatch: pytest.MonkeyPatch, clock: StandingClock) -> Selling:
    """Return the program's clients of a seller, made from an environment that points at the twin."""

    def made(seller: str = "saas", *, writes: bool = False, clock: Clock = clock) -> SellerClients:
        for name, value in (twin.environment(SELLER) | {"AWS_MAX_ATTEMPTS": "1"}).items():
            monkeypatch.setenv(name, value)
        settings = Settings(file="reconciler.yaml", sellers=SELLERS)
        return clients(
            settings, calls=CallList.of(VERB.values(), writing=writes), clock=clock, environ=os.environ
        ).sellers[seller]

    return made


@pytest.fixture
def calls(selling: Selling) -> Calls:
    """Return the calls that edit the seller's endpoint services in its home region."""
    return selling(writes=True).calls("ec2", HOME)


@pytest.fixture
def api(selling: Selling) -> EndpointServices:
    """Return the seller's endpoint services in its home region, to be edited."""
    return selling(writes=True).regions[HOME]
