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
    """Accept or reject; (id, code) of what was unsuccessful."""
    answer = getattr(ec2(), f"{operation}_vpc_endpoint_connections")(ServiceId=SERVICE, VpcEndpointIds=[*endpoints])
    return [(item["ResourceId"], item["Error"]["Code"]) for item in answer["Unsuccessful"]]


def test_a_connection_tells_owner_state_region_and_age(start: Start) -> None:
    """privatelink.md 1.8: the items; "the *owner account id only*"; states are lowerCamel."""
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
    """privatelink.md 1.8: "After accept: pendingAcceptance -> pending -> available"."""
    start(connections=CONNECTED, durations={"connecting": 20})
    assert decide("accept", WAITING) == []
    assert connections()[WAITING] == "pending"
    clock.move(20)
    assert connections()[WAITING] == "available"


def test_rejecting_works_on_whatever_is_live(start: Start) -> None:
    """privatelink.md 1.8: "Reject works on available connections as well (used to evict)"."""
    start(connections=CONNECTED, durations={"connecting": 20})
    decide("accept", WAITING)
    assert decide("reject", WAITING, LIVE) == []
    assert connections() == {LIVE: "rejected", WAITING: "rejected"}


def test_part_of_a_call_can_fail(start: Start) -> None:
    """privatelink.md 1.8: "Partial failure in `Unsuccessful[]`, HTTP 200"; which codes is unknown but for the first."""
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


def test_endpoints_are_named_and_nothing_else(start: Start) -> None:
    """ec2: "You must specify either VpcEndpointIds or TransitGatewayAttachmentIds, but not both"."""
    start(connections=CONNECTED)
    accept = ec2().accept_vpc_endpoint_connections
    attachments = {"ServiceId": SERVICE, "TransitGatewayAttachmentIds": ["tgw-attach-1"]}
    assert refused(accept, ServiceId=SERVICE)[0] == "MissingParameter"
    assert refused(accept, **attachments)[0] == "InvalidParameter"
    assert refused(accept, **attachments, VpcEndpointIds=[WAITING])[0] == "InvalidParameterCombination"
    assert refused(accept, ServiceId=SERVICE, VpcEndpointIds=[WAITING], DryRun=True)[0] == "DryRunOperation"
    assert connections()[WAITING] == "pendingAcceptance"


def test_connections_are_those_of_ones_own_services(start: Start) -> None:
    """privatelink.md 1.8: connections "to your VPC endpoint services", each in the Region of its service."""
    start(connections=CONNECTED)
    for account, region in ((OTHER_SELLER, "us-east-1"), ("222222222222", ABROAD), (CUSTOMER, "us-east-1")):
        assert ec2(account, region).describe_vpc_endpoint_connections()["VpcEndpointConnections"] == []


def test_the_owner_who_pays_is_told(start: Start) -> None:
    """privatelink.md 1.8: PayerResponsibilities; 1.10: the switch to the service owner."""
    start(connections=CONNECTED, service={"payer": "ServiceOwner"})
    told = ec2().describe_vpc_endpoint_connections()["VpcEndpointConnections"][0]["PayerResponsibilities"]
    assert [item["PayerResponsibilityType"] for item in told] == ["vpc-endpoint-service-account"]


@pytest.mark.parametrize("state", ["rejected", "deleted", "failed", "expired"])
def test_what_has_ended_is_told_and_decided_on_no_more(start: Start, state: str) -> None:
    """privatelink.md 1.8: the states of a connection; only the live ones can be rejected."""
    start(connections=[{"id": LIVE, "owner": CUSTOMER, "state": state}])
    assert connections() == {LIVE: state}
    assert decide("reject", LIVE) == [(LIVE, "IncorrectState")]
