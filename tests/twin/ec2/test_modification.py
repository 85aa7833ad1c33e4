import pytest

from tests.twin.ec2.conftest import Start
from tests.twin.ec2.sellers import (
    ABROAD,
    CONNECTED,
    FREE,
    GATEWAY,
    HOME,
    SELLER,
    SERVICE,
    SPARE,
    UNKNOWN,
    balancer,
    configuration,
    create,
    default_vpc,
    ec2,
    inspected,
    modify,
    refused_modification,
)
from tests.twin.sdk import client, refused


@pytest.mark.usefixtures("twin")
def test_several_deltas_travel_in_one_call() -> None:
    """privatelink.md 1.2: "All list edits are deltas, several may be combined in one call"."""
    changed = modify(
        AddNetworkLoadBalancerArns=[FREE],
        RemoveNetworkLoadBalancerArns=[balancer()],
        AddSupportedIpAddressTypes=["ipv6"],
        AddSupportedRegions=[ABROAD],
        AcceptanceRequired=False,
        PrivateDnsName="api.example.com",
    )
    assert changed["NetworkLoadBalancerArns"] == [FREE]
    assert changed["AvailabilityZones"] == ["us-east-1b", "us-east-1c"]
    assert changed["SupportedIpAddressTypes"] == ["ipv4", "ipv6"]
    assert [item["Region"] for item in changed["SupportedRegions"]] == [HOME, ABROAD]
    assert changed["AcceptanceRequired"] is False
    assert changed["PrivateDnsName"] == "api.example.com"


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    "deltas",
    [
        {"AddNetworkLoadBalancerArns": [balancer()]},
        {"RemoveNetworkLoadBalancerArns": [FREE]},
        {"AddNetworkLoadBalancerArns": [FREE], "RemoveNetworkLoadBalancerArns": [FREE]},
        {"AddNetworkLoadBalancerArns": [FREE, FREE]},
        {"AddGatewayLoadBalancerArns": [GATEWAY]},
        {"RemoveNetworkLoadBalancerArns": [balancer()]},
        {"AddSupportedIpAddressTypes": ["ipv4"]},
        {"AddSupportedIpAddressTypes": ["ipv6"]},
        {"RemoveSupportedIpAddressTypes": ["ipv4"]},
        {"RemoveSupportedRegions": [ABROAD]},
        {"AddSupportedRegions": [HOME]},
        {"RemovePrivateDnsName": True},
        {"PrivateDnsName": ""},
    ],
)
def test_edits_that_are_none_are_refused(deltas: dict[str, object]) -> None:
    """privatelink.md 4.1, 13: moto removes the last NLB and adds one twice; 1.2: "at least one LB must remain"."""
    before = inspected()
    assert refused_modification(**deltas)[:2] == ("InvalidParameter", 400)
    assert inspected() == before


@pytest.mark.usefixtures("twin")
def test_a_load_balancer_that_is_not_there_is_not_added() -> None:
    """privatelink.md 4.1, 13: "adding a bogus ARN allowed" is a gap of moto's."""
    code, _, message = refused_modification(AddNetworkLoadBalancerArns=[balancer("missing")])
    assert (code, "missing" in message) == ("NetworkLoadBalancerNotFoundException", True)


@pytest.mark.usefixtures("twin")
def test_a_load_balancer_of_another_service_is_not_added() -> None:
    """privatelink.md 1.1: one service for each NLB, InvalidParameter."""
    create()
    assert refused_modification(AddNetworkLoadBalancerArns=[FREE])[0] == "InvalidParameter"


@pytest.mark.usefixtures("twin")
def test_the_home_region_stays() -> None:
    """privatelink.md 1.2: "Home Region can't be removed from SupportedRegions"."""
    assert refused_modification(RemoveSupportedRegions=[HOME])[0] == "InvalidParameter"
    modify(AddSupportedRegions=[ABROAD])
    assert [item["Region"] for item in modify(RemoveSupportedRegions=[ABROAD])["SupportedRegions"]] == [HOME]


def test_a_load_balancer_with_connections_stays(start: Start) -> None:
    """privatelink.md 1.2: "Can't disassociate an NLB while endpoints are connected"; adding one is possible."""
    start(connections=CONNECTED)
    swap = {"AddNetworkLoadBalancerArns": [FREE], "RemoveNetworkLoadBalancerArns": [balancer()]}
    assert refused_modification(**swap)[0] == "ExistingVpcEndpointConnections"
    assert modify(AddNetworkLoadBalancerArns=[FREE])["NetworkLoadBalancerArns"] == [balancer(), FREE]


