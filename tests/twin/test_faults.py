"""Calls and change sets fail on demand, and only those that the test names."""

import time

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import (
    CATALOG,
    DELEGATE,
    MANAGEMENT,
    change,
    client,
    create,
    describe,
    describe_set,
    errors,
    products,
    refused,
    refused_start,
    start,
    succeeded,
)
from tests.twin.worlds import BARE, LIVE, OTHER

UPDATE = change("UpdateExperience", LIVE, {"Description": "New"})
LISTING = {"Catalog": CATALOG, "EntityType": "Experience"}


def test_a_call_is_throttled_as_often_as_planned(twin: Twin) -> None:
    """Each service has its own throttling error."""
    twin.faults.throttle("ListEntities", times=2)
    twin.faults.throttle("ListRoots")
    twin.faults.throttle("GetCallerIdentity")
    listing = client("marketplace-catalog").list_entities
    assert refused(listing, **LISTING)[:2] == ("ThrottlingException", 429)
    assert refused(listing, **LISTING)[:2] == ("ThrottlingException", 429)
    assert listing(**LISTING)["EntitySummaryList"]
    assert refused(client("organizations").list_roots)[:2] == ("TooManyRequestsException", 400)
    assert refused(client("sts").get_caller_identity)[:2] == ("Throttling", 400)


def test_access_is_denied_for_good_or_to_one_account(twin: Twin) -> None:
    """A missing permission stays missing; each service has its own access error."""
    twin.faults.deny("ListEntities", account=DELEGATE)
    twin.faults.deny("GetRole")
    twin.faults.deny("DescribeOrganization")
    for _ in range(2):
        answer = refused(client("marketplace-catalog", DELEGATE).list_entities, **LISTING)
        assert answer[:2] == ("AccessDeniedException", 403)
    assert client("marketplace-catalog").list_entities(**LISTING)["EntitySummaryList"]
    assert refused(client("iam").get_role, RoleName="any")[:2] == ("AccessDenied", 403)
    assert refused(client("organizations").describe_organization)[:2] == ("AccessDeniedException", 400)


def test_a_call_can_fail_with_any_error(twin: Twin) -> None:
    """The test chooses code, message and HTTP status."""
    twin.faults.fail("DescribeEntity", "InternalServiceException", "Oh no", status=500)
    describing = client("marketplace-catalog").describe_entity
    assert refused(describing, Catalog=CATALOG, EntityId=LIVE) == ("InternalServiceException", 500, "Oh no")
    assert describing(Catalog=CATALOG, EntityId=LIVE)


def test_an_answer_can_be_lost_after_the_call_is_carried_out(twin: Twin) -> None:
    """The caller sees HTTP 500 although the set runs; the same token then finds the set."""
    twin.faults.lose_answer("StartChangeSet")
    assert refused_start(UPDATE, ClientRequestToken="token")[:2] == ("InternalServiceException", 500)
    assert twin.experiences()[LIVE].description == "New"
    assert start(UPDATE, ClientRequestToken="token")["Status"] == "SUCCEEDED"
    assert twin.experiences()[LIVE].revision == 7


def test_another_user_edits_right_before_a_call(twin: Twin) -> None:
    """A race is a fault like any other: the revision that was read is no longer the latest."""
    seen = describe(LIVE)["EntityIdentifier"]
    twin.faults.before("StartChangeSet", lambda: twin.edit(change("UpdateExperience", LIVE, {"Name": "Mine"})))
    assert refused_start(change("UpdateExperience", seen, {"Name": "Yours"}))[0] == "ValidationException"
    assert twin.experiences()[LIVE].name == "Mine"


def test_another_user_edits_right_after_a_call(twin: Twin) -> None:
    """The answer of a read may be outdated before it arrives."""
    twin.faults.after("DescribeEntity", lambda: twin.edit(change("UpdateExperience", LIVE, {"Name": "Mine"})))
    assert describe(LIVE)["DetailsDocument"]["Name"] == "Live"
    assert describe(LIVE)["DetailsDocument"]["Name"] == "Mine"


