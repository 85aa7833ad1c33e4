"""A change set takes time, locks its entities, and ends once."""

from collections.abc import Iterator

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import (
    CATALOG,
    MANAGEMENT,
    change,
    client,
    create,
    describe_set,
    port,
    products,
    refused,
    refused_start,
    start,
)
from tests.twin.worlds import BARE, LIVE, OTHER, Hand, small

UPDATE = change("UpdateExperience", LIVE, {"Description": "New"})
SLOW = {"durations": {"preparing": 2, "applying": 3}}


@pytest.fixture
def slow(clock: Hand) -> Iterator[Twin]:
    """A twin whose change sets are PREPARING for two seconds and APPLYING for three."""
    with Twin(small(**SLOW), clock=clock).start(port()) as running:
        yield running


def cancel(change_set_id: str, account: str = MANAGEMENT) -> None:
    """Cancel a change set."""
    client("marketplace-catalog", account).cancel_change_set(Catalog=CATALOG, ChangeSetId=change_set_id)


def test_a_set_prepares_applies_and_succeeds(slow: Twin, clock: Hand) -> None:
    """The status goes from PREPARING to APPLYING to SUCCEEDED, and EndTime is absent until then (catalog 1.6)."""
    started = start(UPDATE, ChangeSetName="Describe it")
    seen = [(started["Status"], "EndTime" in started)]
    for seconds in (2, 2.9, 0.2):
        clock.move(seconds)
        described = describe_set(started["ChangeSetId"])
        seen.append((described["Status"], "EndTime" in described))
        applied = slow.experiences()[LIVE].description == "New"
        assert applied is (described["Status"] == "SUCCEEDED")
    assert seen == [("PREPARING", False), ("APPLYING", False), ("APPLYING", False), ("SUCCEEDED", True)]


def test_times_have_the_form_of_aws(slow: Twin, clock: Hand) -> None:  # noqa: ARG001
    """Times are texts YYYY-MM-DDTHH:MM:SSZ (catalog 1.6); EndTime is when the set ended, not when it was described."""
    started = start(UPDATE, ChangeSetName="Describe it")
    clock.move(3600)
    described = describe_set(started["ChangeSetId"])
    assert (described["ChangeSetName"], described["Intent"]) == ("Describe it", "APPLY")
    assert (described["StartTime"], described["EndTime"]) == ("2027-01-15T08:00:00Z", "2027-01-15T08:00:05Z")
    assert described["ChangeSetArn"] == (
        f"arn:aws:aws-marketplace:us-east-1:{MANAGEMENT}:AWSMarketplace/ChangeSet/{described['ChangeSetId']}"
    )


def test_a_set_without_a_name_gets_one(slow: Twin) -> None:  # noqa: ARG001
    """AWS sets a name for a set without one (catalog 1.6)."""
    assert start(UPDATE)["ChangeSetName"]


def test_a_set_fails_while_preparing(slow: Twin, clock: Hand) -> None:  # noqa: ARG001
    """The description says that the preparation failed (catalog 1.5, 5.2)."""
    started = start(change("AllowProductProcurement", BARE, products("prod-x")))
    assert started["Status"] == "PREPARING"
    assert started["ChangeSet"][0]["ErrorDetailList"] == []
    clock.move(2)
    described = describe_set(started["ChangeSetId"])
    assert (described["Status"], described["FailureCode"]) == ("FAILED", "CLIENT_ERROR")
    assert described["FailureDescription"] == "Change set preparation has failed. For details see 'ErrorDetailList'."
    assert described["EndTime"] == "2027-01-15T08:00:02Z"


def test_a_running_set_locks_its_entities(slow: Twin, clock: Hand) -> None:  # noqa: ARG001
    """The lock holds until the set has ended (catalog 1.4); the message is AWS's own (catalog 5.3)."""
    started = start(UPDATE)
    allow = change("AllowProductProcurement", LIVE, products("prod-x"))
    message = (
        f"Requested change set has entities locked by change sets - entity: '{LIVE}'  "
        f"change sets: {started['ChangeSetId']}."
    )
    assert refused_start(allow) == ("ResourceInUseException", 423, message)
    clock.move(4.9)
    assert (
        refused_start(allow, change("UpdateExperience", OTHER, {"Description": "Other"}))[0] == "ResourceInUseException"
    )
    clock.move(0.1)
    assert start(allow)["Status"] == "PREPARING"


