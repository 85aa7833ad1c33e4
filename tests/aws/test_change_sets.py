from typing import Any

import pytest

from reconciler.errors import CallFailed, EntityLocked, Rejected, Unreadable
from reconciler.ports import ChangeError, ChangeSetSummary, SentChange, StartedChangeSet
from tests.aws.answers import good, paged
from tests.aws.conftest import Connect
from tests.aws.loopback import Reply, failure
from tests.verbs import tag

CHANGE = {
    "ChangeType": "UpdateExperience",
    "Entity": {"Type": "Experience@1.0", "Identifier": "exp-a@6"},
    "ChangeName": "A",
    "DetailsDocument": {"Status": "Enabled"},
}


def test_all_pages_of_change_sets_are_listed_newest_first(connect: Connect) -> None:
    """A page has twenty; ids of entities have no revision."""
    begun, ended = "2026-11-22T10:00:00Z", "2026-11-22T10:01:00Z"
    plain = {"Status": "SUCCEEDED", "StartTime": begun}
    head = {"ChangeSetId": "cs-0", "ChangeSetName": "first", "EntityIdList": ["exp-a@6", "exp-b"]}
    first = {**head, **plain, "EndTime": ended}
    sets = [first, *({"ChangeSetId": f"cs-{at}", **plain} for at in range(1, 30))]
    connected = connect(paged("ListChangeSets", "ChangeSetSummaryList", sets, 20))
    found = connected.clients.catalog.list_change_sets()
    assert found[0] == ChangeSetSummary("cs-0", "first", "SUCCEEDED", ("exp-a", "exp-b"), begun, ended)
    assert (len(found), found[29].name, found[29].entities, found[29].ended_at) == (30, "", (), None)
    asked = connected.server.asked[-1].parameters
    assert asked["Sort"] == {"SortBy": "StartTime", "SortOrder": "DESCENDING"}
    assert (asked["MaxResults"], asked["NextToken"]) == (20, "20")


def test_of_the_newest_change_sets_one_page_is_read(connect: Connect) -> None:
    """Further pages are not asked for: the newest twenty are on the first one."""
    sets = [{"ChangeSetId": f"cs-{at}", "Status": "SUCCEEDED", "StartTime": "2026-11-22T10:00:00Z"} for at in range(30)]
    connected = connect(paged("ListChangeSets", "ChangeSetSummaryList", sets, 20))
    found = connected.clients.catalog.list_change_sets(newest=20)
    assert [one.id for one in found] == [f"cs-{at}" for at in range(20)]
    assert [one.operation for one in connected.server.asked].count("ListChangeSets") == 1


def test_the_seconds_of_a_listed_change_set_are_those_until_its_end() -> None:
    """A change set that runs has no end, and AWS may leave a time out."""
    begun, ended = "2026-11-22T10:00:00Z", "2026-11-22T10:01:05Z"
    took = [
        ChangeSetSummary("cs", "n", "S", (), *times).seconds for times in ((begun, ended), (begun, None), ("", ended))
    ]
    assert took == [65.0, None, None]


