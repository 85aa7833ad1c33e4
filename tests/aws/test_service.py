import json
from threading import Event
from typing import Any

import pytest

from reconciler.aws.caller import Caller
from reconciler.aws.service import Service
from reconciler.errors import ReconcilerError, Refused, Throttled, Unreadable
from tests.aws.answers import GOOD, good
from tests.aws.conftest import Connect, FromEnvironment, MakeClient
from tests.aws.loopback import NO_ANSWER, Asked, Reply, Server, failure
from tests.patience import PATIENCE

ENTITIES = json.dumps(GOOD["ListEntities"]).encode()

HALF_ANSWERS = {
    "cut in the middle": Reply(200, ENTITIES, cut=True),
    "empty": Reply(200, b""),
    "no JSON": Reply(200, b"<html>Welcome to the hotel's network</html>"),
    "no text": Reply(200, b"\xff\xfe\x00"),
    "a list": Reply(200, b"[]"),
    "a string": Reply(200, b'"ok"'),
    "null": Reply(200, b"null"),
    "without the list": Reply(200, b"{}"),
    "with null for the list": Reply(200, b'{"EntitySummaryList": null}'),
    "with a string for the list": Reply(200, b'{"EntitySummaryList": "none"}'),
    "with a number for the list": Reply(200, b'{"EntitySummaryList": 5}'),
    "with strings in the list": Reply(200, b'{"EntitySummaryList": ["exp-a"]}'),
    "with a number for an id": Reply(200, b'{"EntitySummaryList": [{"EntityId": 5, "Name": "A", "EntityArn": "a"}]}'),
    "with an empty id": Reply(200, b'{"EntitySummaryList": [{"EntityId": "", "Name": "A", "EntityArn": "a"}]}'),
    "nested without end": Reply(200, b"[" * 100_000),
    "an error that is a list": Reply(500, b"[]"),
    "a redirect": Reply(302, b"", {"Location": "http://127.0.0.1/login"}),
}


@pytest.mark.parametrize("reply", HALF_ANSWERS.values(), ids=HALF_ANSWERS.keys())
def test_a_malformed_answer_is_unreadable(connect: Connect, reply: Reply) -> None:
    """None of these means "no experiences": a plan made from it would create all of them again."""
    catalog = connect(good(ListEntities=reply)).clients.catalog
    with pytest.raises(Unreadable, match=r"^marketplace-catalog:ListEntities: ") as caught:
        catalog.list_entities("Experience")
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_an_answer_without_a_required_field_is_told_with_its_request_id(connect: Connect) -> None:
    """AWS's support can find the answer by it."""
    with pytest.raises(Unreadable, match=r"EntitySummaryList in the answer is missing \(request req-1\)$"):
        connect(good(ListEntities={"NextToken": "t"})).clients.catalog.list_entities("Experience")


@pytest.mark.parametrize("body", [b"", b"<broken", b"{}", b"<A><B/></A>"])
def test_a_malformed_xml_answer_is_unreadable(connect: Connect, body: bytes) -> None:
    """STS and IAM use XML."""
    identity = connect(good(GetCallerIdentity=Reply(200, body))).clients.identity
    with pytest.raises(Unreadable, match=r"^sts:GetCallerIdentity: "):
        identity.account()


def test_a_dropped_connection_names_the_endpoint(connect: Connect) -> None:
    """The endpoint is named by host and port."""
    connected = connect(good(ListEntities=NO_ANSWER))
    with pytest.raises(Unreadable, match=r"127\.0\.0\.1:\d+ closed the connection before it had answered"):
        connected.clients.catalog.list_entities("Experience")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://localhost.invalid:9"])
def test_an_endpoint_that_is_down_or_unknown_says_so(
    credentials: pytest.MonkeyPatch, from_environment: FromEnvironment, url: str
) -> None:
    """The exit code is 7, and the hint says what to check."""
    credentials.setenv("AWS_ENDPOINT_URL_STS", url)
    with pytest.raises(Unreadable, match=f"no connection to {url.removeprefix('http://')}") as caught:
        from_environment().identity.account()
    assert "AWS_ENDPOINT_URL" in caught.value.hint
    assert caught.value.exit_code == 7


def test_a_server_without_tls_is_not_trusted(
    connect: Connect, credentials: pytest.MonkeyPatch, from_environment: FromEnvironment
) -> None:
    """A plain server fails as TLS, with the hint about certificates."""
    credentials.setenv("AWS_ENDPOINT_URL", connect(good()).server.url.replace("http", "https"))
    with pytest.raises(Unreadable, match="no trusted TLS connection") as caught:
        from_environment().identity.account()
    assert "AWS_CA_BUNDLE" in caught.value.hint


