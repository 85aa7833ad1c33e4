from typing import Any

import pytest

from reconciler.errors import CallFailed, Refused, Rejected, Throttled
from reconciler.model import Verb
from reconciler.ports import Edited, Unsuccessful
from tests.aws.answers import EC2_GOOD, SERVICE, good
from tests.aws.conftest import Connect
from tests.aws.loopback import NO_ANSWER, Reply, failure
from tests.verbs import VERB

NLB = "arn:aws:elasticloadbalancing:us-east-1:222222222222:loadbalancer/net/api/0123456789abcdef"
TAG = {"Key": "reconciler:name", "Value": "api"}
TOPIC = "arn:aws:sns:us-east-1:222222222222:seen"
EDITS: dict[str, dict[str, Any]] = {
    "CreateVpcEndpointServiceConfiguration": {
        "NetworkLoadBalancerArns": [NLB],
        "AcceptanceRequired": True,
        "ClientToken": "token-1",
        "TagSpecifications": [{"ResourceType": "vpc-endpoint-service", "Tags": [TAG]}],
    },
    "ModifyVpcEndpointServiceConfiguration": {"ServiceId": SERVICE, "RemovePrivateDnsName": True},
    "ModifyVpcEndpointServicePermissions": {
        "ServiceId": SERVICE,
        "AddAllowedPrincipals": ["arn:aws:iam::333333333333:root", "*"],
        "RemoveAllowedPrincipals": ["arn:aws:iam::444444444444:role/a"],
    },
    "ModifyVpcEndpointServicePayerResponsibility": {"ServiceId": SERVICE, "PayerResponsibility": "ServiceOwner"},
    "CreateVpcEndpointConnectionNotification": {
        "ServiceId": SERVICE,
        "ConnectionNotificationArn": TOPIC,
        "ConnectionEvents": ["Connect"],
        "ClientToken": "token-2",
    },
    "ModifyVpcEndpointConnectionNotification": {
        "ConnectionNotificationId": "vpce-nfn-a",
        "ConnectionNotificationArn": TOPIC,
        "ConnectionEvents": ["Connect", "Delete"],
    },
    "DeleteVpcEndpointConnectionNotifications": {"ConnectionNotificationIds": ["vpce-nfn-a"]},
    "RejectVpcEndpointConnections": {"ServiceId": SERVICE, "VpcEndpointIds": ["vpce-a", "vpce-b"]},
    "DeleteVpcEndpointServiceConfigurations": {"ServiceIds": [SERVICE]},
    "CreateTags": {"Resources": [SERVICE], "Tags": [TAG]},
}
ITEM = (
    "<unsuccessful><item><error><code>ExistingVpcEndpointConnections</code><message>Service has existing\n active VPC "
    f"Endpoint connections!</message></error><resourceId>{SERVICE}</resourceId></item></unsuccessful>"
)
IN_PART = (
    "RejectVpcEndpointConnections",
    "DeleteVpcEndpointConnectionNotifications",
    "DeleteVpcEndpointServiceConfigurations",
)
CONFIRMED = (
    "ModifyVpcEndpointConnectionNotification",
    "ModifyVpcEndpointServiceConfiguration",
    "ModifyVpcEndpointServicePermissions",
    "ModifyVpcEndpointServicePayerResponsibility",
)


def edit(connect: Connect, action: str, answer: Reply | str) -> Edited:
    """Make one call with this answer and return its result."""
    return connect(good(**{action: answer}), writes=True).calls.edit(VERB[action], EDITS[action])


@pytest.mark.parametrize("action", EDITS)
def test_an_edit_is_one_call_and_says_what_it_created(connect: Connect, action: str) -> None:
    """A creation returns the id of the service; other edits return none."""
    connected = connect(good(), writes=True)
    creates = action == "CreateVpcEndpointServiceConfiguration"
    made = Edited(created_id=SERVICE if creates else None, request_id="req-1")
    assert connected.calls.edit(VERB[action], EDITS[action]) == made
    assert connected.server.operations == [action]


def test_one_call_adds_and_removes_principals(connect: Connect) -> None:
    """One call takes any number of additions and removals."""
    connected = connect(good(), writes=True)
    action = "ModifyVpcEndpointServicePermissions"
    connected.calls.edit(VERB[action], EDITS[action])
    sent = connected.server.asked[0].parameters
    assert {name: value for name, value in sent.items() if "AllowedPrincipals" in name} == {
        "AddAllowedPrincipals.1": "arn:aws:iam::333333333333:root",
        "AddAllowedPrincipals.2": "*",
        "RemoveAllowedPrincipals.1": "arn:aws:iam::444444444444:role/a",
    }