def test_a_change_set_is_read_whole(connect: Connect) -> None:
    """Entities have no revisions, errors name their change, and details are a mapping in either form of AWS."""
    sent = [
        {
            "ChangeName": "A",
            "ChangeType": "CreateExperience",
            "Entity": {"Type": "Experience@1.0", "Identifier": "exp-a@1"},
            "Details": '{"Name": "A"}',
        },
        {
            "ChangeName": "B",
            "ChangeType": "AssociateAudience",
            "Entity": {"Type": "Experience@1.0", "Identifier": "$A.Entity.Identifier"},
            "DetailsDocument": {"Principals": ["o-abcdef1234"]},
            "ErrorDetailList": [{"ErrorCode": "ENTITY_IN_USE", "ErrorMessage": "Try again later"}, {}],
        },
        {"ChangeType": "ReviveExperience", "Entity": {"Type": "Experience@1.0"}},
    ]
    answer = {
        "ChangeSetId": "cs-1",
        "Status": "FAILED",
        "FailureCode": "CLIENT_ERROR",
        "FailureDescription": "preparation has failed",
        "ChangeSet": sent,
    }
    found = connect(good(DescribeChangeSet=answer)).clients.catalog.describe_change_set("cs-1")
    assert (found.id, found.name, found.status, found.ended) == ("cs-1", "", "FAILED", True)
    assert (found.failure_code, found.failure_description) == ("CLIENT_ERROR", "preparation has failed")
    assert found.entities == {"A": "exp-a"}
    assert found.errors == (ChangeError("B", "ENTITY_IN_USE", "Try again later"), ChangeError("B", "", ""))
    assert found.changes == (
        SentChange("A", "CreateExperience", "exp-a", content='{"Name":"A"}'),
        SentChange("B", "AssociateAudience", "", frozenset({"o-abcdef1234"}), '{"Principals":["o-abcdef1234"]}'),
        SentChange("", "ReviveExperience", ""),
    )


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ({"Details": "{"}, "ChangeSet[0].Details in the answer is not JSON"),
        ({"Details": "[]"}, "ChangeSet[0].Details in the answer is a list, not an object"),
        ({"DetailsDocument": "x"}, "ChangeSet[0].DetailsDocument in the answer is a string, not an object"),
        ({"Entity": None}, "ChangeSet[0].Entity in the answer is missing"),
        ({"ChangeType": None}, "ChangeSet[0].ChangeType in the answer is missing"),
    ],
)
def test_a_change_set_that_makes_no_sense_says_where(connect: Connect, spoilt: dict[str, object], said: str) -> None:
    """The message has the place in the answer for each fault."""
    change = {"ChangeType": "ReviveExperience", "Entity": {"Type": "Experience@1.0"}} | spoilt
    answer = {"ChangeSetId": "cs-1", "Status": "FAILED", "ChangeSet": [change]}
    with pytest.raises(Unreadable) as caught:
        connect(good(DescribeChangeSet=answer)).clients.catalog.describe_change_set("cs-1")
    assert said in caught.value.message


def test_a_change_set_is_started_with_its_name_its_tags_and_its_token(connect: Connect) -> None:
    """The parameters are those of the plan with name, tags and token."""
    connected = connect(good(), writes=True)
    started = connected.clients.catalog.start_change_set([CHANGE], name="n", tags={"b": "2", "a": "1"}, token="t-1")
    assert started == StartedChangeSet("cs-2", "req-1")
    assert connected.server.asked[0].parameters == {
        "Catalog": "AWSMarketplace",
        "ChangeSet": [CHANGE],
        "ChangeSetName": "n",
        "ChangeSetTags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}],
        "ClientRequestToken": "t-1",
    }


def test_a_change_set_without_tags_sends_none(connect: Connect) -> None:
    """AWS refuses an empty list of tags."""
    connected = connect(good(), writes=True)
    connected.clients.catalog.start_change_set([CHANGE], name="n", tags={}, token="t-1")
    assert "ChangeSetTags" not in connected.server.asked[0].parameters


def test_tagging_sends_the_tags_named(connect: Connect) -> None:
    """An empty body is a valid answer here."""
    connected = connect(good(TagResource=Reply(200, b"")), writes=True)
    tag(connected.clients, "arn:exp-a", team="procurement")
    tags = [{"Key": "team", "Value": "procurement"}]
    assert connected.server.asked[0].parameters == {"ResourceArn": "arn:exp-a", "Tags": tags}


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (423, "ResourceInUseException", EntityLocked),
        (422, "ValidationException", Rejected),
        (403, "AccessDeniedException", Rejected),
        (404, "ResourceNotFoundException", Rejected),
    ],
)
def test_a_refused_write_says_what_aws_said(connect: Connect, status: int, code: str, kind: type[CallFailed]) -> None:
    """Message, code and request id are AWS's."""
    reply = failure(status, code, "Requested change set has entities locked by change sets")
    catalog = connect(good(StartChangeSet=reply), writes=True).clients.catalog
    with pytest.raises(CallFailed) as caught:
        catalog.start_change_set([CHANGE], name="n", tags={}, token="t-1")
    error = caught.value
    assert type(error) is kind
    assert error.message.startswith("Requested change set has entities locked by change sets")
    assert (error.code, error.operation, error.request_id) == (code, "StartChangeSet", "req-1")


