from datetime import UTC, datetime

import pytest

from tests.twin.ec2.conftest import Start
from tests.twin.ec2.sellers import (
    ABROAD,
    CONNECTED,
    CUSTOMER,
    LIVE,
    OTHER_SELLER,
    SERVICE,
    STRANGER,
    WAITING,
    balancer,
    connections,
    ec2,
)
from tests.twin.sdk import refused
from tests.twin.worlds import Hand


def decide(operation: str, *endpoints: str) -> list[tuple[str, str]]:
    """Accept or reject; return id and code of each item of Unsuccessful."""
    answer = getattr(ec2(), f"{operation}_vpc_endpoint_connections")(ServiceId=SERVICE, VpcEndpointIds=[*endpoints])
    return [(item["ResourceId"], item["Error"]["Code"]) for item in answer["Unsuccessful"]]


def test_a_connection_tells_owner_state_region_and_age(start: Start) -> None:
    """The owner is an account id and nothing finer; states begin with a small letter (privatelink 1.8)."""
    start(connections=CONNECTED)
    live, waiting = ec2().describe_vpc_endpoint_connections()["VpcEndpointConnections"]
    number = live.pop("VpcEndpointConnectionId")
    assert number.startswith("vpce-con-")
    assert live == {
        "ServiceId": SERVICE,
        "VpcEndpointId": LIVE,
        "VpcEndpointOwner": CUSTOMER,
        "VpcEndpointState": "available",
        "CreationTimestamp": datetime(2026, 1, 31, 12, tzinfo=UTC),
        "DnsEntries": [{"DnsName": f"{LIVE}.{SERVICE}.us-east-1.vpce.amazonaws.com"}],
        "NetworkLoadBalancerArns": [balancer()],
        "IpAddressType": "ipv4",
        "VpcEndpointRegion": "us-east-1",
        "PayerResponsibilities": [{"Scope": "vpc-endpoint-charges", "PayerResponsibilityType": "vpc-endpoint-account"}],
    }
    assert (waiting["VpcEndpointOwner"], waiting["VpcEndpointRegion"]) == (STRANGER, ABROAD)
    assert waiting["VpcEndpointState"] == "pendingAcceptance"


def test_an_accepted_connection_is_pending_and_then_available(start: Start, clock: Hand) -> None:
    """An accepted connection goes from pendingAcceptance over pending to available (privatelink 1.8)."""
    start(connections=CONNECTED, durations={"connecting": 20})
    assert decide("accept", WAITING) == []
    assert connections()[WAITING] == "pending"
    clock.move(20)
    assert connections()[WAITING] == "available"


def test_every_live_connection_can_be_rejected(start: Start) -> None:
    """Available connections can be rejected too (privatelink 1.8)."""
    start(connections=CONNECTED, durations={"connecting": 20})
    decide("accept", WAITING)
    assert decide("reject", WAITING, LIVE) == []
    assert connections() == {LIVE: "rejected", WAITING: "rejected"}


def test_part_of_a_call_can_fail(start: Start) -> None:
    """Unsuccessful has what was not done, with HTTP 200; the codes in it are unknown (privatelink 1.8)."""
    start(connections=CONNECTED)
    missing = "vpce-0fedcba9876543210"
    assert decide("accept", missing, LIVE, WAITING) == [
        (missing, "InvalidVpcEndpointId.NotFound"),
        (LIVE, "IncorrectState"),
    ]
    assert connections() == {LIVE: "available", WAITING: "available"}
    decide("reject", LIVE)
    assert decide("reject", LIVE) == [(LIVE, "IncorrectState")]
    assert decide("accept", LIVE) == [(LIVE, "IncorrectState")]


def test_a_decision_names_endpoints_only(start: Start) -> None:
    """EC2 API reference: either VpcEndpointIds or TransitGatewayAttachmentIds is specified, and not both."""
    start(connections=CONNECTED)
    accept = ec2().accept_vpc_endpoint_connections
    attachments = {"ServiceId": SERVICE, "TransitGatewayAttachmentIds": ["tgw-attach-1"]}
    assert refused(accept, ServiceId=SERVICE)[0] == "MissingParameter"
    assert refused(accept, **attachments)[0] == "InvalidParameter"
    assert refused(accept, **attachments, VpcEndpointIds=[WAITING])[0] == "InvalidParameterCombination"
    assert refused(accept, ServiceId=SERVICE, VpcEndpointIds=[WAITING], DryRun=True)[0] == "DryRunOperation"
    assert connections()[WAITING] == "pendingAcceptance"


def test_an_account_sees_the_connections_to_its_own_services(start: Start) -> None:
    """An account sees the connections to its own services, each in the Region of its service (privatelink 1.8)."""
    start(connections=CONNECTED)
    for account, region in ((OTHER_SELLER, "us-east-1"), ("222222222222", ABROAD), (CUSTOMER, "us-east-1")):
        assert ec2(account, region).describe_vpc_endpoint_connections()["VpcEndpointConnections"] == []


def test_a_connection_says_that_the_service_owner_pays(start: Start) -> None:
    """PayerResponsibilities of a connection says that the service's owner pays (privatelink 1.8, 1.10)."""
    start(connections=CONNECTED, service={"payer": "ServiceOwner"})
    told = ec2().describe_vpc_endpoint_connections()["VpcEndpointConnections"][0]["PayerResponsibilities"]
    assert [item["PayerResponsibilityType"] for item in told] == ["vpc-endpoint-service-account"]


@pytest.mark.parametrize("state", ["rejected", "deleted", "failed", "expired"])
def test_an_ended_connection_is_listed_and_not_rejected_again(start: Start, state: str) -> None:
    """A connection that has ended is listed in its state, and cannot be rejected (privatelink 1.8)."""
    start(connections=[{"id": LIVE, "owner": CUSTOMER, "state": state}])
    assert connections() == {LIVE: state}
    assert decide("reject", LIVE) == [(LIVE, "IncorrectState")]
