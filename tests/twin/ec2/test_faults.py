import pytest

from reconciler.twin.twin import Twin
from tests.twin.ec2.sellers import (
    SELLER,
    SERVICE,
    create,
    ec2,
    inspected,
    permissions,
    permit,
    principals,
    refused_permission,
    roots,
)
from tests.twin.sdk import refused

ONE, TWO, THREE = roots(3)
PERMISSIONS = "DescribeVpcEndpointServicePermissions"
CONFIGURATIONS = "DescribeVpcEndpointServiceConfigurations"


def test_throttling_has_the_error_of_ec2(twin: Twin) -> None:
    """The error is RequestLimitExceeded; the organization's limit may cause it at any time (privatelink 1.11)."""
    twin.faults.throttle("ModifyVpcEndpointServicePermissions", times=1)
    assert refused_permission(AddAllowedPrincipals=[ONE])[:2] == ("RequestLimitExceeded", 503)
    assert permit(ONE) == [ONE]


def test_denial_has_the_error_of_ec2(twin: Twin) -> None:
    """The error is UnauthorizedOperation, also for a dry run (privatelink 1.0)."""
    twin.faults.deny("ModifyVpcEndpointServicePermissions", account=SELLER)
    denied = {"AddAllowedPrincipals": [ONE], "DryRun": True}
    assert refused_permission(**denied)[:2] == ("UnauthorizedOperation", 403)
    assert permissions() == []


def test_a_lost_answer_was_carried_out(twin: Twin) -> None:
    """The caller cannot know whether the call was carried out."""
    twin.faults.lose_answer("ModifyVpcEndpointServicePermissions")
    assert refused_permission(AddAllowedPrincipals=[ONE])[1] == 500
    assert principals() == [ONE]


def test_an_error_of_ec2_has_the_form_of_ec2(twin: Twin) -> None:
    """EC2's errors are `Response/Errors/Error`; other services that answer in XML have another form."""
    twin.faults.fail("DescribeVpcEndpointConnections", "ResourceLimitExceeded", "Too <many>", status=400)
    answer = refused(ec2().describe_vpc_endpoint_connections)
    assert answer == ("ResourceLimitExceeded", 400, "Too <many>")


def test_reads_are_stale_after_a_write_on_demand(twin: Twin) -> None:
    """EC2's reads are eventually consistent, without a known bound (privatelink 1.0)."""
    permit(ONE)
    twin.faults.read_stale(PERMISSIONS, times=2)
    permit(TWO, remove=[ONE])
    assert [principals(), principals(), principals()] == [[ONE], [ONE], [TWO]]
    permit(THREE)
    assert [principals(), principals(), principals()] == [[TWO], [TWO], [TWO, THREE]]
    twin.faults.read_stale(PERMISSIONS, times=0)
    permit(remove=[TWO])
    assert principals() == [THREE]


def test_a_stale_read_does_not_find_a_new_service(twin: Twin) -> None:
    """A read after a creation may not find the service, by id or in a list (privatelink 1.0)."""
    twin.faults.read_stale(CONFIGURATIONS, times=2)
    service = create()["ServiceId"]
    describe = ec2().describe_vpc_endpoint_service_configurations
    assert refused(describe, ServiceIds=[service])[0] == "InvalidVpcEndpointServiceId.NotFound"
    assert [item["ServiceId"] for item in describe()["ServiceConfigurations"]] == [SERVICE]
    assert [item["ServiceId"] for item in describe()["ServiceConfigurations"]] == [SERVICE, service]


def test_writes_are_never_stale(twin: Twin) -> None:
    """Only reads are stale: a write builds on the writes before it."""
    twin.faults.read_stale(PERMISSIONS, times=100)
    permit(ONE)
    permit(TWO)
    assert principals() == [ONE]
    assert inspected().principals == {ONE, TWO}


def test_each_operation_has_its_own_stale_reads(twin: Twin) -> None:
    """A permission may be seen late while the configuration is seen at once."""
    twin.faults.read_stale(PERMISSIONS)
    service = create()["ServiceId"]
    assert len(ec2().describe_vpc_endpoint_service_configurations()["ServiceConfigurations"]) == 2
    stale = {"ServiceId": service}
    assert (
        refused(ec2().describe_vpc_endpoint_service_permissions, **stale)[0] == "InvalidVpcEndpointServiceId.NotFound"
    )
    assert ec2().describe_vpc_endpoint_service_permissions(**stale)["AllowedPrincipals"] == []


@pytest.mark.parametrize("times", [1, 3])
def test_a_reset_forgets_faults(twin: Twin, times: int) -> None:
    """After a reset, reads are consistent."""
    twin.faults.read_stale(PERMISSIONS, times=times)
    twin.reset()
    permit(ONE)
    assert principals() == [ONE]