@pytest.mark.usefixtures("twin")
def test_zones_are_read_anew_by_a_modification_only() -> None:
    """privatelink.md 1.2: with only the ServiceId "it enables the service in an AZ newly added to its NLB"."""
    elb = client("elbv2", SELLER)
    subnets = ec2().describe_subnets(Filters=[{"Name": "vpc-id", "Values": [default_vpc(SELLER)]}])["Subnets"]
    by_zone = {subnet["AvailabilityZone"]: subnet["SubnetId"] for subnet in subnets}
    arn = elb.create_load_balancer(Name="grows", Type="network", Subnets=[by_zone["us-east-1a"]])["LoadBalancers"][0][
        "LoadBalancerArn"
    ]
    service = create(NetworkLoadBalancerArns=[arn])["ServiceId"]
    elb.set_subnets(LoadBalancerArn=arn, Subnets=[by_zone["us-east-1a"], by_zone["us-east-1d"]])
    assert configuration(service)["AvailabilityZones"] == ["us-east-1a"]
    ec2().modify_vpc_endpoint_service_configuration(ServiceId=service)
    assert configuration(service)["AvailabilityZones"] == ["us-east-1a", "us-east-1d"]
    assert configuration(service)["AvailabilityZoneIds"] == ["use1-az6", "use1-az4"]


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("service", ["dummyServiceId", "vpce-svcnotexisting-0", "vpce-svc-01234567"])
def test_a_malformed_id_is_said_to_be_one(service: str) -> None:
    """privatelink.md 1.0: "code is `InvalidVpcEndpointServiceId.Malformed`, message `Invalid Id: '<id>'`"."""
    expected = ("InvalidVpcEndpointServiceId.Malformed", 400, f"Invalid Id: '{service}'")
    assert refused(ec2().modify_vpc_endpoint_service_configuration, ServiceId=service) == expected
    assert refused(ec2().describe_vpc_endpoint_service_configurations, ServiceIds=[service]) == expected
    assert refused(ec2().describe_vpc_endpoint_service_permissions, ServiceId=service) == expected
    assert refused(ec2().delete_vpc_endpoint_service_configurations, ServiceIds=[service]) == expected


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("modify_vpc_endpoint_service_configuration", {"ServiceId": UNKNOWN}),
        ("describe_vpc_endpoint_service_configurations", {"ServiceIds": [SERVICE, UNKNOWN]}),
        ("describe_vpc_endpoint_service_permissions", {"ServiceId": UNKNOWN}),
        ("modify_vpc_endpoint_service_permissions", {"ServiceId": UNKNOWN, "AddAllowedPrincipals": ["*"]}),
        ("accept_vpc_endpoint_connections", {"ServiceId": UNKNOWN, "VpcEndpointIds": ["vpce-1"]}),
        ("reject_vpc_endpoint_connections", {"ServiceId": UNKNOWN, "VpcEndpointIds": ["vpce-1"]}),
        ("start_vpc_endpoint_service_private_dns_verification", {"ServiceId": UNKNOWN}),
        (
            "modify_vpc_endpoint_service_payer_responsibility",
            {"ServiceId": UNKNOWN, "PayerResponsibility": "ServiceOwner"},
        ),
    ],
)
def test_an_unknown_id_is_not_found(operation: str, parameters: dict[str, object]) -> None:
    """privatelink.md 1.0: "Not found: `InvalidVpcEndpointServiceId.NotFound`"."""
    assert refused(getattr(ec2(), operation), **parameters)[:2] == ("InvalidVpcEndpointServiceId.NotFound", 400)


@pytest.mark.usefixtures("twin")
def test_an_operation_needs_its_service() -> None:
    """privatelink.md 1.0: botocore checks nothing of the values, "all such errors come from the server"."""
    for operation in ("modify_vpc_endpoint_service_configuration", "modify_vpc_endpoint_service_permissions"):
        assert refused(getattr(ec2(), operation))[0] == "MissingParameter"
    assert refused(ec2().delete_vpc_endpoint_service_configurations)[0] == "MissingParameter"


@pytest.mark.usefixtures("twin")
def test_the_owner_pays_for_good() -> None:
    """privatelink.md 1.10: "One-way switch"; the payer is absent from Describe until then."""
    pay = ec2().modify_vpc_endpoint_service_payer_responsibility
    assert "PayerResponsibility" not in configuration()
    assert pay(ServiceId=SERVICE, PayerResponsibility="ServiceOwner")["ReturnValue"] is True
    assert configuration()["PayerResponsibility"] == "ServiceOwner"
    assert refused(pay, ServiceId=SERVICE, PayerResponsibility="EndpointOwner")[0] == "InvalidParameterValue"
    assert refused(pay, ServiceId=SERVICE)[0] == "MissingParameter"
    assert inspected().payer == "ServiceOwner"


@pytest.mark.usefixtures("twin")
def test_a_dry_run_modifies_nothing() -> None:
    """privatelink.md 1.0: "Every operation takes `DryRun`"; 4.1, 15: moto ignores it."""
    before = inspected()
    for operation, parameters in (
        ("modify_vpc_endpoint_service_configuration", {"AddNetworkLoadBalancerArns": [SPARE]}),
        ("modify_vpc_endpoint_service_permissions", {"AddAllowedPrincipals": ["*"]}),
        ("modify_vpc_endpoint_service_payer_responsibility", {"PayerResponsibility": "ServiceOwner"}),
        ("describe_vpc_endpoint_service_permissions", {}),
    ):
        sent = {"ServiceId": SERVICE, "DryRun": True, **parameters}
        assert refused(getattr(ec2(), operation), **sent)[:2] == ("DryRunOperation", 412)
    assert inspected() == before
