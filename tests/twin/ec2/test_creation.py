import re

import pytest

from reconciler import limits
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
    """privatelink.md 1.1: home Region in SupportedRegions, an empty private DNS configuration and no name, ipv4."""
    created = create(TagSpecifications=[{"ResourceType": "vpc-endpoint-service", "Tags": [{"Key": "a", "Value": "b"}]}])
    service = created.pop("ServiceId")
    assert re.fullmatch(limits.ENDPOINT_SERVICE_ID_PATTERN, service)
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
    """privatelink.md 1.1: "Service creation is asynchronous"; while Pending it is not edited (the stricter reading)."""
    start(durations={"creating": 60})
    service = create()
    assert service["ServiceState"] == "Pending"
    grant = {"ServiceId": service["ServiceId"], "AddAllowedPrincipals": ["*"]}
    assert refused(ec2().modify_vpc_endpoint_service_permissions, **grant)[0] == "IncorrectState"
    clock.move(60)
    assert configuration(service["ServiceId"])["ServiceState"] == "Available"
    ec2().modify_vpc_endpoint_service_permissions(**grant)


@pytest.mark.usefixtures("twin")
def test_several_load_balancers_give_each_zone_once() -> None:
    """privatelink.md 4.1, 14: "AZ list has duplicates when several NLBs share AZs" is a gap of moto's."""
    created = create(NetworkLoadBalancerArns=[FREE, SPARE])
    assert created["AvailabilityZones"] == ["us-east-1a", "us-east-1b", "us-east-1c"]
    assert created["NetworkLoadBalancerArns"] == [FREE, SPARE]


@pytest.mark.usefixtures("twin")
def test_a_load_balancer_backs_one_service() -> None:
    """privatelink.md 1.1: "One NLB <-> at most one endpoint service", code InvalidParameter."""
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
def test_a_load_balancer_has_to_be_there(arn: str) -> None:
    """privatelink.md 1.1: `NetworkLoadBalancerNotFoundException` for what is not in the account and region."""
    assert refused_creation(NetworkLoadBalancerArns=[arn])[0] == "NetworkLoadBalancerNotFoundException"


@pytest.mark.usefixtures("twin")
def test_a_load_balancer_has_to_be_active() -> None:
    """privatelink.md 1.1: "NLB must be `active` before create"."""
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
    """privatelink.md 4.1, 17 and 18: InvalidParameter unless there are either Network or Gateway Load Balancers."""
    assert refused_creation(**lists)[0] == "InvalidParameter"


@pytest.mark.usefixtures("twin")
def test_a_gateway_service_has_its_own_type() -> None:
    """privatelink.md 4.1, 17: the type is GatewayLoadBalancer where moto says Gateway."""
    created = create(NetworkLoadBalancerArns=[], GatewayLoadBalancerArns=[GATEWAY])
    assert created["ServiceType"] == [{"ServiceType": "GatewayLoadBalancer"}]
    assert created["GatewayLoadBalancerArns"] == [GATEWAY]
    assert "NetworkLoadBalancerArns" not in created


@pytest.mark.usefixtures("twin")
def test_one_token_creates_one_service() -> None:
    """privatelink.md 1.1: `ClientToken` (idempotency); 4.1, 15: with moto a second call makes a second service."""
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
    """privatelink.md 1.0: "success is the *error* `DryRunOperation`"; what would be refused is refused."""
    assert refused_creation(DryRun=True)[:2] == ("DryRunOperation", 412)
    assert refused_creation(DryRun=True, NetworkLoadBalancerArns=[balancer()])[0] == "InvalidParameter"
    assert create(ClientToken="t")["ServiceState"] == "Available"
    assert refused_creation(DryRun=True, ClientToken="t")[0] == "InvalidParameter"


@pytest.mark.usefixtures("twin")
def test_ipv6_needs_dualstack_load_balancers() -> None:
    """privatelink.md 1.2: "IPv6 needs dualstack NLBs (all of them)"; 4.1, 12: moto ignores the types."""
    both = ["ipv4", "ipv6"]
    assert (
        refused_creation(NetworkLoadBalancerArns=[FREE, SPARE], SupportedIpAddressTypes=both)[0] == "InvalidParameter"
    )
    assert refused_creation(SupportedIpAddressTypes=["ipv5"])[0] == "InvalidParameterValue"
    assert create(SupportedIpAddressTypes=both)["SupportedIpAddressTypes"] == both


def test_other_regions_become_available_beside_the_home_region(start: Start, clock: Hand) -> None:
    """privatelink.md 1.1: "SupportedRegions:[{home region, Available}]", "TF keeps only `Available` entries"."""
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
    """privatelink.md 1.1: `TagSpecifications` (resource type `vpc-endpoint-service`)."""
    code, _, message = refused_creation(TagSpecifications=[{"ResourceType": "vpc-endpoint", "Tags": []}])
    assert code == "InvalidParameterValue"
    assert message == "'vpc-endpoint' is not a valid taggable resource type for this operation."


def test_the_same_chance_gives_the_same_ids(start: Start) -> None:
    """Two twins that are asked the same answer the same."""
    twin = start()
    first = create()["ServiceId"]
    twin.reset(seed())
    assert create()["ServiceId"] == first
    assert inspected(SERVICE).owner == "222222222222"
