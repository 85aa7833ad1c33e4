import pytest

from reconciler.twin.ec2.operations import bucket
from tests.twin.ec2.conftest import Start
from tests.twin.ec2.sellers import ABROAD, OTHER_SELLER, SERVICE, ec2, permit, roots
from tests.twin.sdk import refused
from tests.twin.worlds import Hand


@pytest.mark.parametrize(
    ("operation", "size", "refill"),
    [
        ("CreateVpcEndpointServiceConfiguration", 10, 1.0),
        ("ModifyVpcEndpointServiceConfiguration", 10, 1.0),
        ("DeleteVpcEndpointServiceConfigurations", 10, 1.0),
        ("AcceptVpcEndpointConnections", 10, 1.0),
        ("RejectVpcEndpointConnections", 10, 1.0),
        ("ModifyVpcEndpointServicePermissions", 50, 5.0),
        ("StartVpcEndpointServicePrivateDnsVerification", 50, 5.0),
        ("ModifyVpcEndpointServicePayerResponsibility", 50, 5.0),
        ("DescribeVpcEndpointServicePermissions", 100, 20.0),
        ("DescribeVpcEndpointServiceConfigurations", 100, 20.0),
        ("DescribeVpcEndpointConnections", 100, 20.0),
        ("CreateVpcEndpoint", 4, 0.3),
        ("CreateTags", 100, 10.0),
        ("DeleteTags", 100, 10.0),
    ],
)
def test_each_operation_has_the_bucket_that_aws_publishes(operation: str, size: int, refill: float) -> None:
    """The sizes and refills are those of the table in privatelink 1.11."""
    assert bucket(operation) == (size, refill)


def test_an_empty_bucket_refuses_until_it_is_refilled(start: Start, clock: Hand) -> None:
    """ModifyVpcEndpointServicePermissions has 50 tokens, and 5 more each second (privatelink 1.11)."""
    start(request_rates=True)
    modify = ec2().modify_vpc_endpoint_service_permissions
    for principal in roots(50):
        permit(principal)
    sent = {"ServiceId": SERVICE, "AddAllowedPrincipals": ["*"]}
    assert refused(modify, **sent) == ("RequestLimitExceeded", 503, "Request limit exceeded.")
    clock.move(0.2)
    modify(**sent)
    assert refused(modify, **sent)[0] == "RequestLimitExceeded"
    clock.move(3600)
    for _ in range(50):
        modify(**sent)
    assert refused(modify, **sent)[0] == "RequestLimitExceeded"


def test_each_account_region_and_operation_has_a_bucket(start: Start) -> None:
    """There is a bucket for each account, Region and operation (privatelink 1.11)."""
    start(request_rates=True)
    sent = {"ServiceIds": [SERVICE]}
    for _ in range(10):
        ec2().delete_vpc_endpoint_service_configurations(**sent)
    assert refused(ec2().delete_vpc_endpoint_service_configurations, **sent)[0] == "RequestLimitExceeded"
    ec2(region=ABROAD).delete_vpc_endpoint_service_configurations(**sent)
    ec2(OTHER_SELLER).delete_vpc_endpoint_service_configurations(**sent)
    ec2().describe_vpc_endpoint_service_configurations()


@pytest.mark.usefixtures("twin")
def test_rates_are_off_by_default() -> None:
    """Tests that are not about rates run at full speed."""
    for _ in range(15):
        ec2().delete_vpc_endpoint_service_configurations(ServiceIds=[SERVICE])
