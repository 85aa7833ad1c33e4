import re
from typing import Any

import pytest

from reconciler import limits
from tests.twin.ec2.sellers import BALANCERS, HOME, SELLER, balancer, create, default_vpc, ec2
from tests.twin.sdk import client, refused


def subnets() -> list[str]:
    """Give the seller's subnets in two zones."""
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
    """privatelink.md 4.1, 20: with moto ARNs are `loadbalancer/app/…` "even for Type=network"."""
    arn = created(kind)["LoadBalancerArn"]
    parts = re.fullmatch(limits.LOAD_BALANCER_ARN_PATTERN, arn)
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
    """privatelink.md 4.5: "moto NLB state `provisioning`"; an endpoint service needs it `active`."""
    balancer_created = created("network")
    assert balancer_created["State"] == {"Code": "active"}
    assert create(NetworkLoadBalancerArns=[balancer_created["LoadBalancerArn"]])["ServiceState"] == "Available"


@pytest.mark.usefixtures("twin")
def test_an_application_load_balancer_is_motos() -> None:
    """What was right stays as it is."""
    answer = created("application")
    assert "/app/" in answer["LoadBalancerArn"]
    client("elbv2", SELLER).delete_load_balancer(LoadBalancerArn=answer["LoadBalancerArn"])


@pytest.mark.usefixtures("twin")
def test_classic_load_balancers_are_motos() -> None:
    """Both versions of Elastic Load Balancing answer at one address."""
    assert client("elb", SELLER).describe_load_balancers()["LoadBalancerDescriptions"] == []


@pytest.mark.usefixtures("twin")
def test_seeded_load_balancers_are_described() -> None:
    """A seed's load balancers are there for every client of ELBv2."""
    found = client("elbv2", SELLER).describe_load_balancers()["LoadBalancers"]
    seeded = [item["arn"] for item in BALANCERS if f"{HOME}:{SELLER}" in item["arn"]]
    assert [item["LoadBalancerArn"] for item in found] == seeded
    first = found[0]
    assert (first["LoadBalancerArn"], first["Type"], first["State"]) == (balancer(), "network", {"Code": "active"})
    assert [zone["ZoneName"] for zone in first["AvailabilityZones"]] == ["us-east-1a", "us-east-1b"]