def test_a_missing_answer_says_so(connect: Connect) -> None:
    """A service that accepts the request and does not answer is given up after a timeout."""
    given_up = Event()

    def late(_: Asked) -> Reply:
        given_up.wait(PATIENCE)
        return Reply(200, ENTITIES)

    with pytest.raises(Unreadable, match="did not answer in time"):
        connect(late, patience=0.1).clients.catalog.list_entities("Experience")
    given_up.set()


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_storm_of_server_errors_ends_as_unreadable(connect: Connect, status: int) -> None:
    """A gateway's HTML counts as AWS's JSON does."""
    connected = connect(good(ListEntities=Reply(status, b"<html>Bad gateway</html>")))
    with pytest.raises(Unreadable, match=str(status)):
        connected.clients.catalog.list_entities("Experience")


def test_a_call_that_fails_for_a_moment_is_made_again(
    connect: Connect, credentials: pytest.MonkeyPatch, from_environment: FromEnvironment
) -> None:
    """A temporary server error does not fail the plan."""
    replies = [failure(503, "ServiceUnavailable"), GOOD["ListTagsForResource"]]
    server = connect(lambda _: replies.pop(0)).server
    credentials.setenv("AWS_MAX_ATTEMPTS", "2")
    credentials.setenv("AWS_ENDPOINT_URL", server.url)
    assert from_environment().catalog.list_tags("arn:exp-a") == {"team": "procurement"}
    assert server.operations == ["ListTagsForResource", "ListTagsForResource"]


def test_pages_that_lead_in_a_circle_end(connect: Connect) -> None:
    """A token that repeats would never end."""
    page = {"EntitySummaryList": [], "NextToken": "again"}
    connected = connect(good(ListEntities=page))
    with pytest.raises(Unreadable, match="NextToken repeats"):
        connected.clients.catalog.list_entities("Experience")


def test_an_operation_that_is_on_no_list_is_refused_where_it_is_asked(
    wire: tuple[Server, MakeClient],
) -> None:
    """The refusal of the client is not reported as a failure of AWS."""
    service = Service(wire[1]("marketplace-catalog", False, PATIENCE), "marketplace-catalog", Caller())  # noqa: FBT003
    with pytest.raises(Refused):
        service.read("DescribeEntity", Catalog="AWSMarketplace", EntityId="exp-a")


@pytest.mark.parametrize(
    "reply",
    [
        NO_ANSWER,
        Reply(200, b'{"ChangeSetId": "cs-2"}', cut=True),
        Reply(200, b"[]"),
        Reply(200, b"{}"),
        Reply(503, b"<html>"),
        failure(429, "ThrottlingException"),
        failure(402, "ServiceQuotaExceededException"),
        failure(500, "InternalServiceException"),
    ],
    ids=["dropped", "cut", "list", "no id", "gateway", "throttled", "quota", "fault"],
)
def test_a_write_whose_end_is_unknown_or_postponed_asks_to_be_sent_again(connect: Connect, reply: Reply) -> None:
    """The same token starts nothing twice, so repeating the call is safe."""
    catalog = connect(good(StartChangeSet=reply), writes=True).clients.catalog
    with pytest.raises(Throttled) as caught:
        catalog.start_change_set([CHANGE], name="n", tags={}, token="t-1")
    assert caught.value.operation == "StartChangeSet"


CHANGE = {"ChangeType": "UpdateExperience", "Entity": {"Type": "Experience@1.0", "Identifier": "exp-a@6"}}


def test_a_failure_keeps_what_caused_it(connect: Connect) -> None:
    """The error has botocore's exception as its cause."""
    catalog = connect(good(ListEntities=failure(403, "AccessDeniedException"))).clients.catalog
    with pytest.raises(ReconcilerError) as caught:
        catalog.list_entities("Experience")
    assert type(caught.value.__cause__).__name__ == "AccessDeniedException"


class Told:
    """A botocore client whose answers have these *headers*."""

    def __init__(self, **headers: str) -> None:
        self.headers = headers

    def list_roots(self) -> dict[str, Any]:
        """Answer."""
        return {"ResponseMetadata": {"HTTPHeaders": self.headers}}


def test_the_time_of_a_service_is_that_of_its_newest_answer() -> None:
    """The time is the service's, not this machine's; an answer without a date keeps the last one."""
    client = Told()
    service = Service(client, "organizations", Caller())
    told = [service.answered_at]
    for headers in ({}, {"date": "Sun, 22 Nov 2026 10:00:05 GMT"}, {"date": "yesterday"}, {}):
        client.headers = headers
        service.read("ListRoots")
        told.append(service.answered_at)
    assert told == [None, None, "2026-11-22T10:00:05Z", "2026-11-22T10:00:05Z", "2026-11-22T10:00:05Z"]
