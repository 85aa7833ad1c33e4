"""SNS and EventBridge are told by clients that can make one call each and no other."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest

from reconciler.aws.log import Log
from reconciler.aws.notices import NOTICE_ACTIONS, Notices, notice_calls
from reconciler.aws.session import watched_session
from reconciler.errors import CallFailed, InvalidInput, ReconcilerError, Refused, Rejected, Unreadable
from reconciler.interruption import Interruption
from reconciler.recipients import Message, read_recipient
from reconciler.settings import Marketplace, Role, Seller, Settings
from reconciler.twin.twin import Twin
from tests.aws.conftest import StandingClock
from tests.aws.loopback import Asked, Server, failure, key_of, serving
from tests.aws.test_roles import ASSUMED
from tests.twin.worlds import small

MANAGEMENT = "111111111111"
TOPIC = "arn:aws:sns:eu-west-1:111111111111:drift"
BUS = "arn:aws:events:us-east-1:111111111111:event-bus/ops"
MESSAGE = Message('{"digest": null}', '{"text": "x"}', "reconciler: drift in x", "group", f"sha256:{'0' * 64}")
ROLE = Role("arn:aws:iam::111111111111:role/reconciler", "x1")

Send = Callable[..., None]


@pytest.fixture
def send(credentials: pytest.MonkeyPatch, clock: StandingClock) -> Send:
    """Return a function that tells a recipient with the credentials of the environment."""
    del credentials

    def sent(
        arn: str,
        message: Message = MESSAGE,
        settings: Settings | None = None,
        log: Log | None = None,
        first: Role | None = None,
    ) -> None:
        Notices(settings, clock, Interruption(), log or Log(), first).send(read_recipient(arn, {}), message)

    return sent


@pytest.fixture(scope="module")
def running() -> Iterator[Twin]:
    """Yield a twin that answers over HTTP."""
    with Twin(small()) as twin:
        yield twin


@pytest.fixture
def twin(running: Twin, credentials: pytest.MonkeyPatch) -> Twin:
    """Return the twin, with the credentials of the management account in the environment."""
    for name, value in running.environment(MANAGEMENT).items():
        credentials.setenv(name, value)
    return running


def client(service: str, region: str) -> Any:  # noqa: ANN401 - boto3 has no types
    """Return a client of a user who looks at what arrived."""
    return boto3.session.Session().client(service, region_name=region)


def queued(region: str, name: str) -> tuple[Any, str, str]:
    """Make a queue and return its client, URL and ARN."""
    sqs = client("sqs", region)
    attributes = {"FifoQueue": "true"} if name.endswith(".fifo") else {}
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return sqs, url, f"arn:aws:sqs:{region}:{MANAGEMENT}:{name}"


def arrived(sqs: Any, url: str) -> list[Any]:  # noqa: ANN401 - boto3 has no types
    """Return the bodies of the messages in a queue."""
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0)
    return [json.loads(one["Body"]) for one in found.get("Messages", [])]


@pytest.mark.parametrize("name", ["drift", "drift.fifo"])
def test_a_topic_gets_the_message_in_the_region_of_its_arn(twin: Twin, send: Send, name: str) -> None:
    """Body and subject arrive; a FIFO topic takes the message with its group and token, and a second one once."""
    del twin
    sns = client("sns", "eu-west-1")
    fifo = {"FifoTopic": "true"} if name.endswith(".fifo") else {}
    arn = sns.create_topic(Name=name, Attributes=fifo)["TopicArn"]
    sqs, url, queue = queued("eu-west-1", name)
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue)
    for _ in range(2 if fifo else 1):
        send(arn)
    (got,) = arrived(sqs, url)
    assert (got["Message"], got["Subject"], got["TopicArn"]) == (MESSAGE.body, MESSAGE.subject, arn)


def test_a_bus_gets_an_event_of_reconciler(twin: Twin, send: Send) -> None:
    """Its source is `reconciler`, its detail-type `Drift`, and its detail the message."""
    del twin
    events, (sqs, url, queue) = client("events", "us-east-1"), queued("us-east-1", "events")
    events.create_event_bus(Name="ops")
    events.put_rule(Name="drift", EventBusName="ops", EventPattern='{"source": ["reconciler"]}')
    events.put_targets(Rule="drift", EventBusName="ops", Targets=[{"Id": "1", "Arn": queue}])
    send(BUS)
    (got,) = arrived(sqs, url)
    assert (got["source"], got["detail-type"], got["detail"]) == ("reconciler", "Drift", {"digest": None})


def test_an_event_that_the_bus_does_not_take_is_a_failure(twin: Twin, send: Send) -> None:
    """EventBridge answers HTTP 200 then, and counts the event as failed."""
    del twin
    client("events", "us-east-1").create_event_bus(Name="strict")
    with pytest.raises(Rejected, match=r"^MalformedDetail: Detail is malformed\.$"):
        send(BUS.replace("ops", "strict"), replace(MESSAGE, body="{"))


@pytest.mark.parametrize("arn", [TOPIC.replace("drift", "none"), BUS.replace("ops", "none")])
def test_a_recipient_that_does_not_exist_is_a_failure(twin: Twin, send: Send, arn: str) -> None:
    """The message is AWS's."""
    del twin
    with pytest.raises(CallFailed, match="does not exist"):
        send(arn)