def test_a_validation_error_names_the_fields(connect: Connect) -> None:
    """AWS's list of fields is part of the message."""
    fields = [
        {"Reason": "Other", "ChangeType": "UpdateExperience", "EntityId": "exp-a", "Field": "$.Name", "Message": "bad"},
        {"Reason": "CannotParse"},
    ]
    reply = failure(422, "ValidationException", "Invalid request", ValidationExceptionFieldList=fields)
    catalog = connect(good(StartChangeSet=reply), writes=True).clients.catalog
    with pytest.raises(Rejected) as caught:
        catalog.start_change_set([CHANGE], name="n", tags={}, token="t-1")
    assert caught.value.message == "Invalid request; UpdateExperience exp-a $.Name: bad; CannotParse"


def test_a_denied_write_names_the_action_to_allow(connect: Connect) -> None:
    """The message is AWS's, with the action to allow."""
    reply = failure(403, "AccessDeniedException", "User is not authorized")
    clients = connect(good(TagResource=reply), writes=True).clients
    with pytest.raises(
        Rejected, match=r"User is not authorized \(allow aws-marketplace:TagResource to profile buyer\)"
    ):
        tag(clients, "arn:exp-a", team="procurement")


def test_a_change_that_botocore_would_not_send_is_rejected(connect: Connect) -> None:
    """Nothing is sent, and a retry would not help."""
    connected = connect(good(), writes=True)
    with pytest.raises(Rejected) as caught:
        connected.clients.catalog.start_change_set([], name="n", tags={}, token="t-1")
    assert (caught.value.code, connected.server.asked) == ("ParamValidationError", [])


@pytest.mark.parametrize(
    ("details", "members"),
    [
        (
            {"Products": [{"Ids": ["prod-a", "prod-b"]}, {"Ids": ["prod-c"], "Notes": "x"}]},
            {"prod-a", "prod-b", "prod-c"},
        ),
        ({"Products": ["prod-a"], "Principals": "everyone"}, set()),
        (
            {"Products": [{"Ids": {"prod-a": 1}}], "Principals": [{"Id": "333333333333"}, 3, "o-abcdef1234"]},
            {"o-abcdef1234"},
        ),
        ({"Products": {"prod-a": 1}}, set()),
    ],
)
def test_a_change_of_something_else_may_say_anything(
    connect: Connect, details: dict[str, Any], members: set[str]
) -> None:
    """Sets of sellers' products are listed beside those of experiences."""
    change = {"ChangeType": "UpdateX", "Entity": {"Type": "X@1.0", "Identifier": "x"}, "DetailsDocument": details}
    answer = {"ChangeSetId": "cs-1", "Status": "SUCCEEDED", "ChangeSet": [change]}
    found = connect(good(DescribeChangeSet=answer)).clients.catalog.describe_change_set("cs-1")
    assert [one.members for one in found.changes] == [members]


def test_a_change_set_tells_its_times_and_what_it_creates(connect: Connect) -> None:
    """Start and end are as AWS writes them; the created id is None while AWS does not return it."""
    creation = {"ChangeType": "CreateExperience", "Details": '{"Name": "New"}', "Entity": {"Type": "Experience@1.0"}}
    made = {**creation, "ChangeName": "B", "Details": '{"Name": "Made"}'}
    made["Entity"] = {"Type": "Experience@1.0", "Identifier": "exp-made@1"}
    answer = {"ChangeSetId": "cs-1", "Status": "SUCCEEDED", "StartTime": "2026-11-22T10:00:00Z"}
    answer |= {"EndTime": "2026-11-22T10:00:05Z", "ChangeSet": [{**creation, "ChangeName": "A"}, made]}  # type: ignore[dict-item]
    found = connect(good(DescribeChangeSet=answer)).clients.catalog.describe_change_set("cs-1")
    assert (found.started_at, found.ended_at) == ("2026-11-22T10:00:00Z", "2026-11-22T10:00:05Z")
    assert found.creations == {"New": None, "Made": "exp-made"}


def test_change_sets_are_listed_by_name_and_by_their_end(connect: Connect) -> None:
    """There is one filter for each; AWS returns the sets that match all of them."""
    connected = connect(good())
    connected.clients.catalog.list_change_sets(names=["reconciler n", "m"], ended_after="2026-11-22T10:00:00Z")
    assert connected.server.asked[-1].parameters["FilterList"] == [
        {"Name": "ChangeSetName", "ValueList": ["reconciler n", "m"]},
        {"Name": "AfterEndTime", "ValueList": ["2026-11-22T10:00:00Z"]},
    ]
