from typing import Any

import boto3
import pytest

from reconciler.twin.twin import Twin
from tests.twin.ec2.conftest import Start
from tests.twin.ec2.sellers import (
    ABROAD,
    CONNECTED,
    CUSTOMER,
    HOME,
    LIVE,
    SELLER,
    SERVICE,
    STRANGER,
    connect,
    connections,
    create,
    default_vpc,
    ec2,
    filtered,
    inspected,
    modify,
    permit,
    refused_connection,
    root,
)
from tests.twin.sdk import client, refused
from tests.twin.worlds import Hand

NAME = f"com.amazonaws.vpce.us-east-1.{SERVICE}"
NOT_THERE = ("InvalidServiceName", 400, f"The Vpc Endpoint Service '{NAME}' does not exist")


def listed(account: str = CUSTOMER, region: str = HOME, **parameters: Any) -> list[str]:  # noqa: ANN401 - boto3's
    """Return the names of the services that an account finds."""
    names: list[str] = ec2(account, region).describe_vpc_endpoint_services(**parameters)["ServiceNames"]
    return names


@pytest.mark.usefixtures("twin")
def test_a_consumer_without_permission_finds_no_service() -> None:
    """A consumer without permission gets InvalidServiceName, as if the service did not exist (privatelink 1.8)."""
    permit(root(STRANGER))
    assert refused_connection() == NOT_THERE
    permit(root(CUSTOMER))
    assert connect()["State"] == "pendingAcceptance"
    assert refused_connection(ServiceName=NAME[:-1] + "1")[0] == "InvalidServiceName"
    assert refused_connection(ServiceName="com.amazonaws.vpce.nonsense")[0] == "InvalidServiceName"


def test_acceptance_decides_how_a_connection_begins(start: Start, clock: Hand) -> None:
    """It begins in pendingAcceptance; without acceptance it is pending and then available (privatelink 1.8)."""
    start(principals=["*"], durations={"connecting": 20})
    waiting = connect()["VpcEndpointId"]
    modify(AcceptanceRequired=False)
    at_once = connect(STRANGER)["VpcEndpointId"]
    assert connections() == {waiting: "pendingAcceptance", at_once: "pending"}
    ec2().accept_vpc_endpoint_connections(ServiceId=SERVICE, VpcEndpointIds=[waiting])
    clock.move(20)
    assert connections() == {waiting: "available", at_once: "available"}
    told = ec2(CUSTOMER).describe_vpc_endpoints(VpcEndpointIds=[waiting])["VpcEndpoints"][0]
    assert told["State"] == "available"
    ec2().reject_vpc_endpoint_connections(ServiceId=SERVICE, VpcEndpointIds=[waiting])
    told = ec2(CUSTOMER).describe_vpc_endpoints(VpcEndpointIds=[waiting])["VpcEndpoints"][0]
    assert told["State"] == "rejected"


