import pytest

from reconciler.twin.bridge.endpoint_services import inspect
from tests.twin.ec2.conftest import Start
from tests.twin.ec2.sellers import CONNECTED, LIVE, SELLER, SERVICE, UNKNOWN, WAITING, balancer, configuration, ec2
from tests.twin.sdk import client, refused
from tests.twin.worlds import Hand


def delete(*services: str) -> list[tuple[str, str, str]]:
    """Delete services; return id, code and message of each service that was not deleted."""
    answer = ec2().delete_vpc_endpoint_service_configurations(ServiceIds=list(services))
    return [(item["ResourceId"], item["Error"]["Code"], item["Error"]["Message"]) for item in answer["Unsuccessful"]]


def test_a_deleted_service_is_deleting_and_then_gone(start: Start, clock: Hand) -> None:
    """Deletion is asynchronous: Available, Deleting, gone (privatelink 1.5)."""
    start(durations={"deleting": 30})
    assert delete(SERVICE) == []
    assert configuration()["ServiceState"] == "Deleting"
    assert delete(SERVICE)[0][1] == "InvalidVpcEndpointService.NotFound"
    sent = {"ServiceId": SERVICE, "AddAllowedPrincipals": ["*"]}
    assert refused(ec2().modify_vpc_endpoint_service_permissions, **sent)[0] == "IncorrectState"
    clock.move(30)
    assert inspect() == {}
    described = refused(ec2().describe_vpc_endpoint_service_configurations, ServiceIds=[SERVICE])
    assert described[0] == "InvalidVpcEndpointServiceId.NotFound"


def test_a_service_with_live_connections_is_not_deleted(start: Start) -> None:
    """Until all live connections are rejected, its code is ExistingVpcEndpointConnections (privatelink 1.5)."""
    start(connections=CONNECTED)
    kept = (SERVICE, "ExistingVpcEndpointConnections", "Service has existing active VPC Endpoint connections!")
    assert delete(SERVICE) == [kept]
    ec2().reject_vpc_endpoint_connections(ServiceId=SERVICE, VpcEndpointIds=[LIVE])
    assert delete(SERVICE) == [kept]
    ec2().reject_vpc_endpoint_connections(ServiceId=SERVICE, VpcEndpointIds=[WAITING])
    assert delete(SERVICE) == []


@pytest.mark.usefixtures("twin")
def test_a_deletion_may_succeed_in_part() -> None:
    """An unknown id is an item of Unsuccessful, and the other services are deleted (privatelink 1.5)."""
    missing = (
        UNKNOWN,
        "InvalidVpcEndpointService.NotFound",
        f"The VpcEndpointService Id '{UNKNOWN}' does not exist",
    )
    assert delete(UNKNOWN, SERVICE) == [missing]
    assert inspect() == {}


@pytest.mark.usefixtures("twin")
def test_a_load_balancer_is_free_after_its_service_is_deleted() -> None:
    """A load balancer cannot be deleted before its service; in moto it can (privatelink 4.1, item 10)."""
    elb = client("elbv2", SELLER)
    assert refused(elb.delete_load_balancer, LoadBalancerArn=balancer())[0] == "ResourceInUse"
    delete(SERVICE)
    elb.delete_load_balancer(LoadBalancerArn=balancer())
    remaining = [item["LoadBalancerArn"] for item in elb.describe_load_balancers()["LoadBalancers"]]
    assert balancer() not in remaining