@pytest.mark.parametrize(
    ("arn", "operation", "other"), [(TOPIC, "Publish", "list_topics"), (BUS, "PutEvents", "list_event_buses")]
)
def test_a_client_can_make_one_call_and_no_other(
    credentials: pytest.MonkeyPatch, clock: StandingClock, arn: str, operation: str, other: str
) -> None:
    """Any other call is refused before it is sent, a read as well."""
    recipient = read_recipient(arn, {})
    calls = notice_calls(recipient.channel)
    assert (calls.reads, [name.partition(":")[2] for name in calls.writes]) == (frozenset(), [operation])
    with serving(lambda _asked: "") as server:
        credentials.setenv("AWS_ENDPOINT_URL", server.url)
        session = watched_session(calls=calls, clock=clock)
        service = next(iter(calls.writes)).partition(":")[0]
        made = session.create_client(service, region_name="us-east-1")
        with pytest.raises(Refused):
            getattr(made, other)()
        assert server.asked == []


def test_the_iam_actions_are_those_of_the_calls() -> None:
    """The table of docs/guide-permissions.md has a row of its own for them."""
    assert NOTICE_ACTIONS == ("events:PutEvents", "sns:Publish")


def answered(asked: Asked) -> Any:  # noqa: ANN401 - as scripts answer
    """Answer AssumeRole, Publish and PutEvents."""
    if asked.operation == "PutEvents":
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]}
    return ASSUMED if asked.operation == "AssumeRole" else "<MessageId>1</MessageId>"


@pytest.fixture
def aws(credentials: pytest.MonkeyPatch) -> Iterator[Server]:
    """Yield an AWS that takes every message."""
    with serving(answered) as server:
        credentials.setenv("AWS_ENDPOINT_URL", server.url)
        yield server


MARKETPLACE = Settings(file="reconciler.yaml", marketplace=Marketplace(MANAGEMENT, ROLE))
SELLERS = Settings(
    file="reconciler.yaml",
    marketplace=Marketplace("222222222222"),
    sellers=(Seller("saas", MANAGEMENT, ("us-east-1",), ROLE),),
)
ELSEWHERE = Settings(file="reconciler.yaml", marketplace=Marketplace("333333333333", ROLE))