def test_an_edit_that_aws_would_refuse_is_an_error_of_the_test(twin: Twin) -> None:
    """The twin's own edits are refused as AWS would refuse them."""
    with pytest.raises(ValueError, match="the edit failed"):
        twin.edit(change("AllowProductProcurement", BARE, products("a")))


def test_a_change_fails_with_any_error(twin: Twin) -> None:
    """A change fails as often as planned, on any experience or on one; the rest of its set has no errors."""
    twin.faults.fail_change("UpdateExperience", "SOME_CODE", "Some message", experience=OTHER)
    succeeded(UPDATE)
    described = start(UPDATE, change("UpdateExperience", OTHER, {"Description": "Other"}))
    assert errors(described) == [("UpdateExperience", "SOME_CODE", "Some message")]
    assert described["FailureCode"] == "CLIENT_ERROR"
    succeeded(change("UpdateExperience", OTHER, {"Description": "Other"}))


@pytest.mark.parametrize(("applied", "names"), [(0, ["Live"]), (1, ["Live", "Fresh"]), (2, ["Live", "Fresh"])])
def test_a_server_fault_may_leave_a_part_behind(twin: Twin, applied: int, names: list[str]) -> None:
    """Changes before the fault take effect, in AWS's order; AWS guarantees nothing for such a set (catalog 1.5)."""
    twin.faults.server_fault(applied=applied)
    described = start(
        change("AllowProductProcurement", LIVE, products("prod-x")),
        create("Fresh"),
        change("UpdateExperience", OTHER, {"Description": "Other"}),
    )
    assert (described["Status"], described["FailureCode"], errors(described)) == ("FAILED", "SERVER_FAULT", [])
    assert described["FailureDescription"]
    found = twin.experiences()
    assert [item.name for item in found.values() if item.name in {"Live", "Fresh"}] == names
    assert ("prod-x" in found[LIVE].allow) is (applied == 2)
    assert found[OTHER].revision == 1


def test_a_set_can_get_stuck(twin: Twin) -> None:
    """The change set stays open and keeps its locks until it is released."""
    for stage in ("PREPARING", "APPLYING"):
        twin.faults.stick(stage)
        stuck = start(UPDATE)
        assert stuck["Status"] == stage
        assert refused_start(UPDATE)[0] == "ResourceInUseException"
        twin.catalog.release()
        assert describe_set(stuck["ChangeSetId"])["Status"] == "SUCCEEDED"
    with pytest.raises(ValueError, match="PREPARING or APPLYING"):
        twin.faults.stick("SUCCEEDED")


def test_calls_are_logged_with_their_account(twin: Twin) -> None:
    """The log has each call with its account, in order, also the refused calls."""
    twin.faults.deny("ListRoots")
    client("sts").get_caller_identity()
    refused(client("organizations", DELEGATE).list_roots)
    start(UPDATE)
    client("sqs").create_queue(QueueName="any")
    assert [tuple(call) for call in twin.calls] == [
        ("sts", "GetCallerIdentity", MANAGEMENT),
        ("organizations", "ListRoots", DELEGATE),
        ("marketplace-catalog", "StartChangeSet", MANAGEMENT),
        ("marketplace-catalog", "DescribeChangeSet", MANAGEMENT),
        ("sqs", "CreateQueue", MANAGEMENT),
    ]
    assert twin.calls.writes() == {"StartChangeSet": 1, "CreateQueue": 1}
    assert twin.calls.operations("sts") == {"GetCallerIdentity": 1}
    twin.calls.clear()
    assert len(twin.calls) == 0


def test_each_call_takes_the_latency(twin: Twin) -> None:
    """Half of the latency passes before the call is carried out, half after."""
    twin.faults.latency = 0.02
    arrivals: list[float] = []
    twin.faults.before("ListEntities", lambda: arrivals.append(time.monotonic()))
    began = time.monotonic()
    client("marketplace-catalog").list_entities(**LISTING)
    ended = time.monotonic()
    assert arrivals[0] - began >= 0.01
    assert ended - arrivals[0] >= 0.01
