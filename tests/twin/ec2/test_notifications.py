"""Connection notifications of endpoint services (privatelink 1.9)."""

from typing import Any

import pytest

from tests.twin.ec2.conftest import Start
from tests.twin.ec2.sellers import GATEWAY, SERVICE, UNKNOWN, ec2, filtered, inspected
from tests.twin.sdk import refused

TOPIC = "arn:aws:sns:us-east-1:222222222222:connections"
OTHER = "arn:aws:sns:us-east-1:222222222222:audit"
MISSING = "vpce-nfn-fedcba98765432100"
INVALID = ("InvalidConnectionNotification", 400)


def create(topic: str = TOPIC, *events: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - boto3's
    """Create a notification of the service; return the answer without its HTTP part."""
    sent = {"ServiceId": SERVICE, "ConnectionNotificationArn": topic, "ConnectionEvents": [*(events or ("Connect",))]}
    answer: dict[str, Any] = ec2().create_vpc_endpoint_connection_notification(**{**sent, **parameters})
    answer.pop("ResponseMetadata")
    return answer


def refused_creation(**parameters: Any) -> tuple[str, int]:  # noqa: ANN401 - boto3's
    """Return code and status of a refused creation."""
    sent = {"ServiceId": SERVICE, "ConnectionNotificationArn": TOPIC, "ConnectionEvents": ["Connect"], **parameters}
    return refused(ec2().create_vpc_endpoint_connection_notification, **sent)[:2]


def described(**parameters: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - boto3's
    """Return the notifications of the first page."""
    answer = ec2().describe_vpc_endpoint_connection_notifications(**parameters)
    found: list[dict[str, Any]] = answer["ConnectionNotificationSet"]
    return found


def filled(count: int) -> dict[str, Any]:
    """Return the field of a seed's service with *count* notifications."""
    topics = [f"{TOPIC}-{number}" for number in range(count)]
    return {
        "notifications": [
            {"id": f"vpce-nfn-{number:017x}", "topic_arn": topic, "events": ["Connect"]}
            for number, topic in enumerate(topics)
        ]
    }


@pytest.mark.usefixtures("twin")
def test_a_notification_is_created_and_described() -> None:
    """A notification has an id vpce-nfn-…, type Topic, state Enabled and its service's Region (privatelink 1.9)."""
    made = create(TOPIC, "Connect", "Delete")["ConnectionNotification"]
    number = made.pop("ConnectionNotificationId")
    assert number.startswith("vpce-nfn-")
    assert len(number) == len("vpce-nfn-") + 17
    assert made == {
        "ServiceId": SERVICE,
        "ConnectionNotificationType": "Topic",
        "ConnectionNotificationArn": TOPIC,
        "ConnectionEvents": ["Connect", "Delete"],
        "ConnectionNotificationState": "Enabled",
        "ServiceRegion": "us-east-1",
    }
    assert described() == [{"ConnectionNotificationId": number, **made}]


@pytest.mark.usefixtures("twin")
def test_a_repeated_token_creates_one_notification() -> None:
    """The same ClientToken returns the first answer, and with another request it is refused (privatelink 1.9)."""
    assert create(ClientToken="one") == create(ClientToken="one")
    assert len(described()) == 1
    assert refused_creation(ClientToken="one", ConnectionEvents=["Delete"]) == ("IdempotentParameterMismatch", 400)


@pytest.mark.usefixtures("twin")
def test_events_and_topic_of_a_notification_are_modified() -> None:
    """Modify replaces the events, the topic or both, and keeps what it does not state (privatelink 1.9)."""
    number = create()["ConnectionNotification"]["ConnectionNotificationId"]
    modify = ec2().modify_vpc_endpoint_connection_notification
    answer = modify(ConnectionNotificationId=number, ConnectionEvents=["Accept", "Reject"])
    assert answer["ReturnValue"] is True
    assert inspected().notifications == ((TOPIC, frozenset({"Accept", "Reject"})),)
    modify(ConnectionNotificationId=number, ConnectionNotificationArn=OTHER)
    assert inspected().notifications == ((OTHER, frozenset({"Accept", "Reject"})),)
    assert refused(modify, ConnectionNotificationId=number)[0] == "MissingParameter"
    assert refused(modify, ConnectionNotificationId=MISSING, ConnectionEvents=["Accept"])[:2] == INVALID


@pytest.mark.usefixtures("twin")
def test_unknown_notifications_are_unsuccessful_items() -> None:
    """Delete lists what it did not delete in Unsuccessful, with HTTP 200 (privatelink 1.9)."""
    number = create()["ConnectionNotification"]["ConnectionNotificationId"]
    answer = ec2().delete_vpc_endpoint_connection_notifications(ConnectionNotificationIds=[number, MISSING])
    told = [(item["ResourceId"], item["Error"]["Code"]) for item in answer["Unsuccessful"]]
    assert told == [(MISSING, "InvalidConnectionNotification")]
    assert described() == []


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"ServiceId": UNKNOWN}, ("InvalidVpcEndpointServiceId.NotFound", 400)),
        ({"ConnectionNotificationArn": "arn:aws:sqs:us-east-1:222222222222:connections"}, INVALID),
        ({"ConnectionNotificationArn": TOPIC.replace("us-east-1", "eu-west-1")}, INVALID),
        ({"ConnectionEvents": ["connect"]}, ("InvalidParameterValue", 400)),
        ({"ConnectionEvents": ["Connect", "Connect"]}, ("InvalidParameter", 400)),
        ({"ConnectionEvents": []}, ("MissingParameter", 400)),
        ({"VpcEndpointId": "vpce-0123456789abcdef1"}, ("InvalidParameter", 400)),
        ({"DryRun": True}, ("DryRunOperation", 412)),
    ],
)
def test_a_creation_is_refused(parameters: dict[str, Any], expected: tuple[str, int]) -> None:
    """Unknown services, topics, events and Regions are refused, and nothing is created (privatelink 1.9)."""
    assert refused_creation(**parameters) == expected
    assert described() == []