@pytest.mark.parametrize(
    ("settings", "keys"),
    [
        (MARKETPLACE, ["AKIAEXAMPLE/eu-west-1", "ASIAASSUMED/eu-west-1"]),
        (SELLERS, ["AKIAEXAMPLE/eu-west-1", "ASIAASSUMED/eu-west-1"]),
        (ELSEWHERE, ["AKIAEXAMPLE/eu-west-1"]),
        (None, ["AKIAEXAMPLE/eu-west-1"]),
    ],
)
def test_a_topic_is_told_with_the_role_of_its_account(
    aws: Server, send: Send, settings: Settings | None, keys: list[str]
) -> None:
    """The role that the settings name for the account of the ARN, otherwise the credentials of the environment."""
    send(TOPIC, settings=settings)
    assert [key_of(asked) for asked in aws.asked] == keys
    if len(keys) > 1:
        assumed = aws.asked[0].parameters
        assert (assumed["RoleSessionName"], assumed["ExternalId"]) == ("reconciler-notify", "x1")


def test_the_role_of_a_fleets_member_is_assumed_first(aws: Server, send: Send) -> None:
    """The role of its settings is assumed with it; without one, the member's own role tells."""
    member = Role("arn:aws:iam::222222222222:role/fleet")
    send(TOPIC, settings=MARKETPLACE, first=member)
    assert [(asked.operation, asked.parameters.get("RoleArn")) for asked in aws.asked] == [
        ("AssumeRole", member.arn),
        ("AssumeRole", ROLE.arn),
        ("Publish", None),
    ]
    assert [key_of(asked).partition("/")[0] for asked in aws.asked] == ["AKIAEXAMPLE", "ASIAASSUMED", "ASIAASSUMED"]
    aws.asked.clear()
    send(TOPIC, first=member)
    assert [asked.operation for asked in aws.asked] == ["AssumeRole", "Publish"]


@pytest.mark.parametrize(
    ("arn", "region"),
    [
        ("arn:aws-cn:sns:cn-north-1:111111111111:drift", "cn-north-1"),
        ("arn:aws-us-gov:events:us-gov-west-1:111111111111:event-bus/ops", "us-gov-west-1"),
    ],
)
def test_a_recipient_may_be_in_any_partition(aws: Server, send: Send, arn: str, region: str) -> None:
    """The call is signed for the region of the ARN."""
    send(arn)
    assert [key_of(asked) for asked in aws.asked] == [f"AKIAEXAMPLE/{region}"]


def test_a_denied_call_says_which_action_to_allow(credentials: pytest.MonkeyPatch, send: Send) -> None:
    """The error is one line, and the log has the call without its message."""
    lines: list[str] = []
    with serving(lambda _asked: failure(403, "AuthorizationError", operation="GetRole")) as server:
        credentials.setenv("AWS_ENDPOINT_URL", server.url)
        with pytest.raises(ReconcilerError) as caught:
            send(TOPIC, log=Log(lines.append, lines.append))
    assert "sns:Publish" in caught.value.message
    assert "\n" not in caught.value.message
    assert [line.split(" ", 1)[1].split(":")[:2] for line in lines] == [["sns", "Publish in 111111111111 eu-west-1"]]


def test_a_recipient_without_credentials_is_a_failure_of_one_line(credentials: pytest.MonkeyPatch, send: Send) -> None:
    """Nothing is sent."""
    credentials.delenv("AWS_ACCESS_KEY_ID")
    credentials.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(ReconcilerError, match="Unable to locate credentials"):
        send(TOPIC)
    with pytest.raises((InvalidInput, Unreadable)):
        send(TOPIC, settings=MARKETPLACE)


def test_an_answer_that_says_nothing_of_the_event_is_a_failure(credentials: pytest.MonkeyPatch, send: Send) -> None:
    """Only a count of 0 failed events is success."""
    with serving(lambda _asked: {"Entries": []}) as server:
        credentials.setenv("AWS_ENDPOINT_URL", server.url)
        with pytest.raises(Rejected, match=r"^Unknown$"):
            send(BUS)
