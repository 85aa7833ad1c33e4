import re
from typing import Any

import pytest

from reconciler import privatelink_limits
from tests.twin.ec2.sellers import BALANCERS, HOME, SELLER, balancer, create, default_vpc, ec2
from tests.twin.sdk import client, refused


def subnets() -> list[str]:
    """Return the seller's subnets in two zones."""
    found = ec2().describe_subnets(Filters=[{"Name": "vpc-id", "Values": [default_vpc(SELLER)]}])["Subnets"]
    return [subnet["SubnetId"] for subnet in found[:2]]


def created(kind: str) -> dict[str, Any]:
    """Create a load balancer."""
    request = {"Name": "new", "Type": kind, "Subnets": subnets(), "Tags": [{"Key": "team", "Value": "platform"}]}
    answer: list[dict[str, Any]] = client("elbv2", SELLER).create_load_balancer(**request)["LoadBalancers"]
    return answer[0]


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(("kind", "word"), [("network", "net"), ("gateway", "gwy")])
def test_a_load_balancer_has_the_arn_of_its_type(kind: str, word: str) -> None:
    """The ARN says `net` or `gwy`; moto's says `app` for every type (privatelink 4.1, item 20)."""
    arn = created(kind)["LoadBalancerArn"]
    parts = re.fullmatch(privatelink_limits.LOAD_BALANCER_ARN_PATTERN, arn)
    assert parts is not None
    assert (parts["type"], parts["account"], parts["region"]) == (word, SELLER, HOME)
    elb = client("elbv2", SELLER)
    assert elb.describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"][0]["LoadBalancerName"] == "new"
    tags = elb.describe_tags(ResourceArns=[arn])["TagDescriptions"][0]["Tags"]
    assert tags == [{"Key": "team", "Value": "platform"}]
    assert (
        refused(elb.describe_load_balancers, LoadBalancerArns=[arn.replace(word, "app")])[0] == "LoadBalancerNotFound"
    )


@pytest.mark.usefixtures("twin")
def test_a_new_network_load_balancer_is_active() -> None:
    """An endpoint service needs an active NLB (privatelink 1.1); moto's stays `provisioning` (privatelink 4.5)."""
    balancer_created = created("network")
    assert balancer_created["State"] == {"Code": "active"}
    assert create(NetworkLoadBalancerArns=[balancer_created["LoadBalancerArn"]])["ServiceState"] == "Available"


@pytest.mark.usefixtures("twin")
def test_application_load_balancers_are_left_to_moto() -> None:
    """The twin does not change what moto does right."""
    answer = created("application")
    assert "/app/" in answer["LoadBalancerArn"]
    client("elbv2", SELLER).delete_load_balancer(LoadBalancerArn=answer["LoadBalancerArn"])


@pytest.mark.usefixtures("twin")
def test_classic_load_balancers_are_left_to_moto() -> None:
    """Both versions of Elastic Load Balancing answer at one address."""
    assert client("elb", SELLER).describe_load_balancers()["LoadBalancerDescriptions"] == []


@pytest.mark.usefixtures("twin")
def test_seeded_load_balancers_are_described() -> None:
    """Every client of ELBv2 sees the seed's load balancers."""
    found = client("elbv2", SELLER).describe_load_balancers()["LoadBalancers"]
    seeded = [item["arn"] for item in BALANCERS if f"{HOME}:{SELLER}" in item["arn"]]
    assert [item["LoadBalancerArn"] for item in found] == seeded
    first = found[0]
    assert (first["LoadBalancerArn"], first["Type"], first["State"]) == (balancer(), "network", {"Code": "active"})
    assert [zone["ZoneName"] for zone in first["AvailabilityZones"]] == ["us-east-1a", "us-east-1b"]
