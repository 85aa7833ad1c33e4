"""Listeners, targets and security groups of load balancers, through boto3."""

from collections.abc import Callable
from typing import Any

import pytest

from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.twin.ec2.sellers import SELLER, balancer, default_vpc, ec2
from tests.twin.sdk import client, port, refused

CERTIFICATE = "arn:aws:acm:us-east-1:222222222222:certificate/00000001-0000-0000-0000-000000000000"
TARGETS = [
    {"id": "10.0.0.1", "zone": "us-east-1a"},
    {"id": "10.0.1.1", "zone": "us-east-1b", "state": "unhealthy", "reason": "Target.Timeout"},
]
RULES = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"
Start = Callable[..., Twin]


@pytest.fixture
def start(request: pytest.FixtureRequest) -> Start:
    """Start a twin with one load balancer in two zones; the parameters are its further fields."""

    def begin(**stated: Any) -> Twin:  # noqa: ANN401 - JSON
        one = {"arn": balancer(), "zones": ["us-east-1a", "us-east-1b"], **stated}
        twin = Twin(parse({"version": 1, "caller": SELLER, "endpoint_services": {"load_balancers": [one]}}))
        request.addfinalizer(twin.stop)
        return twin.start(port())

    return begin


def elb() -> Any:  # noqa: ANN401 - boto3's
    """Return a client of ELBv2."""
    return client("elbv2", SELLER)


def group_of(number: int = 0) -> str:
    """Return the ARN of a target group of the load balancer."""
    arn: str = elb().describe_target_groups(LoadBalancerArn=balancer())["TargetGroups"][number]["TargetGroupArn"]
    return arn


def health() -> list[tuple[str, str | None, str, str | None]]:
    """Return id, zone, state and reason of the targets of the first group."""
    found = elb().describe_target_health(TargetGroupArn=group_of())["TargetHealthDescriptions"]
    return [
        (
            one["Target"]["Id"],
            one["Target"].get("AvailabilityZone"),
            one["TargetHealth"]["State"],
            one["TargetHealth"].get("Reason"),
        )
        for one in found
    ]


def test_a_listener_forwards_to_its_target_group(start: Start) -> None:
    """A listener has protocol, port and certificate, and forwards to a group (readiness 2.3)."""
    start(listeners=[{"port": 443, "protocol": "TLS", "certificate": CERTIFICATE, "targets": TARGETS}])
    (listener,) = elb().describe_listeners(LoadBalancerArn=balancer())["Listeners"]
    assert (listener["Protocol"], listener["Port"]) == ("TLS", 443)
    assert listener["Certificates"] == [{"CertificateArn": CERTIFICATE}]
    assert [one["TargetGroupArn"] for one in listener["DefaultActions"]] == [group_of()]


def test_targets_have_the_health_of_the_seed(start: Start) -> None:
    """A target has its zone, its state and the reason; moto's are all healthy (readiness 2.3)."""
    start(listeners=[{"port": 443, "targets": TARGETS}])
    assert health() == [
        ("10.0.0.1", "us-east-1a", "healthy", None),
        ("10.0.1.1", "us-east-1b", "unhealthy", "Target.Timeout"),
    ]


def test_an_instance_has_no_zone(start: Start) -> None:
    """ELB does not tell the zone of a target of the type `instance` (readiness 2.3)."""
    start(listeners=[{"port": 443, "target_type": "instance", "targets": [{"id": "i-0123456789abcdef0"}]}])
    assert health() == [("i-0123456789abcdef0", None, "healthy", None)]
    (group,) = elb().describe_target_groups(LoadBalancerArn=balancer())["TargetGroups"]
    assert group["TargetType"] == "instance"


def test_a_registered_target_is_not_yet_healthy(start: Start) -> None:
    """The twin checks no target, so one that a call registers stays `initial` (readiness 2.3)."""
    start()
    vpc = default_vpc(SELLER)
    created = elb().create_target_group(Name="new", Protocol="TCP", Port=443, VpcId=vpc, TargetType="ip")
    arn = created["TargetGroups"][0]["TargetGroupArn"]
    elb().register_targets(TargetGroupArn=arn, Targets=[{"Id": "10.0.0.1", "Port": 443}])
    (one,) = elb().describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    assert one["TargetHealth"] == {"State": "initial", "Reason": "Elb.InitialHealthChecking"}


