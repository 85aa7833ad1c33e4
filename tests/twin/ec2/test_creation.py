import re

import pytest

from reconciler import privatelink_limits
from tests.twin.ec2.conftest import Start
from tests.twin.ec2.sellers import (
    ABROAD,
    FREE,
    GATEWAY,
    OTHER_SELLER,
    SERVICE,
    SPARE,
    balancer,
    configuration,
    create,
    ec2,
    inspected,
    refused_creation,
    seed,
)
from tests.twin.sdk import refused
from tests.twin.worlds import Hand


@pytest.mark.usefixtures("twin")
def test_a_service_is_described_like_a_recorded_one() -> None:
    """Its home Region is supported, its private DNS configuration is empty, its type is ipv4 (privatelink 1.1)."""
    created = create(TagSpecifications=[{"ResourceType": "vpc-endpoint-service", "Tags": [{"Key": "a", "Value": "b"}]}])
    service = created.pop("ServiceId")
    assert re.fullmatch(privatelink_limits.ENDPOINT_SERVICE_ID_PATTERN, service)
    assert created == {
        "ServiceType": [{"ServiceType": "Interface"}],
        "ServiceName": f"com.amazonaws.vpce.us-east-1.{service}",
        "ServiceState": "Available",
        "AvailabilityZoneIds": ["use1-az1", "use1-az2"],
        "AvailabilityZones": ["us-east-1b", "us-east-1c"],
        "AcceptanceRequired": True,
        "ManagesVpcEndpoints": False,
        "NetworkLoadBalancerArns": [FREE],
        "SupportedIpAddressTypes": ["ipv4"],
        "BaseEndpointDnsNames": [f"{service}.us-east-1.vpce.amazonaws.com"],
        "PrivateDnsNameConfiguration": {},
        "Tags": [{"Key": "a", "Value": "b"}],
        "SupportedRegions": [{"Region": "us-east-1", "ServiceState": "Available"}],
        "RemoteAccessEnabled": False,
    }


def test_a_service_is_pending_before_it_is_available(start: Start, clock: Hand) -> None:
    """Creation is asynchronous; a service that is Pending cannot be edited, the stricter reading (privatelink 1.1)."""
    start(durations={"creating": 60})
    service = create()
    assert service["ServiceState"] == "Pending"
    grant = {"ServiceId": service["ServiceId"], "AddAllowedPrincipals": ["*"]}
    assert refused(ec2().modify_vpc_endpoint_service_permissions, **grant)[0] == "IncorrectState"
    clock.move(60)
    assert configuration(service["ServiceId"])["ServiceState"] == "Available"
    ec2().modify_vpc_endpoint_service_permissions(**grant)


@pytest.mark.usefixtures("twin")
def test_a_zone_of_several_load_balancers_is_listed_once() -> None:
    """Moto lists a zone twice if several NLBs have it (privatelink 4.1, item 14)."""
    created = create(NetworkLoadBalancerArns=[FREE, SPARE])
    assert created["AvailabilityZones"] == ["us-east-1a", "us-east-1b", "us-east-1c"]
    assert created["NetworkLoadBalancerArns"] == [FREE, SPARE]


@pytest.mark.usefixtures("twin")
def test_a_load_balancer_backs_one_service() -> None:
    """An NLB backs at most one endpoint service: InvalidParameter, with AWS's message (privatelink 1.1)."""
    code, status, message = refused_creation(NetworkLoadBalancerArns=[balancer()])
    assert (code, status) == ("InvalidParameter", 400)
    assert message == "LBs are already associated with another VPC Endpoint Service Configuration"


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    "arn",
    [
        balancer("missing"),
        balancer("api", region=ABROAD),
        balancer("api", account=OTHER_SELLER),
        balancer(kind="app"),
        "garbage",
    ],
)
def test_a_load_balancer_has_to_exist(arn: str) -> None:
    """A load balancer has to be in the account and Region of the service, and to be a Network one (privatelink 1.1)."""
    assert refused_creation(NetworkLoadBalancerArns=[arn])[0] == "NetworkLoadBalancerNotFoundException"


@pytest.mark.usefixtures("twin")
def test_a_load_balancer_has_to_be_active() -> None:
    """An NLB has to be active before the creation (privatelink 1.1)."""
    code, _, message = refused_creation(NetworkLoadBalancerArns=[balancer("starting")])
    assert (code, "not active" in message) == ("InvalidParameter", True)


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    "lists",
    [
        {"NetworkLoadBalancerArns": []},
        {"GatewayLoadBalancerArns": [GATEWAY]},
        {"NetworkLoadBalancerArns": [GATEWAY]},
        {"NetworkLoadBalancerArns": [], "GatewayLoadBalancerArns": [FREE]},
        {"NetworkLoadBalancerArns": [FREE, FREE]},
    ],
)
def test_load_balancers_are_of_one_kind(lists: dict[str, list[str]]) -> None:
    """A service without load balancer, or with both kinds, is InvalidParameter (privatelink 1.1)."""
    assert refused_creation(**lists)[0] == "InvalidParameter"


