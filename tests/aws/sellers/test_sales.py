"""Agreements and entitlements as the program reads them, on the twin."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from reconciler.aws.answer import Answer
from reconciler.aws.caller import ApiCall, Caller
from reconciler.aws.calls import CallList, role_actions
from reconciler.aws.sales import SalesApi
from reconciler.aws.session import clients
from reconciler.errors import Unreadable
from reconciler.ports import Agreement, Entitlement, Sales
from reconciler.reading_progress import ReadingProgress
from reconciler.settings import Seller, Settings
from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.aws.conftest import StandingClock

SAAS, ACME, GLOBEX, PARTNER = "888888888888", "333333333333", "555555555555", "999999999999"
PRODUCT, CODE = "prod-abcd1234efgh5", "abcdefghijklmnopqrstuvwxy"
SETTINGS = Settings(file="reconciler.yaml", sellers=(Seller("saas", SAAS, ("eu-west-1",)),))
TOKEN = "registration-token-0123456789"

Stated = Iterable[dict[str, Any]]
Start = Callable[..., tuple[Twin, Sales]]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, clock: StandingClock) -> Iterator[Start]:
    """Start a twin with the seller's agreements and entitlements, and return it with the seller's sales."""
    running: list[Twin] = []

    def begin(agreements: Stated = (), entitlements: Stated = ()) -> tuple[Twin, Sales]:
        seed = {"version": 1, "caller": SAAS, "agreements": [*agreements], "entitlements": [*entitlements]}
        twin = Twin(parse(seed)).start()
        running.append(twin)
        for name, value in (twin.environment(SAAS) | {"AWS_MAX_ATTEMPTS": "1"}).items():
            monkeypatch.setenv(name, value)
        made = clients(SETTINGS, calls=CallList.of(()), clock=clock, environ=os.environ)
        return twin, made.sellers["saas"].sales

    yield begin
    for twin in running:
        twin.stop()


def agreement(number: int = 1, **stated: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return an agreement of a seed."""
    return {"id": f"agmt-{number:03d}", "product": PRODUCT, "buyer": ACME, "proposer": SAAS, **stated}


def entitlement(buyer: str = ACME, **stated: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return an entitlement of a seed."""
    return {"code": CODE, "seller": SAAS, "buyer": buyer, **stated}


def test_agreements_of_every_status_are_read(start: Start) -> None:
    """One list has the active and the ended agreements that the seller proposed; a resale is not among them."""
    twin, sales = start(
        [
            agreement(1, end="2027-01-31T00:00:00Z"),
            agreement(2, buyer=GLOBEX, status="EXPIRED", end="9999-01-01T00:00:00Z"),
            agreement(3, proposer=PARTNER),
            agreement(4, product="prod-other00000000"),
            agreement(5),
        ]
    )
    assert set(sales.agreements(PRODUCT)) == {
        Agreement("agmt-001", ACME, "ACTIVE", "2027-01-31T00:00:00Z"),
        Agreement("agmt-002", GLOBEX, "EXPIRED", "9999-01-01T00:00:00Z"),
        Agreement("agmt-005", ACME, "ACTIVE", None),
    }
    assert twin.calls.operations("marketplace-agreement") == {"SearchAgreements": 1}


@pytest.mark.parametrize(("number", "calls"), [(0, 1), (50, 1), (51, 2), (120, 3)])
def test_each_fifty_agreements_take_one_call(start: Start, number: int, calls: int) -> None:
    """N agreements take N/50 calls, rounded up, and at least one."""
    twin, sales = start([agreement(at) for at in range(number)])
    assert len(sales.agreements(PRODUCT)) == number
    assert twin.calls.operations() == {"SearchAgreements": calls}


def test_entitlements_behind_an_empty_page_are_read(start: Start) -> None:
    """A token is followed even if its page is empty (subscribers 2.1)."""
    withdrawn = [entitlement(f"{number:012d}", withdrawn=True) for number in range(50)]
    twin, sales = start(entitlements=[*withdrawn, entitlement(expires="2027-01-31T00:00:00Z"), entitlement(GLOBEX)])
    assert sales.entitlements(CODE) == (Entitlement(ACME, "2027-01-31T00:00:00Z"), Entitlement(GLOBEX))
    assert twin.calls.operations() == {"GetEntitlements": 3}


def test_what_was_sold_is_counted_page_by_page(start: Start) -> None:
    """A display sees how far a long list has come."""
    _, sales = start([agreement(at) for at in range(120)], [entitlement(GLOBEX)])
    read = ReadingProgress()
    read.begin()
    sales.agreements(PRODUCT, read)
    sales.entitlements(CODE, read)
    assert {noun: known.done for noun, known in read.so_far.counts.items()} == {"agreement": 120, "entitlement": 1}


@pytest.mark.parametrize("operation", ["SearchAgreements", "GetEntitlements"])
def test_a_denied_read_names_its_action(start: Start, operation: str) -> None:
    """The error says which action the role of the seller lacks."""
    twin, sales = start()
    twin.faults.deny(operation)
    with pytest.raises(Unreadable) as caught:
        _ = sales.agreements(PRODUCT) if operation == "SearchAgreements" else sales.entitlements(CODE)
    assert f"aws-marketplace:{operation}" in f"{caught.value.message} {caught.value.hint}"


class Answering:
    """A service whose one page has a secret beside the fields that are read."""

    def of(self, _what: str) -> "Answering":
        """Return the same service."""
        return self

    def pages_by(self, _token: str, operation: str, **_parameters: object) -> Iterator[Answer]:
        """Return a page whose agreement has no status."""
        row = {"agreementId": "agmt-1", "acceptor": {"accountId": ACME}, "registrationToken": TOKEN}
        call = ApiCall("marketplace-agreement", operation, Caller())
        yield Answer(call, {"agreementViewSummaries": [row], "registrationToken": TOKEN})


def test_a_registration_token_is_in_no_exception() -> None:
    """An answer that cannot be read is not quoted: it may have a registration token."""
    service: Any = Answering()
    with pytest.raises(Unreadable) as caught:
        SalesApi(service, service).agreements(PRODUCT)
    assert "status" in caught.value.message
    assert TOKEN not in repr(caught.value) + str(caught.value.__cause__)


def test_a_seller_role_may_read_its_sales() -> None:
    """The actions are those of the seller's side only, for plan and apply."""
    actions = role_actions(())
    wanted = {
        "aws-marketplace:GetEntitlements",
        "aws-marketplace:SearchAgreements",
        "aws-marketplace:ViewSubscriptions",
    }
    assert wanted <= set(actions["plan", "a seller"])
    assert set(actions["plan", "a seller"]) == set(actions["apply", "a seller"])
    assert wanted.isdisjoint(actions["plan", "marketplace"])