def test_cross_zone_is_an_attribute_of_both(start: Start) -> None:
    """The load balancer's is false by default; a group follows it by default (readiness 2.4)."""
    start(cross_zone=True, listeners=[{"port": 443}, {"port": 444, "cross_zone": "false"}])
    name = "load_balancing.cross_zone.enabled"
    found = elb().describe_load_balancer_attributes(LoadBalancerArn=balancer())["Attributes"]
    assert {one["Key"]: one["Value"] for one in found}[name] == "true"
    groups = [elb().describe_target_group_attributes(TargetGroupArn=group_of(one))["Attributes"] for one in (0, 1)]
    assert [{one["Key"]: one["Value"] for one in each}[name] for each in groups] == [
        "use_load_balancer_configuration",
        "false",
    ]


@pytest.mark.parametrize("rules", ["on", "off"])
def test_a_load_balancer_tells_its_rules_for_private_link(start: Start, rules: str) -> None:
    """The field says whether security groups decide about customers' traffic (readiness 2.2)."""
    start(security_groups=["sg-0123456789abcdef0"], inbound_rules=rules)
    (one,) = elb().describe_load_balancers()["LoadBalancers"]
    assert one[RULES] == rules


def test_a_load_balancer_without_security_groups_has_no_rules(start: Start) -> None:
    """ELB leaves the field out (readiness 2.2)."""
    start()
    (one,) = elb().describe_load_balancers()["LoadBalancers"]
    assert RULES not in one


def test_the_rules_for_private_link_can_be_turned_off(start: Start) -> None:
    """A load balancer that is created with security groups has them on (readiness 2.2)."""
    start()
    vpc = default_vpc(SELLER)
    group = ec2().create_security_group(GroupName="a", Description="a", VpcId=vpc)["GroupId"]
    subnet = ec2().describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"][0]["SubnetId"]
    created = elb().create_load_balancer(Name="new", Type="network", Subnets=[subnet], SecurityGroups=[group])
    arn = created["LoadBalancers"][0]["LoadBalancerArn"]
    described = elb().describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"]
    assert described[0][RULES] == "on"
    elb().set_security_groups(LoadBalancerArn=arn, SecurityGroups=[group], **{RULES: "off"})
    described = elb().describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"]
    assert described[0][RULES] == "off"


def test_lists_of_listeners_have_pages(start: Start) -> None:
    """PageSize is from 1 to 400, and a marker leads to the next page (readiness 2.1)."""
    start(listeners=[{"port": port} for port in (441, 442, 443)])
    first = elb().describe_listeners(LoadBalancerArn=balancer(), PageSize=2)
    assert [one["Port"] for one in first["Listeners"]] == [441, 442]
    rest = elb().describe_listeners(LoadBalancerArn=balancer(), PageSize=2, Marker=first["NextMarker"])
    assert [one["Port"] for one in rest["Listeners"]] == [443]
    assert "NextMarker" not in rest
    assert len(elb().describe_target_groups(LoadBalancerArn=balancer(), PageSize=1)["TargetGroups"]) == 1
    assert refused(elb().describe_listeners, LoadBalancerArn=balancer(), PageSize=401)[0] == "ValidationError"


def test_a_load_balancer_stays_as_the_seed_says(start: Start) -> None:
    """Moto makes every load balancer active that is described (readiness 2.1)."""
    start(state="active_impaired")
    (one,) = elb().describe_load_balancers(LoadBalancerArns=[balancer()])["LoadBalancers"]
    assert one["State"] == {"Code": "active_impaired"}


def test_at_most_20_load_balancers_are_described_by_arn(start: Start) -> None:
    """A longer list is refused (readiness 2.1)."""
    start()
    many = [balancer(f"api{number}") for number in range(21)]
    assert refused(elb().describe_load_balancers, LoadBalancerArns=many)[0] == "ValidationError"


def test_zones_have_names_and_ids(start: Start) -> None:
    """DescribeAvailabilityZones tells the id of each zone of the account (readiness 3.1)."""
    start()
    asked = [{"Name": "zone-type", "Values": ["availability-zone"]}]
    found = ec2().describe_availability_zones(Filters=asked)["AvailabilityZones"]
    assert {one["ZoneName"]: one["ZoneId"] for one in found}["us-east-1a"] == "use1-az6"
