"""A seed turns on what is unknown of AWS, and what few tests need."""

from collections.abc import Iterator

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import (
    CATALOG,
    DELEGATE,
    change,
    client,
    create,
    errors,
    port,
    principals,
    products,
    refused,
    refused_start,
    start,
    succeeded,
)
from tests.twin.worlds import BARE, LIVE, OTHER, Hand, small


@pytest.fixture
def rated(clock: Hand) -> Iterator[Twin]:
    """A twin with AWS's quotas of requests per second."""
    with Twin(small(quotas={"request_rates": True}), clock=clock).start(port()) as running:
        yield running


@pytest.mark.usefixtures("rated")
@pytest.mark.parametrize(
    ("operation", "rate"), [("list_entities", 10), ("list_change_sets", 5), ("describe_entity", 20)]
)
def test_each_operation_has_its_rate(clock: Hand, operation: str, rate: int) -> None:
    """The rates are those of catalog 2; beyond them comes ThrottlingException, HTTP 429 (catalog 1.12)."""
    parameters = {
        "list_entities": {"EntityType": "Experience"},
        "describe_entity": {"EntityId": LIVE},
        "list_change_sets": {},
    }[operation]
    call = getattr(client("marketplace-catalog"), operation)
    for _ in range(rate):
        call(Catalog=CATALOG, **parameters)
    assert refused(call, Catalog=CATALOG, **parameters)[:2] == ("ThrottlingException", 429)
    clock.move(1.01 / rate)
    call(Catalog=CATALOG, **parameters)
    assert refused(call, Catalog=CATALOG, **parameters)[0] == "ThrottlingException"


@pytest.mark.usefixtures("rated")
def test_rates_are_counted_for_each_account() -> None:
    """Each account has rates of its own (catalog 2)."""
    for account in ("111111111111", DELEGATE):
        for _ in range(5):
            client("marketplace-catalog", account).list_change_sets(Catalog=CATALOG)


def test_without_the_switch_nothing_is_throttled(twin: Twin) -> None:
    """Tests that are not about rates run at full speed."""
    for _ in range(30):
        client("marketplace-catalog").list_entities(Catalog=CATALOG, EntityType="Experience")
    assert twin.calls.operations()["ListEntities"] == 30


def test_the_quota_of_open_sets_can_be_smaller(clock: Hand) -> None:
    """The quota counts open sets (catalog 2); a test need not open 250 of them."""
    seed = small(quotas={"open_change_sets": 1}, durations={"preparing": 1})
    with Twin(seed, clock=clock).start(port()):
        start(create())
        assert refused_start(create())[:2] == ("ServiceQuotaExceededException", 402)
        assert start(create(), account=DELEGATE)["Status"] == "PREPARING"


@pytest.mark.parametrize("kind", ["AllowProductProcurement", "DenyProductProcurement"])
def test_a_product_can_be_stored_under_another_id(kind: str) -> None:
    """Which form of an id AWS returns after an Allow is unknown (catalog 4.6)."""
    with Twin(small(product_aliases={"prod-x": "12345678-0123"})).start(port()) as twin:
        succeeded(change(kind, OTHER, products("prod-x", "prod-y")))
        found = twin.experiences()[OTHER]
        assert (found.allow | found.deny) == {"12345678-0123", "prod-y"}


def test_a_principal_of_an_open_set_cannot_be_disassociated(clock: Hand) -> None:
    """DisassociateAudience also fails with ENTITY_IN_USE (catalog 5.1)."""
    with Twin(small(durations={"applying": 1}), clock=clock).start(port()):
        start(change("AssociateAudience", LIVE, principals("333333333333")))
        described = start(change("DisassociateAudience", OTHER, principals("333333333333")))
        assert [code for _, code, _ in errors(described)] == ["ENTITY_IN_USE"]


def test_a_principal_of_an_open_set_is_in_use(clock: Hand) -> None:
    """Another set that names the principal makes the change fail with ENTITY_IN_USE (catalog 5.1)."""
    with Twin(small(durations={"preparing": 1, "applying": 1}), clock=clock).start(port()):
        start(change("DisassociateAudience", OTHER, principals("ou-abcd-finance1")))
        early = start(change("AssociateAudience", LIVE, principals("ou-abcd-finance1")))
        clock.move(2)
        found = errors(
            client("marketplace-catalog").describe_change_set(Catalog=CATALOG, ChangeSetId=early["ChangeSetId"])
        )
        message = "There is already a conflicting change in progress for the selected account. Try again later"
        assert found == [("AssociateAudience", "ENTITY_IN_USE", message)]
        start(change("AssociateAudience", BARE, principals("333333333333")))
        late = start(change("AssociateAudience", LIVE, principals("ou-abcd-finance1")))
        clock.move(2)
        found = client("marketplace-catalog").describe_change_set(Catalog=CATALOG, ChangeSetId=late["ChangeSetId"])
        assert found["Status"] == "SUCCEEDED"