@pytest.mark.usefixtures("twin")
def test_a_gateway_service_has_its_own_type() -> None:
    """The type is GatewayLoadBalancer (privatelink 1.1); moto says Gateway (privatelink 4.1, item 17)."""
    created = create(NetworkLoadBalancerArns=[], GatewayLoadBalancerArns=[GATEWAY])
    assert created["ServiceType"] == [{"ServiceType": "GatewayLoadBalancer"}]
    assert created["GatewayLoadBalancerArns"] == [GATEWAY]
    assert "NetworkLoadBalancerArns" not in created


@pytest.mark.usefixtures("twin")
def test_one_token_creates_one_service() -> None:
    """A repeated ClientToken creates no second service (privatelink 1.1), unlike in moto (privatelink 4.1, item 15)."""
    client = ec2()
    request = {"NetworkLoadBalancerArns": [FREE], "ClientToken": "once"}
    first = client.create_vpc_endpoint_service_configuration(**request)
    again = client.create_vpc_endpoint_service_configuration(**request)
    assert first["ClientToken"] == "once"
    assert again["ServiceConfiguration"] == first["ServiceConfiguration"]
    assert len(client.describe_vpc_endpoint_service_configurations()["ServiceConfigurations"]) == 2
    other = {**request, "NetworkLoadBalancerArns": [SPARE]}
    assert refused(client.create_vpc_endpoint_service_configuration, **other)[0] == "IdempotentParameterMismatch"


@pytest.mark.usefixtures("twin")
def test_a_dry_run_creates_nothing() -> None:
    """A dry run is DryRunOperation (privatelink 1.0), or is refused like the call itself."""
    assert refused_creation(DryRun=True)[:2] == ("DryRunOperation", 412)
    assert refused_creation(DryRun=True, NetworkLoadBalancerArns=[balancer()])[0] == "InvalidParameter"
    assert create(ClientToken="t")["ServiceState"] == "Available"
    assert refused_creation(DryRun=True, ClientToken="t")[0] == "InvalidParameter"


@pytest.mark.usefixtures("twin")
def test_ipv6_needs_dualstack_load_balancers() -> None:
    """IPv6 needs the IP address type dualstack on all NLBs (privatelink 1.2)."""
    both = ["ipv4", "ipv6"]
    assert (
        refused_creation(NetworkLoadBalancerArns=[FREE, SPARE], SupportedIpAddressTypes=both)[0] == "InvalidParameter"
    )
    assert refused_creation(SupportedIpAddressTypes=["ipv5"])[0] == "InvalidParameterValue"
    assert create(SupportedIpAddressTypes=both)["SupportedIpAddressTypes"] == both


def test_other_regions_become_available_beside_the_home_region(start: Start, clock: Hand) -> None:
    """The home Region is among SupportedRegions without being asked for; each Region has a state (privatelink 1.1)."""
    start(durations={"creating": 5})
    created = create(SupportedRegions=[ABROAD])
    assert created["SupportedRegions"] == [
        {"Region": "us-east-1", "ServiceState": "Pending"},
        {"Region": ABROAD, "ServiceState": "Pending"},
    ]
    clock.move(5)
    described = configuration(created["ServiceId"])
    assert {item["ServiceState"] for item in described["SupportedRegions"]} == {"Available"}
    assert described["RemoteAccessEnabled"] is True
    assert refused_creation(NetworkLoadBalancerArns=[SPARE], SupportedRegions=["us-nowhere-1"])[0] == (
        "InvalidParameterValue"
    )


@pytest.mark.usefixtures("twin")
def test_tags_at_creation_are_for_services() -> None:
    """TagSpecifications take the resource type vpc-endpoint-service only (privatelink 1.1)."""
    code, _, message = refused_creation(TagSpecifications=[{"ResourceType": "vpc-endpoint", "Tags": []}])
    assert code == "InvalidParameterValue"
    assert message == "'vpc-endpoint' is not a valid taggable resource type for this operation."


def test_the_same_chance_gives_the_same_ids(start: Start) -> None:
    """Two twins that get the same calls return the same answers."""
    twin = start()
    first = create()["ServiceId"]
    twin.reset(seed())
    assert create()["ServiceId"] == first
    assert inspected(SERVICE).owner == "222222222222"
