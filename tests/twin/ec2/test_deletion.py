import pytest

from reconciler.twin.bridge.endpoint_services import inspect
from tests.twin.ec2.conftest import Start
from tests.twin.ec2.sellers import CONNECTED, LIVE, SELLER, SERVICE, UNKNOWN, WAITING, balancer, configuration, ec2
from tests.twin.sdk import client, refused
from tests.twin.worlds import Hand


def delete(*services: str) -> list[tuple[str, str, str]]:
    """Delete services; (id, code, message) of what was not deleted."""
    answer = ec2().delete_vpc_endpoint_service_configurations(ServiceIds=list(services))
    return [(item["ResourceId"], item["Error"]["Code"], item["Error"]["Message"]) for item in answer["Unsuccessful"]]


def test_a_deleted_service_is_deleting_and_then_gone(start: Start, clock: Hand) -> None:
    """privatelink.md 1.5: "Deletion is asynchronous (Available -> Deleting -> gone)"."""
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


def test_connections_keep_a_service(start: Start) -> None:
    """privatelink.md 1.5: HTTP 200 and `ExistingVpcEndpointConnections` until all live connections are rejected."""
    start(connections=CONNECTED)
    kept = (SERVICE, "ExistingVpcEndpointConnections", "Service has existing active VPC Endpoint connections!")
    assert delete(SERVICE) == [kept]
    ec2().reject_vpc_endpoint_connections(ServiceId=SERVICE, VpcEndpointIds=[LIVE])
    assert delete(SERVICE) == [kept]
    ec2().reject_vpc_endpoint_connections(ServiceId=SERVICE, VpcEndpointIds=[WAITING])
    assert delete(SERVICE) == []


@pytest.mark.usefixtures("twin")
def test_what_can_be_deleted_is_although_something_cannot() -> None:
    """privatelink.md 1.5: "Unknown id -> Unsuccessful item `InvalidVpcEndpointService.NotFound`"."""
    missing = (
        UNKNOWN,
        "InvalidVpcEndpointService.NotFound",
        f"The VpcEndpointService Id '{UNKNOWN}' does not exist",
    )
    assert delete(UNKNOWN, SERVICE) == [missing]
    assert inspect() == {}


@pytest.mark.usefixtures("twin")
def test_a_load_balancer_is_free_again_after_its_service() -> None:
    """privatelink.md 4.1, 10: "NLB in use can be deleted" is a gap of moto's."""
    elb = client("elbv2", SELLER)
    assert refused(elb.delete_load_balancer, LoadBalancerArn=balancer())[0] == "ResourceInUse"
    delete(SERVICE)
    elb.delete_load_balancer(LoadBalancerArn=balancer())
    remaining = [item["LoadBalancerArn"] for item in elb.describe_load_balancers()["LoadBalancers"]]
    assert balancer() not in remaining
