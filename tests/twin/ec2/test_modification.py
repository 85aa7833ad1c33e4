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
def test_one_call_takes_several_deltas() -> None:
    """All edits of lists are deltas, and several may be combined in one call (privatelink 1.2)."""
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
def test_edits_without_effect_are_refused(deltas: dict[str, object]) -> None:
    """A member may not be added twice, an absent one not removed, and one NLB must remain (privatelink 1.2)."""
    before = inspected()
    assert refused_modification(**deltas)[:2] == ("InvalidParameter", 400)
    assert inspected() == before


@pytest.mark.usefixtures("twin")
def test_an_unknown_load_balancer_is_not_added() -> None:
    """The error is NetworkLoadBalancerNotFoundException (privatelink 1.1); moto adds it (privatelink 4.1, item 13)."""
    code, _, message = refused_modification(AddNetworkLoadBalancerArns=[balancer("missing")])
    assert (code, "missing" in message) == ("NetworkLoadBalancerNotFoundException", True)


@pytest.mark.usefixtures("twin")
def test_a_load_balancer_of_another_service_is_not_added() -> None:
    """An NLB backs at most one endpoint service: InvalidParameter (privatelink 1.1)."""
    create()
    assert refused_modification(AddNetworkLoadBalancerArns=[FREE])[0] == "InvalidParameter"


@pytest.mark.usefixtures("twin")
def test_the_home_region_stays() -> None:
    """The home Region cannot be removed from the supported Regions (privatelink 1.2)."""
    assert refused_modification(RemoveSupportedRegions=[HOME])[0] == "InvalidParameter"
    modify(AddSupportedRegions=[ABROAD])
    assert [item["Region"] for item in modify(RemoveSupportedRegions=[ABROAD])["SupportedRegions"]] == [HOME]


def test_a_load_balancer_with_connections_stays(start: Start) -> None:
    """An NLB cannot be removed while endpoints are connected; adding one works (privatelink 1.2)."""
    start(connections=CONNECTED)
    swap = {"AddNetworkLoadBalancerArns": [FREE], "RemoveNetworkLoadBalancerArns": [balancer()]}
    assert refused_modification(**swap)[0] == "ExistingVpcEndpointConnections"
    assert modify(AddNetworkLoadBalancerArns=[FREE])["NetworkLoadBalancerArns"] == [balancer(), FREE]


@pytest.mark.usefixtures("twin")
def test_only_a_modification_reads_the_zones_again() -> None:
    """Only a Modify call enables the service in a zone that was added to its NLB (privatelink 1.2)."""
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
def test_a_malformed_id_has_an_error_of_its_own(service: str) -> None:
    """The code is InvalidVpcEndpointServiceId.Malformed, with AWS's message (privatelink 1.0)."""
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
    """Every operation on an unknown service is InvalidVpcEndpointServiceId.NotFound (privatelink 1.0)."""
    assert refused(getattr(ec2(), operation), **parameters)[:2] == ("InvalidVpcEndpointServiceId.NotFound", 400)


@pytest.mark.usefixtures("twin")
def test_an_operation_needs_its_service() -> None:
    """Botocore does not check the values of parameters, so these errors come from the server (privatelink 1.0)."""
    for operation in ("modify_vpc_endpoint_service_configuration", "modify_vpc_endpoint_service_permissions"):
        assert refused(getattr(ec2(), operation))[0] == "MissingParameter"
    assert refused(ec2().delete_vpc_endpoint_service_configurations)[0] == "MissingParameter"


@pytest.mark.usefixtures("twin")
def test_the_switch_of_the_payer_is_one_way() -> None:
    """The switch is one-way, and the payer is absent from Describe before it (privatelink 1.10)."""
    pay = ec2().modify_vpc_endpoint_service_payer_responsibility
    assert "PayerResponsibility" not in configuration()
    assert pay(ServiceId=SERVICE, PayerResponsibility="ServiceOwner")["ReturnValue"] is True
    assert configuration()["PayerResponsibility"] == "ServiceOwner"
    assert refused(pay, ServiceId=SERVICE, PayerResponsibility="EndpointOwner")[0] == "InvalidParameterValue"
    assert refused(pay, ServiceId=SERVICE)[0] == "MissingParameter"
    assert inspected().payer == "ServiceOwner"


@pytest.mark.usefixtures("twin")
def test_a_dry_run_modifies_nothing() -> None:
    """Every operation takes DryRun (privatelink 1.0); moto ignores it (privatelink 4.1, item 15)."""
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
