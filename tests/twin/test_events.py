"""Change-set events reach EventBridge's default bus in us-east-1, and from there any rule."""

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
        """Read all events."""
        found = self.queue.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in found.get("Messages", [])]


@pytest.mark.usefixtures("twin")
def test_a_set_that_succeeds_is_told() -> None:
    """catalog.md 3.1: the shape of the event: source, detail-type, resources, and no entity ids in its detail."""
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
def test_a_set_that_fails_is_told_with_its_code() -> None:
    """catalog.md 3.1: `Change Set Failed` carries FailureCode; "no error details → DescribeChangeSet needed"."""
    inbox = Inbox(MANAGEMENT)
    start(change("AllowProductProcurement", BARE, products("a")))
    event = inbox.read()[0]
    assert (event["detail-type"], event["detail"]["FailureCode"]) == ("Change Set Failed", "CLIENT_ERROR")


def test_a_set_that_is_cancelled_is_told(twin: Twin) -> None:
    """catalog.md 3.1: `Change Set Cancelled`."""
    inbox = Inbox(MANAGEMENT)
    twin.faults.stick("PREPARING")
    started = start(UPDATE)
    client("marketplace-catalog").cancel_change_set(Catalog=CATALOG, ChangeSetId=started["ChangeSetId"])
    event = inbox.read()[0]
    assert event["detail-type"] == "Change Set Cancelled"
    assert "FailureCode" not in event["detail"]


@pytest.mark.usefixtures("twin")
def test_who_started_the_set_is_told() -> None:
    """catalog.md 3.1: "Which account receives the event when a delegated admin started the set: [?]": the starter."""
    inboxes = {account: Inbox(account) for account in (MANAGEMENT, DELEGATE)}
    start(UPDATE, account=DELEGATE)
    assert {account: len(inbox.read()) for account, inbox in inboxes.items()} == {MANAGEMENT: 0, DELEGATE: 1}


def test_an_event_needs_nobody_who_asks_the_catalogue(clock: Hand) -> None:
    """catalog.md 3.1: the event comes when the set ends; whoever waits for it need not poll the set."""
    with Twin(small(durations={"applying": 5}), clock=clock).start(port()):
        inbox = Inbox(MANAGEMENT)
        start(UPDATE)
        assert inbox.read() == []
        clock.move(5)
        assert [event["detail-type"] for event in inbox.read()] == ["Change Set Succeeded"]