def test_an_allowed_role_connects_and_other_callers_do_not(start: Start) -> None:
    """A permission may name a role or a user; the ARN without path stands for a role with a path (privatelink 1.7)."""
    twin = start()
    iam, sts = client("iam", CUSTOMER), client("sts", CUSTOMER)
    trust = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}'
    )
    arn = iam.create_role(RoleName="reader", Path="/team/", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    keys = sts.assume_role(RoleArn=arn, RoleSessionName="s")["Credentials"]
    user = iam.create_user(UserName="jane", Path="/team/")["User"]["UserName"]
    own = iam.create_access_key(UserName=user)["AccessKey"]
    permit(f"arn:aws:iam::{CUSTOMER}:role/reader")
    vpc = default_vpc(CUSTOMER)
    request = {"VpcEndpointType": "Interface", "VpcId": vpc, "ServiceName": NAME}
    as_role = _keyed(twin, keys["AccessKeyId"])
    as_user = _keyed(twin, own["AccessKeyId"])
    assert as_role.create_vpc_endpoint(**request)["VpcEndpoint"]["State"] == "pendingAcceptance"
    assert refused(as_user.create_vpc_endpoint, **request) == NOT_THERE
    assert refused_connection() == NOT_THERE
    permit(f"arn:aws:iam::{CUSTOMER}:user/jane", f"arn:aws:iam::{CUSTOMER}:user/administrator")
    assert as_user.create_vpc_endpoint(**request)["VpcEndpoint"]["State"] == "pendingAcceptance"
    assert connect()["State"] == "pendingAcceptance"
    assert {item["VpcEndpointOwner"] for item in _connected()} == {CUSTOMER}


def test_an_endpoint_has_to_fit_its_service(start: Start) -> None:
    """EC2 API reference: the default type is Gateway. The message about private DNS is AWS's (privatelink 2.3)."""
    start(principals=["*"])
    assert refused_connection(VpcEndpointType="Gateway")[0] == "InvalidParameter"
    assert refused_connection(IpAddressType="dualstack")[0] == "InvalidParameter"
    assert refused_connection(VpcId="vpc-0123456789abcdef0")[0] == "InvalidVpcID.NotFound"
    private = refused_connection(PrivateDnsEnabled=True)
    message = f"Private DNS can't be enabled because the service {NAME} does not provide a private DNS name."
    assert private == ("InvalidParameter", 400, message)
    assert refused_connection(DryRun=True)[0] == "DryRunOperation"
    assert connections() == {}
    assert connect()["PrivateDnsEnabled"] is False


@pytest.mark.parametrize(("state", "code"), [("pendingVerification", "InvalidParameter"), ("verified", None)])
def test_private_dns_needs_a_verified_name(start: Start, state: str, code: str | None) -> None:
    """Consumers can enable private DNS only when the name is verified (privatelink 2.3)."""
    start(principals=["*"], service={"private_dns": {"name": "api.example.com", "state": state}})
    if code:
        assert refused_connection(PrivateDnsEnabled=True)[0] == code
    else:
        assert connect(PrivateDnsEnabled=True)["PrivateDnsEnabled"] is True
    told = ec2(CUSTOMER).describe_vpc_endpoint_services(ServiceNames=[NAME])["ServiceDetails"][0]
    assert told["PrivateDnsNameVerificationState"] == state
    assert told["PrivateDnsNames"] == [{"PrivateDnsName": "api.example.com"}]


def test_a_failed_name_takes_no_new_connections(start: Start) -> None:
    """New connection requests are denied, and existing connections are not affected (privatelink 2.3)."""
    start(
        principals=["*"],
        connections=CONNECTED,
        service={"private_dns": {"name": "api.example.com", "state": "failed"}},
    )
    assert refused_connection()[0] == "InvalidParameter"
    assert connections()[LIVE] == "available"


def test_consumers_of_a_supported_region_can_connect(start: Start, clock: Hand) -> None:
    """A consumer elsewhere passes ServiceRegion; its endpoint survives its Region's removal (privatelink 2.2, 1.2)."""
    start(principals=[root(CUSTOMER)], durations={"creating": 60})
    assert refused_connection(region=ABROAD, ServiceRegion=HOME) == NOT_THERE
    modify(AddSupportedRegions=[ABROAD])
    assert refused_connection(region=ABROAD, ServiceRegion=HOME) == NOT_THERE
    clock.move(60)
    assert refused_connection(region=ABROAD) == NOT_THERE
    endpoint = connect(region=ABROAD, ServiceRegion=HOME)["VpcEndpointId"]
    assert [item["VpcEndpointRegion"] for item in _connected()] == [ABROAD]
    assert listed(region=ABROAD) == []
    found = ec2(CUSTOMER, ABROAD).describe_vpc_endpoint_services(ServiceRegions=[HOME])
    assert found["ServiceNames"] == [NAME]
    assert found["ServiceDetails"][0]["AvailabilityZoneIds"] == []
    modify(RemoveSupportedRegions=[ABROAD])
    assert connections() == {endpoint: "pendingAcceptance"}
    assert listed(region=ABROAD, ServiceRegions=[HOME]) == []


@pytest.mark.usefixtures("twin")
def test_a_service_granted_to_everyone_is_found_by_name_only() -> None:
    """A service that is granted only via `*` is listed only if it is searched by service name (privatelink 2.4)."""
    assert refused(ec2(CUSTOMER).describe_vpc_endpoint_services, ServiceNames=[NAME]) == NOT_THERE
    permit("*")
    assert listed() == []
    assert listed(ServiceNames=[NAME]) == [NAME]
    assert listed(Filters=filtered("service-name", NAME)) == [NAME]
    permit(root(CUSTOMER))
    assert listed() == [NAME]
    assert listed(STRANGER) == []
    assert listed(SELLER) == [NAME]


@pytest.mark.usefixtures("twin")
def test_consumers_see_the_details_of_a_service() -> None:
    """EC2 API reference, ServiceDetail: what a consumer sees of a service."""
    permit(root(CUSTOMER))
    assert ec2(CUSTOMER).describe_vpc_endpoint_services()["ServiceDetails"] == [
        {
            "ServiceName": NAME,
            "ServiceId": SERVICE,
            "ServiceType": [{"ServiceType": "Interface"}],
            "ServiceRegion": "us-east-1",
            "AvailabilityZoneIds": ["use1-az6", "use1-az1"],
            "AvailabilityZones": ["us-east-1a", "us-east-1b"],
            "Owner": SELLER,
            "BaseEndpointDnsNames": [f"{SERVICE}.us-east-1.vpce.amazonaws.com"],
            "VpcEndpointPolicySupported": True,
            "AcceptanceRequired": True,
            "ManagesVpcEndpoints": False,
            "Tags": [],
            "SupportedIpAddressTypes": ["ipv4"],
        }
    ]


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("owner", SELLER, True),
        ("owner", CUSTOMER, False),
        ("service-region", "us-east-1", True),
        ("service-type", "Interface", True),
        ("service-type", "GatewayLoadBalancer", False),
        ("supported-ip-address-types", "ipv6", False),
        ("tag-key", "team", False),
    ],
)
def test_filters_of_services(name: str, value: str, *, found: bool) -> None:
    """EC2 API reference, DescribeVpcEndpointServices: the filters."""
    permit(root(CUSTOMER))
    assert listed(Filters=filtered(name, value)) == [NAME] * found


