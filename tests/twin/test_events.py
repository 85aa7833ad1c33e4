"""The events of change sets reach EventBridge's default bus in us-east-1, and any rule there."""

import json
from typing import Any

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import CATALOG, DELEGATE, MANAGEMENT, change, client, port, products, start
from tests.twin.worlds import BARE, LIVE, Hand, small

UPDATE = change("UpdateExperience", LIVE, {"Description": "New"})


class Inbox:
    """A queue behind a rule for the events of the catalogue."""

    def __init__(self, account: str) -> None:
        self.queue = client("sqs", account)
        self.url = self.queue.create_queue(QueueName="events")["QueueUrl"]
        arn = f"arn:aws:sqs:us-east-1:{account}:events"
        events = client("events", account)
        pattern = {"source": ["aws.marketplacecatalog"], "detail-type": [{"prefix": "Change Set "}]}
        events.put_rule(Name="change-sets", EventPattern=json.dumps(pattern))
        events.put_targets(Rule="change-sets", Targets=[{"Id": "queue", "Arn": arn}])

    def read(self) -> list[dict[str, Any]]:
        """Return all events."""
        found = self.queue.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in found.get("Messages", [])]


@pytest.mark.usefixtures("twin")
def test_a_set_that_succeeds_has_an_event() -> None:
    """The event has source, detail-type and resources, and no entity ids in its detail (catalog 3.1)."""
    inbox = Inbox(MANAGEMENT)
    described = start(UPDATE, ChangeSetName="Describe it")
    event = inbox.read()[0]
    assert (event["source"], event["detail-type"]) == ("aws.marketplacecatalog", "Change Set Succeeded")
    assert event["region"] == "us-east-1"
    assert event["time"] == "2027-01-15T08:00:00Z"
    assert event["resources"] == [described["ChangeSetArn"]]
    assert event["detail"].pop("requestId")
    assert event["detail"] == {
        "Catalog": CATALOG,
        "ChangeSetId": described["ChangeSetId"],
        "ChangeSetName": "Describe it",
        "StartTime": "2027-01-15T08:00:00Z",
        "EndTime": "2027-01-15T08:00:00Z",
    }


@pytest.mark.usefixtures("twin")
def test_the_event_of_a_failed_set_has_its_code() -> None:
    """`Change Set Failed` has FailureCode and no errors (catalog 3.1)."""
    inbox = Inbox(MANAGEMENT)
    start(change("AllowProductProcurement", BARE, products("a")))
    event = inbox.read()[0]
    assert (event["detail-type"], event["detail"]["FailureCode"]) == ("Change Set Failed", "CLIENT_ERROR")


def test_a_cancelled_set_has_an_event(twin: Twin) -> None:
    """The detail-type is `Change Set Cancelled` (catalog 3.1)."""
    inbox = Inbox(MANAGEMENT)
    twin.faults.stick("PREPARING")
    started = start(UPDATE)
    client("marketplace-catalog").cancel_change_set(Catalog=CATALOG, ChangeSetId=started["ChangeSetId"])
    event = inbox.read()[0]
    assert event["detail-type"] == "Change Set Cancelled"
    assert "FailureCode" not in event["detail"]


@pytest.mark.usefixtures("twin")
def test_the_account_that_started_the_set_gets_the_event() -> None:
    """Which account gets the event is unknown; in the twin it is the one that started the set (catalog 3.1)."""
    inboxes = {account: Inbox(account) for account in (MANAGEMENT, DELEGATE)}
    start(UPDATE, account=DELEGATE)
    assert {account: len(inbox.read()) for account, inbox in inboxes.items()} == {MANAGEMENT: 0, DELEGATE: 1}


def test_an_event_comes_without_a_call_to_the_catalogue(clock: Hand) -> None:
    """The event comes when the set ends (catalog 3.1), even if no call reaches the catalogue."""
    with Twin(small(durations={"applying": 5}), clock=clock).start(port()):
        inbox = Inbox(MANAGEMENT)
        start(UPDATE)
        assert inbox.read() == []
        clock.move(5)
        assert [event["detail-type"] for event in inbox.read()] == ["Change Set Succeeded"]
