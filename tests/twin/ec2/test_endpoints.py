"""Endpoints of consumers: their subnets, names, tags, tokens and ends."""

import re
from typing import Any

from tests.twin.ec2.conftest import Start
from tests.twin.ec2.sellers import (
    ABROAD,
    CUSTOMER,
    HOME,
    SERVICE,
    STRANGER,
    connect,
    connections,
    ec2,
    filtered,
    modify,
    refused_connection,
)
from tests.twin.sdk import refused
from tests.twin.worlds import Hand

NAME = f"com.amazonaws.vpce.us-east-1.{SERVICE}"
BASE = f"{SERVICE}.us-east-1.vpce.amazonaws.com"
TAGS = [{"ResourceType": "vpc-endpoint", "Tags": [{"Key": "team", "Value": "platform"}]}]


def subnet(zone: str = "us-east-1a", account: str = CUSTOMER, region: str = HOME) -> str:
    """Return the id of the default subnet in a zone."""
    found = ec2(account, region).describe_subnets(Filters=filtered("availability-zone", zone))["Subnets"]
    return str(found[0]["SubnetId"])


def described(**parameters: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - boto3's
    """Return the customer's endpoints."""
    found: list[dict[str, Any]] = ec2(CUSTOMER).describe_vpc_endpoints(**parameters)["VpcEndpoints"]
    return found


def names(endpoint: dict[str, Any]) -> list[str]:
    """Return the DNS names of an endpoint; the random part of each is written as RANDOM."""
    found = [item["DnsName"] for item in endpoint["DnsEntries"]]
    return [re.sub(rf"^{endpoint['VpcEndpointId']}-[0-9a-f]{{8}}", "RANDOM", name) for name in found]


def test_an_endpoint_has_regional_zonal_and_private_names(start: Start) -> None:
    """The regional name is first, then one for each zone of the consumer, then the private name (privatelink 2.5)."""
    start(principals=["*"], service={"private_dns": {"name": "api.example.com", "state": "verified"}})
    subnets = [subnet("us-east-1b"), subnet("us-east-1a")]
    made = connect(SubnetIds=subnets, PrivateDnsEnabled=True)
    wanted = [f"RANDOM.{BASE}", f"RANDOM-us-east-1a.{BASE}", f"RANDOM-us-east-1b.{BASE}", "api.example.com"]
    assert names(made) == wanted
    assert [names(item) for item in described()] == [wanted]
    (seen,) = ec2().describe_vpc_endpoint_connections()["VpcEndpointConnections"]
    assert seen["DnsEntries"] == described()[0]["DnsEntries"]


def test_a_name_that_is_not_enabled_is_no_name_of_the_endpoint(start: Start) -> None:
    """Without PrivateDnsEnabled the private name is not among the names (privatelink 2.5)."""
    start(principals=["*"], service={"private_dns": {"name": "api.example.com", "state": "verified"}})
    assert names(connect(SubnetIds=[subnet()])) == [f"RANDOM.{BASE}", f"RANDOM-us-east-1a.{BASE}"]


def test_a_subnet_has_to_be_in_a_zone_of_the_service(start: Start) -> None:
    """The message was seen with AWS; zones need not match across Regions (privatelink 2.5, 2.2)."""
    start(principals=["*"])
    outside = subnet("us-east-1c")
    assert refused_connection(SubnetIds=[subnet(), outside]) == (
        "InvalidParameter",
        400,
        f"The VPC endpoint service {NAME} does not support the availability zone of the subnet: {outside}.",
    )
    modify(AddSupportedRegions=[ABROAD])
    abroad = subnet("eu-west-1c", region=ABROAD)
    assert connect(region=ABROAD, ServiceRegion=HOME, SubnetIds=[abroad])["State"] == "pendingAcceptance"


def test_two_subnets_in_one_zone_are_refused(start: Start) -> None:
    """EC2 answers DuplicateSubnetsInSameZone, as was seen (privatelink 2.5)."""
    start(principals=["*"])
    vpc = ec2(CUSTOMER).describe_vpcs()["Vpcs"][0]["VpcId"]
    made = ec2(CUSTOMER).create_subnet(VpcId=vpc, CidrBlock="172.31.240.0/24", AvailabilityZone="us-east-1a")
    second = made["Subnet"]["SubnetId"]
    code, _, message = refused_connection(SubnetIds=[subnet(), second])
    assert code == "DuplicateSubnetsInSameZone"
    assert message == (
        f"Found another VPC endpoint subnet in the availability zone of {second}. VPC endpoint subnets should be in "
        "different availability zones supported by the VPC endpoint service."
    )
    assert connections() == {}


def test_a_subnet_has_to_be_in_the_vpc(start: Start) -> None:
    """A subnet of another VPC, and one that does not exist, are refused (privatelink 2.5)."""
    start(principals=["*"])
    vpc = ec2(CUSTOMER).create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    assert refused_connection(VpcId=vpc, SubnetIds=[subnet()])[0] == "InvalidParameter"
    assert refused_connection(SubnetIds=["subnet-0123456789abcdef0"])[0] == "InvalidSubnetID.NotFound"


def test_a_token_makes_one_endpoint(start: Start) -> None:
    """The same request with the same ClientToken returns the endpoint that it made (privatelink 2.5)."""
    start(principals=["*"])
    first = connect(ClientToken="once")["VpcEndpointId"]
    assert connect(ClientToken="once")["VpcEndpointId"] == first
    assert refused_connection(ClientToken="once", PrivateDnsEnabled=False)[0] == "IdempotentParameterMismatch"
    assert list(connections()) == [first]


def test_endpoints_are_found_by_tag_state_and_service(start: Start) -> None:
    """EC2 API reference, DescribeVpcEndpoints: the filters; an unknown one is InvalidFilter."""
    start(principals=["*"])
    tagged = connect(TagSpecifications=TAGS, SubnetIds=[subnet()])["VpcEndpointId"]
    connect(SubnetIds=[subnet()])
    for name, value in [("tag-key", "team"), ("tag:team", "platform")]:
        assert [item["VpcEndpointId"] for item in described(Filters=filtered(name, value))] == [tagged]
    both = [*filtered("vpc-endpoint-state", "pendingAcceptance"), *filtered("service-name", NAME)]
    assert len(described(Filters=both)) == 2
    assert described(Filters=filtered("vpc-endpoint-state", "available")) == []
    assert refused(ec2(CUSTOMER).describe_vpc_endpoints, Filters=filtered("colour", "red"))[0] == "InvalidFilter"
    assert ec2(STRANGER).describe_vpc_endpoints()["VpcEndpoints"] == []


def test_endpoints_come_in_pages(start: Start) -> None:
    """Without MaxResults a page has five items, the stricter reading (privatelink 5.5)."""
    start(principals=["*"])
    made = [connect()["VpcEndpointId"] for _ in range(6)]
    page = ec2(CUSTOMER).describe_vpc_endpoints()
    rest = ec2(CUSTOMER).describe_vpc_endpoints(NextToken=page["NextToken"])
    assert [item["VpcEndpointId"] for item in (*page["VpcEndpoints"], *rest["VpcEndpoints"])] == made
    assert "NextToken" not in rest


def test_a_deleted_endpoint_is_deleting_and_then_gone(start: Start, clock: Hand) -> None:
    """It is `deleting` for `durations.deleting`; then no call finds it (privatelink 2.5)."""
    start(principals=["*"], durations={"deleting": 60})
    endpoint = connect()["VpcEndpointId"]
    assert ec2(CUSTOMER).delete_vpc_endpoints(VpcEndpointIds=[endpoint])["Unsuccessful"] == []
    assert [item["State"] for item in described()] == ["deleting"]
    clock.move(60)
    assert described() == []
    assert (
        refused(ec2(CUSTOMER).describe_vpc_endpoints, VpcEndpointIds=[endpoint])[0] == "InvalidVpcEndpointId.NotFound"
    )
    answer = ec2(CUSTOMER).delete_vpc_endpoints(VpcEndpointIds=[endpoint])
    assert answer["Unsuccessful"][0]["Error"]["Code"] == "InvalidVpcEndpointId.NotFound"


def test_a_consumer_sees_the_state_that_the_owner_decides(start: Start, clock: Hand) -> None:
    """An accepted endpoint is `pending`, then `available`; a rejected one is `rejected` (privatelink 1.8)."""
    start(principals=["*"], durations={"connecting": 30})
    endpoint = connect()["VpcEndpointId"]
    seen = [described()[0]["State"]]
    ec2().accept_vpc_endpoint_connections(ServiceId=SERVICE, VpcEndpointIds=[endpoint])
    seen.append(described()[0]["State"])
    clock.move(30)
    seen.append(described()[0]["State"])
    ec2().reject_vpc_endpoint_connections(ServiceId=SERVICE, VpcEndpointIds=[endpoint])
    assert [*seen, described()[0]["State"]] == ["pendingAcceptance", "pending", "available", "rejected"]