@pytest.mark.parametrize("action", IN_PART)
def test_unsuccessful_items_are_returned_though_the_answer_is_http_200(connect: Connect, action: str) -> None:
    """Each item has its resource, EC2's code and its message in one line."""
    told = "Service has existing active VPC Endpoint connections!"
    assert edit(connect, action, ITEM).unsuccessful == (Unsuccessful(SERVICE, "ExistingVpcEndpointConnections", told),)


@pytest.mark.parametrize("error", ["", "<error/>", "<error><code/></error>"])
def test_an_unsuccessful_item_without_a_reason_counts(connect: Connect, error: str) -> None:
    """Every item of that list has failed."""
    answer = f"<unsuccessful><item>{error}<resourceId>vpce-a</resourceId></item></unsuccessful>"
    assert edit(connect, IN_PART[0], answer).unsuccessful == (Unsuccessful("vpce-a", "Unknown", "no message"),)


@pytest.mark.parametrize("action", CONFIRMED)
def test_an_edit_that_answers_false_is_rejected(connect: Connect, action: str) -> None:
    """EC2 documents only true or an error."""
    with pytest.raises(Rejected, match="false"):
        edit(connect, action, "<return>false</return>")


REJECTED = {
    "InvalidPrincipal": "Invalid Principal: 'arn:aws:sts::333333333333:assumed-role/a/b'",
    "InvalidParameter": "LBs are already associated with another VPC Endpoint Service Configuration",
    "InvalidVpcEndpointServiceId.NotFound": "The VpcEndpointService Id 'vpce-svc-1' does not exist",
    "ExistingVpcEndpointConnections": "Service has existing active VPC Endpoint connections!",
    "ResourceLimitExceeded": "too many",
    "UnauthorizedOperation": "You are not authorized to perform this operation.",
}


@pytest.mark.parametrize("code", REJECTED)
@pytest.mark.parametrize("action", EDITS)
def test_an_edit_that_is_refused_keeps_what_ec2_said(connect: Connect, action: str, code: str) -> None:
    """The result has code, message and request id."""
    with pytest.raises(Rejected) as caught:
        edit(connect, action, failure(400, code, REJECTED[code], action))
    error = caught.value
    assert error.message.startswith(REJECTED[code])
    assert (error.code, error.operation, error.request_id) == (code, action, "req-1")


@pytest.mark.parametrize(
    "reply",
    [
        NO_ANSWER,
        Reply(200, b"<html>Welcome to the hotel's network</html>"),
        Reply(200, b""),
        Reply(503, b"<html>"),
        "RequestLimitExceeded",
        "InternalError",
        "Unavailable",
    ],
    ids=["dropped", "hotel", "empty", "gateway", "throttled", "fault", "unavailable"],
)
@pytest.mark.parametrize("action", EDITS)
def test_an_edit_whose_end_is_unknown_or_postponed_asks_to_be_sent_again(
    connect: Connect, action: str, reply: Reply | str
) -> None:
    """Calls were throttled or failed, or had no answer."""
    answer = failure(503, reply, "no", action) if isinstance(reply, str) else reply
    with pytest.raises(Throttled) as caught:
        edit(connect, action, answer)
    assert caught.value.operation == action


@pytest.mark.parametrize("answer", ["", "<serviceConfiguration/>", "<serviceConfiguration>x</serviceConfiguration>"])
def test_a_creation_that_names_no_service_asks_to_be_sent_again(connect: Connect, answer: str) -> None:
    """The same ClientToken returns the missing id."""
    with pytest.raises(Throttled, match="in the answer is missing") as caught:
        edit(connect, "CreateVpcEndpointServiceConfiguration", answer)
    assert caught.value.code == "UnreadableAnswer"


@pytest.mark.parametrize("action", EDITS)
def test_planning_clients_refuse_every_edit(connect: Connect, action: str) -> None:
    """The client refuses before anything is sent."""
    connected = connect(good())
    with pytest.raises(Refused) as caught:
        connected.calls.edit(VERB[action], EDITS[action])
    assert not isinstance(caught.value, CallFailed)
    assert connected.server.asked == []


@pytest.mark.parametrize("action", ["CreateVpcEndpoint", "TerminateInstances", "DescribeVpcs", "Nonsense"])
def test_applying_clients_edit_endpoint_services_only(connect: Connect, action: str) -> None:
    """The client has no other operation of EC2, so asking for one is a bug, and nothing is sent."""
    connected = connect(good(), writes=True)
    with pytest.raises(AttributeError):
        connected.calls.edit(Verb(name=action, service="ec2"), {})
    assert connected.server.asked == []


def test_every_edit_is_covered_by_these_tests() -> None:
    """A new edit must be added to the tests of failures."""
    assert set(EDITS) == {name for name in EC2_GOOD if not name.startswith("Describe")}