@pytest.mark.usefixtures("twin")
def test_a_topic_has_one_notification_of_a_service() -> None:
    """A second notification for one topic is refused, the stricter reading (privatelink 1.9)."""
    create()
    assert refused_creation(ConnectionEvents=["Delete"]) == INVALID
    number = create(OTHER)["ConnectionNotification"]["ConnectionNotificationId"]
    modify = ec2().modify_vpc_endpoint_connection_notification
    assert refused(modify, ConnectionNotificationId=number, ConnectionNotificationArn=TOPIC)[:2] == INVALID


def test_gateway_services_have_no_notifications(start: Start) -> None:
    """A notification can be created for interface endpoints only (privatelink 1.9)."""
    start(service={"load_balancers": [GATEWAY]})
    assert refused_creation() == ("InvalidParameter", 400)


def test_notifications_are_listed_in_pages(start: Start) -> None:
    """A page has five items without MaxResults, and NextToken leads to the next one (privatelink 1.9, 5.5)."""
    start(service=filled(7))
    first = ec2().describe_vpc_endpoint_connection_notifications()
    rest = described(NextToken=first["NextToken"])
    assert [len(first["ConnectionNotificationSet"]), len(rest)] == [5, 2]


@pytest.mark.parametrize(
    ("name", "value", "count"),
    [
        ("connection-notification-arn", f"{TOPIC}-1", 1),
        ("connection-notification-id", f"vpce-nfn-{2:017x}", 1),
        ("connection-notification-state", "Disabled", 0),
        ("connection-notification-type", "Topic", 3),
        ("service-id", SERVICE, 3),
        ("service-id", UNKNOWN, 0),
        ("vpc-endpoint-id", "vpce-0123456789abcdef1", 0),
    ],
)
def test_notifications_are_filtered(start: Start, name: str, value: str, count: int) -> None:
    """Describe filters on ARN, id, state, type, service-id and vpc-endpoint-id (privatelink 1.9)."""
    start(service=filled(3))
    assert len(described(Filters=filtered(name, value))) == count


def test_one_notification_is_described_by_its_id(start: Start) -> None:
    """An unknown id is InvalidConnectionNotification, and another filter is InvalidFilter (privatelink 1.9)."""
    start(service=filled(2))
    number = f"vpce-nfn-{1:017x}"
    assert [one["ConnectionNotificationId"] for one in described(ConnectionNotificationId=number)] == [number]
    describe = ec2().describe_vpc_endpoint_connection_notifications
    assert refused(describe, ConnectionNotificationId=MISSING)[:2] == INVALID
    assert refused(describe, Filters=filtered("owner", "x"))[0] == "InvalidFilter"


def test_a_seed_states_notifications(start: Start) -> None:
    """A seed may state a topic twice and a notification that is disabled, which no call can make."""
    one = {"id": f"vpce-nfn-{1:017x}", "topic_arn": TOPIC, "events": ["Connect"], "state": "Disabled"}
    start(service={"notifications": [one, {**one, "id": f"vpce-nfn-{2:017x}", "events": ["Delete"]}]})
    assert inspected().notifications == ((TOPIC, frozenset({"Connect"})), (TOPIC, frozenset({"Delete"})))
    assert [found["ConnectionNotificationState"] for found in described()] == ["Disabled", "Disabled"]
