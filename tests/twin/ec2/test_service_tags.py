from typing import Any

import pytest

from tests.twin.ec2.sellers import (
    CUSTOMER,
    SERVICE,
    UNKNOWN,
    configuration,
    default_vpc,
    ec2,
    permissions,
    permit,
    refused_creation,
    root,
)
from tests.twin.sdk import refused


def written(**tags: str) -> list[dict[str, str]]:
    """Return tags in EC2's form."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def told(described: dict[str, Any]) -> dict[str, str]:
    """Return the tags of a service or a permission."""
    return {tag["Key"]: tag["Value"] for tag in described["Tags"]}


@pytest.mark.usefixtures("twin")
def test_services_are_tagged_and_untagged() -> None:
    """CreateTags and DeleteTags work on a service, as in moto (privatelink 4.1, item 21)."""
    client = ec2()
    client.create_tags(Resources=[SERVICE], Tags=written(team="platform", stage="test"))
    client.create_tags(Resources=[SERVICE], Tags=written(stage="live"))
    assert told(configuration()) == {"team": "platform", "stage": "live"}
    client.delete_tags(Resources=[SERVICE], Tags=[{"Key": "team"}, {"Key": "stage", "Value": "test"}])
    assert told(configuration()) == {"stage": "live"}
    client.delete_tags(Resources=[SERVICE])
    assert told(configuration()) == {}


@pytest.mark.usefixtures("twin")
def test_permissions_are_tagged_by_their_ids() -> None:
    """CreateTags tags a permission by its ServicePermissionId (privatelink 1.6)."""
    permit(root(CUSTOMER), "*")
    first, second = (item["ServicePermissionId"] for item in permissions())
    ec2().create_tags(Resources=[first, second, SERVICE], Tags=written(customer="acme"))
    ec2().delete_tags(Resources=[second], Tags=[{"Key": "customer"}])
    assert [told(item) for item in permissions()] == [{"customer": "acme"}, {}]
    assert told(configuration()) == {"customer": "acme"}
    permit(root("444444444444"))
    assert [told(item) for item in permissions()] == [{"customer": "acme"}, {}, {}]


@pytest.mark.usefixtures("twin")
def test_other_resources_are_tagged_by_moto_in_the_same_call() -> None:
    """CreateTags takes resources of several types."""
    vpc = default_vpc("222222222222")
    ec2().create_tags(Resources=[vpc, SERVICE], Tags=written(team="platform"))
    assert ec2().describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Tags"] == written(team="platform")
    assert told(configuration()) == {"team": "platform"}
    ec2().delete_tags(Resources=[vpc], Tags=written(team="platform"))
    assert ec2().describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Tags"] == []


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("resource", "code"),
    [
        (UNKNOWN, "InvalidVpcEndpointServiceId.NotFound"),
        ("vpce-svc-1", "InvalidVpcEndpointServiceId.Malformed"),
        ("vpce-svc-perm-0123456789abcdef0", "InvalidVpcEndpointServicePermissionId.NotFound"),
    ],
)
def test_only_existing_resources_are_tagged(resource: str, code: str) -> None:
    """Malformed and unknown ids have codes of their own; that of a permission is a guess (privatelink 1.12)."""
    assert refused(ec2().create_tags, Resources=[SERVICE, resource], Tags=written(a="b"))[0] == code
    assert told(configuration()) == {}


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("tags", "code"),
    [
        (written(**{"aws:team": "x"}), "InvalidParameterValue"),
        (written(**{"k" * 128: "x"}), "InvalidParameterValue"),
        (written(key="v" * 257), "InvalidParameterValue"),
        ([*written(a="1"), *written(a="2")], "InvalidParameter"),
        (written(**{str(number): "" for number in range(51)}), "TagLimitExceeded"),
    ],
)
def test_tags_have_limits(tags: list[dict[str, str]], code: str) -> None:
    """EC2 API reference, Tag: keys of 127 characters without `aws:`, values of 256, 50 tags for a resource."""
    assert refused(ec2().create_tags, Resources=[SERVICE], Tags=tags)[0] == code
    assert refused_creation(TagSpecifications=[{"ResourceType": "vpc-endpoint-service", "Tags": tags}])[0] == code
    assert told(configuration()) == {}


@pytest.mark.usefixtures("twin")
def test_a_resource_has_fifty_tags() -> None:
    """Fifty tags fit, over any number of calls; setting one again adds none."""
    fifty = {str(number): "" for number in range(50)}
    ec2().create_tags(Resources=[SERVICE], Tags=written(**fifty))
    ec2().create_tags(Resources=[SERVICE], Tags=written(**{"7": "again"}))
    assert refused(ec2().create_tags, Resources=[SERVICE], Tags=written(more=""))[0] == "TagLimitExceeded"
    assert len(told(configuration())) == 50
