"""What plans say of customers who are not subscribed to the offering of a service, on the twin."""

from collections.abc import Sequence
from typing import Any

import pytest

from reconciler.model import Plan, Problem, Severity
from tests.selling import ACME, GLOBEX, INITECH, Shop, connection, endpoint_id, problems, root, service
from tests.subscribing import PAST, agreement, allowed, entitlement, open_shop, sold_world

CODES = {"not-subscribed", "subscription-ended", "sales-unread"}
READS = {"SearchAgreements", "GetEntitlements"}


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Return a service that delivers an offering, with the customers acme and globex."""
    open_shop(shop).wish(allowed("acme", ACME, title="Acme"), "acme.yaml")
    shop.wish(allowed("globex", GLOBEX), "globex.yaml")
    return shop


def sell(shop: Shop, *agreements: dict[str, Any], connections: Sequence[dict[str, Any]] = (), **stated: Any) -> None:  # noqa: ANN401 - JSON
    """Sell to buyers; AWS grants acme, globex, and initech, which no document names."""
    granted = service(principals=[root(ACME), root(GLOBEX), root(INITECH)], connections=list(connections))
    shop.twin.reset(sold_world(granted, agreements=agreements, **stated))


def told(made: Plan) -> list[Problem]:
    """Return what a plan says of subscriptions."""
    return [one for one in made.problems if one.code in CODES]


def test_a_customer_that_is_not_subscribed_is_a_note_at_its_document(shop: Shop) -> None:
    """The grant stays; a grant that no document names, and a resale, are not told."""
    sell(shop, entitlements=[entitlement(GLOBEX)])
    (note,) = told(shop.plan().plan)
    assert (note.severity, note.code, str(note.address)) == (Severity.NOTE, "not-subscribed", "allowed_principals.acme")
    assert note.message == f"{ACME} (Acme) is not subscribed to offering api, and allowed_principals.acme names it"
    assert note.source.endswith("desired_state/acme.yaml:1:67")


def test_a_customer_that_the_plan_grants_is_told_before_it_is_granted(shop: Shop) -> None:
    """What documents say counts, not only what AWS has."""
    shop.twin.reset(sold_world(service(), agreements=[agreement(GLOBEX)]))
    planning = shop.plan()
    assert [one.code for one in told(planning.plan)] == ["not-subscribed"]
    assert len(planning.plan.operations) == 1


def test_an_ended_subscription_with_a_live_connection_is_a_warning(shop: Shop) -> None:
    """It names the service and the endpoint, and takes the place of the note about the grant."""
    sell(shop, agreement(ACME, "EXPIRED", PAST), agreement(GLOBEX), connections=[connection(1, ACME)])
    (warning,) = told(shop.plan().plan)
    assert (warning.severity, warning.code, warning.remote_id) == (
        Severity.WARNING,
        "subscription-ended",
        endpoint_id(1),
    )
    assert warning.message == (
        f"{ACME} (Acme) is subscribed to offering api no longer: its agreement ended on 2026-01-31, and is connected to"
        f" endpoint_service.api still: {endpoint_id(1)}"
    )


def test_a_connection_of_an_ended_subscription_without_grant_is_a_warning(shop: Shop) -> None:
    """Initech has neither a document nor a grant; the warning stands at the service."""
    connected = service(principals=[root(ACME), root(GLOBEX)], connections=[connection(1, INITECH)])
    sold = [agreement(ACME), agreement(GLOBEX), agreement(INITECH, "TERMINATED", "9999-01-01T00:00:00Z")]
    shop.twin.reset(sold_world(connected, agreements=sold))
    (warning,) = told(shop.plan().plan)
    assert warning.code == "subscription-ended"
    assert warning.source.endswith("desired_state/api.yaml:1:1")
    assert "its agreement ended, and is connected" in warning.message


@pytest.mark.parametrize("status", ["RENEWED", "SUPERSEDED"])
def test_a_subscription_of_which_nothing_is_known_is_not_told(shop: Shop, status: str) -> None:
    """A status that is no end is neither a note nor a warning."""
    sell(shop, agreement(ACME, status, PAST), agreement(GLOBEX), connections=[connection(1, ACME)])
    assert told(shop.plan().plan) == []


@pytest.mark.parametrize("operation", sorted(READS))
def test_a_denied_read_is_a_note_and_stops_nothing(shop: Shop, operation: str) -> None:
    """Without one of the sources nobody is said not to be subscribed; grants are planned and made as ever."""
    shop.twin.reset(sold_world(service()))
    shop.twin.faults.deny(operation)
    made = shop.plan().plan
    (note,) = told(made)
    assert (note.severity, note.code, str(note.address)) == (Severity.NOTE, "sales-unread", "endpoint_service.api")
    assert f"aws-marketplace:{operation}" in f"{note.message} {note.hint}"
    shop.converge()
    assert shop.service().principals == {root(ACME), root(GLOBEX)}


def test_sales_are_no_part_of_the_digest(shop: Shop) -> None:
    """The plan is the same whoever has subscribed, and nothing is granted or revoked for an agreement."""
    digests = set()
    for sold in ([], [agreement(ACME), agreement(INITECH, number=2)], [agreement(ACME, "EXPIRED", PAST)]):
        sell(shop, *sold)
        made = shop.plan().plan
        digests.add(made.digest)
        assert made.changes == ()
    assert len(digests) == 1


def test_a_service_without_an_offering_makes_no_call(shop: Shop) -> None:
    """Sales are read only for services whose documents state an offering, and that a selection does not leave out."""
    shop.wish(allowed("other", ACME).replace("service: api", "service: b"), "other.yaml")
    shop.wish("{kind: endpoint_service, name: b, region: us-east-1, id: vpce-svc-00000000000000062}", "b.yaml")
    shop.twin.reset(sold_world(service(), service("b")))
    shop.plan(select=("endpoint_service.b",))
    assert READS.isdisjoint(shop.twin.calls.operations())
    assert told(shop.plan(select=("endpoint_service.api",)).plan)
    assert shop.twin.calls.operations().keys() >= READS


def test_no_grant_is_refused_because_of_a_subscription(shop: Shop) -> None:
    """Notes and warnings alone: nothing is refused, and no plan is in error."""
    sell(shop, agreement(ACME, "CANCELLED", PAST), connections=[connection(1, ACME)])
    made = shop.plan().plan
    assert problems(made, Severity.ERROR) == problems(made, Severity.REFUSED) == []