def test_the_owner_may_see_a_deleted_endpoint_for_long(start: Start, clock: Hand) -> None:
    """The owner may see a deleted endpoint as `available` for more than 20 minutes (privatelink 1.5)."""
    start(
        principals=["*"], connections=CONNECTED, durations={"departing": 1200}, service={"acceptance_required": False}
    )
    own = connect()["VpcEndpointId"]
    missing = "vpce-0fedcba9876543210"
    answer = ec2(CUSTOMER).delete_vpc_endpoints(VpcEndpointIds=[own, LIVE, missing])
    assert [(item["ResourceId"], item["Error"]["Code"]) for item in answer["Unsuccessful"]] == [
        (missing, "InvalidVpcEndpointId.NotFound")
    ]
    assert (connections()[own], connections()[LIVE]) == ("available", "available")
    clock.move(1200)
    assert (connections()[own], connections()[LIVE]) == ("deleted", "deleted")
    assert inspected().connections[LIVE] == "deleted"


def test_only_its_owner_deletes_an_endpoint(start: Start) -> None:
    """An endpoint of another account is not found."""
    start(connections=CONNECTED)
    answer = ec2(STRANGER).delete_vpc_endpoints(VpcEndpointIds=[LIVE])
    assert answer["Unsuccessful"][0]["Error"]["Code"] == "InvalidVpcEndpointId.NotFound"
    assert refused(ec2(CUSTOMER).delete_vpc_endpoints, VpcEndpointIds=[LIVE], DryRun=True)[0] == "DryRunOperation"
    assert connections()[LIVE] == "available"


def test_a_service_that_is_not_available_takes_no_connections(start: Start, clock: Hand) -> None:
    """A service that is Pending or Deleting takes no connections (privatelink 1.1, 1.5)."""
    start(durations={"creating": 60, "deleting": 60}, principals=[root(CUSTOMER)])
    assert listed() == [NAME]
    ec2().delete_vpc_endpoint_service_configurations(ServiceIds=[SERVICE])
    assert listed() == []
    name = create()["ServiceName"]
    assert refused_connection(ServiceName=name)[0] == "InvalidServiceName"
    assert listed(SELLER) == []
    clock.move(60)
    assert listed(SELLER) == [name]


@pytest.mark.usefixtures("twin")
def test_endpoints_of_aws_services_are_left_to_moto() -> None:
    """Moto answers calls about endpoints for AWS's own services."""
    request = {
        "VpcEndpointType": "Interface",
        "VpcId": default_vpc(CUSTOMER),
        "ServiceName": "com.amazonaws.us-east-1.s3",
    }
    endpoint = ec2(CUSTOMER).create_vpc_endpoint(**request)["VpcEndpoint"]
    assert endpoint["State"] == "available"
    ec2(CUSTOMER).delete_vpc_endpoints(VpcEndpointIds=[endpoint["VpcEndpointId"]])
    told = ec2(CUSTOMER).describe_vpc_endpoints(VpcEndpointIds=[endpoint["VpcEndpointId"]])["VpcEndpoints"][0]
    assert told["State"] == "deleted"


def _connected() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ec2().describe_vpc_endpoint_connections()["VpcEndpointConnections"]
    return found


def _keyed(twin: Twin, access_key: str) -> Any:  # noqa: ANN401 - boto3's
    return boto3.client(
        "ec2",
        endpoint_url=twin.endpoint,
        region_name=HOME,
        aws_access_key_id=access_key,
        aws_secret_access_key="twin",
    )
