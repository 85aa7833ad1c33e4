import pytest

from tests.twin.ec2.sellers import ABROAD, HOME, OTHER_SELLER, SELLER, SERVICE, balancer, configuration, ec2, inspected
from tests.twin.sdk import refused


def owned(account: str, region: str) -> list[str]:
    """Return the services that an account has in a Region."""
    found = ec2(account, region).describe_vpc_endpoint_service_configurations()["ServiceConfigurations"]
    return [item["ServiceId"] for item in found]


@pytest.mark.usefixtures("twin")
def test_each_account_and_region_has_its_own_services() -> None:
    """A call returns the services of its own account in one Region (privatelink 1.3)."""
    abroad = ec2(SELLER, ABROAD).create_vpc_endpoint_service_configuration(
        NetworkLoadBalancerArns=[balancer(region=ABROAD)]
    )["ServiceConfiguration"]
    other = ec2(OTHER_SELLER).create_vpc_endpoint_service_configuration(
        NetworkLoadBalancerArns=[balancer(account=OTHER_SELLER)]
    )["ServiceConfiguration"]
    assert owned(SELLER, HOME) == [SERVICE]
    assert owned(SELLER, ABROAD) == [abroad["ServiceId"]]
    assert owned(OTHER_SELLER, HOME) == [other["ServiceId"]]
    assert owned(OTHER_SELLER, ABROAD) == []
    assert abroad["ServiceName"] == f"com.amazonaws.vpce.eu-west-1.{abroad['ServiceId']}"
    assert abroad["AvailabilityZoneIds"] == ["euw1-az3"]
    assert inspected(abroad["ServiceId"]).region == ABROAD


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(("account", "region"), [(OTHER_SELLER, HOME), (SELLER, ABROAD)])
def test_what_is_elsewhere_is_not_found(account: str, region: str) -> None:
    """A service belongs to one account and Region: other accounts cannot read, edit or delete it."""
    client = ec2(account, region)
    missing = "InvalidVpcEndpointServiceId.NotFound"
    assert refused(client.describe_vpc_endpoint_service_configurations, ServiceIds=[SERVICE])[0] == missing
    assert refused(client.describe_vpc_endpoint_service_permissions, ServiceId=SERVICE)[0] == missing
    sent = {"ServiceId": SERVICE, "AddAllowedPrincipals": ["*"]}
    assert refused(client.modify_vpc_endpoint_service_permissions, **sent)[0] == missing
    assert refused(client.create_tags, Resources=[SERVICE], Tags=[{"Key": "a", "Value": "b"}])[0] == missing
    answer = client.delete_vpc_endpoint_service_configurations(ServiceIds=[SERVICE])["Unsuccessful"]
    assert [item["Error"]["Code"] for item in answer] == ["InvalidVpcEndpointService.NotFound"]
    assert configuration()["ServiceState"] == "Available"