def test_sets_of_different_experiences_run_at_the_same_time(slow: Twin, clock: Hand) -> None:
    """Sets of different experiences may run at the same time (catalog 1.4)."""
    start(UPDATE)
    start(change("UpdateExperience", OTHER, {"Description": "Newer"}), create())
    start(create())
    clock.move(5)
    assert [item.description for item in slow.experiences().values()][:2] == ["New", "Newer"]
    assert len(slow.experiences()) == 6


def test_a_failed_set_unlocks(slow: Twin, clock: Hand) -> None:  # noqa: ARG001
    """The lock ends when the set has failed, too (catalog 1.4)."""
    start(change("AllowProductProcurement", BARE, products("prod-x")))
    clock.move(2)
    assert start(change("CreateProcurementPolicy", BARE, {}))["Status"] == "PREPARING"


def test_a_set_can_be_cancelled_while_it_prepares(slow: Twin, clock: Hand) -> None:
    """CancelChangeSet works until the status becomes APPLYING (catalog 1.6)."""
    started = start(UPDATE)
    clock.move(1.9)
    cancel(started["ChangeSetId"])
    clock.move(10)
    assert describe_set(started["ChangeSetId"])["Status"] == "CANCELLED"
    assert slow.experiences()[LIVE].description is None
    assert start(UPDATE)["Status"] == "PREPARING"


@pytest.mark.parametrize("seconds", [2, 5])
def test_a_set_cannot_be_cancelled_once_it_applies(slow: Twin, clock: Hand, seconds: int) -> None:  # noqa: ARG001
    """From APPLYING on, CancelChangeSet is ResourceInUseException (catalog 1.6)."""
    started = start(UPDATE)
    clock.move(seconds)
    catalog = client("marketplace-catalog")
    answer = refused(catalog.cancel_change_set, Catalog=CATALOG, ChangeSetId=started["ChangeSetId"])
    assert answer[:2] == ("ResourceInUseException", 423)


def test_an_unknown_set_is_not_found(twin: Twin) -> None:  # noqa: ARG001
    """An unknown set is ResourceNotFoundException, HTTP 404 (catalog 1.12)."""
    catalog = client("marketplace-catalog")
    for call in (catalog.describe_change_set, catalog.cancel_change_set):
        assert refused(call, Catalog=CATALOG, ChangeSetId="unknown")[:2] == ("ResourceNotFoundException", 404)


def test_two_hundred_and_fifty_sets_can_be_open(slow: Twin, clock: Hand) -> None:
    """An account may have 250 open sets (catalog 2); one more is ServiceQuotaExceededException (catalog 1.12)."""
    for _ in range(250):
        slow.catalog.call("StartChangeSet", {"Catalog": CATALOG, "ChangeSet": [create()]})
    assert refused_start(create()) == (
        "ServiceQuotaExceededException",
        402,
        "The maximum number of open requests per account has been exceeded.",
    )
    clock.move(5)
    assert start(create())["Status"] == "PREPARING"


def test_the_same_token_starts_one_set(slow: Twin) -> None:
    """ClientRequestToken makes a request idempotent (catalog 1.6).

    A repeated request is answered even while the entity is locked, and after its revision has passed.
    """
    locked = change("UpdateExperience", f"{LIVE}@6", {"Description": "New"})
    once = start(locked, ClientRequestToken="token-1")
    again = start(locked, ClientRequestToken="token-1")
    assert once["ChangeSetId"] == again["ChangeSetId"]
    assert len(slow.catalog.marketplace.change_sets) == 1


def test_a_token_belongs_to_one_request(slow: Twin) -> None:
    """What AWS does with another request is unknown; the twin refuses it, the stricter reading (catalog 1.6)."""
    start(UPDATE, ClientRequestToken="token-1")
    other = change("UpdateExperience", OTHER, {"Description": "Other"})
    assert refused_start(other, ClientRequestToken="token-1")[:2] == ("ValidationException", 422)
    assert len(slow.catalog.marketplace.change_sets) == 1


def test_the_service_forgets_old_sets(twin: Twin, clock: Hand) -> None:  # noqa: ARG001
    """History ends after 60 days; AWS also says 90, and 60 is the stricter reading (catalog 1.6)."""
    started = start(UPDATE)
    clock.move(60 * 86400)
    assert describe_set(started["ChangeSetId"])["Status"] == "SUCCEEDED"
    clock.move(1)
    catalog = client("marketplace-catalog")
    answer = refused(catalog.describe_change_set, Catalog=CATALOG, ChangeSetId=started["ChangeSetId"])
    assert answer[0] == "ResourceNotFoundException"
    assert catalog.list_change_sets(Catalog=CATALOG)["ChangeSetSummaryList"] == []
