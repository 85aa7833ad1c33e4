"""A test endpoint: created, looked at, removed."""

from typing import Any

import pytest

from reconciler.errors import ExitCode, ReconcilerError, UsageError
from reconciler.pipeline import verify_code
from tests.observing import ADMITTED, NAME, OTHER, Observatory, ec2, line, refuse, statuses, subnet, told

AT_ONCE: dict[str, Any] = {"principals": ADMITTED, "acceptance_required": False}


def test_an_endpoint_is_created_looked_at_and_removed(observatory: Observatory) -> None:
    """Every line about it is green, its names are told, and one call creates it and one removes it."""
    observatory.begin(**AT_ONCE, durations={"connecting": 12})
    answer = observatory.verify(subnet("us-east-1b"), subnet())
    (made,) = observatory.endpoints()
    found = told(answer, "endpoint", "removed", "subnets", "names")
    assert found["endpoint"] == ("green", f"{made} was available after 15 s")
    assert found["removed"] == ("green", made)
    assert found["subnets"] == (
        "green",
        f"{subnet()} in use1-az6 (us-east-1a here), {subnet('us-east-1b')} in use1-az1 (us-east-1b here)",
    )
    assert found["names"][0] == "green"
    assert [name.partition(".")[0].removeprefix(made)[9:] for name in found["names"][1].split(", ")] == [
        "",
        "-us-east-1a",
        "-us-east-1b",
    ]
    assert observatory.written() == {"CreateVpcEndpoint": 1, "DeleteVpcEndpoints": 1}
    assert (observatory.live(), verify_code(answer)) == ([], ExitCode.DONE)


def test_the_endpoint_is_private_and_has_a_lease(observatory: Observatory) -> None:
    """Its private DNS name is not enabled; its tag says whose it is and until when that run may use it."""
    observatory.begin(**AT_ONCE, private_dns={"name": "api.example.com", "state": "verified"})
    seen: list[dict[str, Any]] = []
    after = lambda: seen.extend(ec2().describe_vpc_endpoints()["VpcEndpoints"])  # noqa: E731
    observatory.shop.twin.faults.before("DeleteVpcEndpoints", after)
    observatory.verify(subnet())
    assert [(one["PrivateDnsEnabled"], one["Tags"]) for one in seen] == [
        (False, [{"Key": "reconciler:verify", "Value": "run-1 until 2026-11-22T10:20:00Z"}])
    ]


def test_what_it_means_and_costs_is_said_before(observatory: Observatory) -> None:
    """The user agrees before the first call that writes."""
    observatory.begin(**AT_ONCE)
    vpc = ec2().describe_vpcs()["Vpcs"][0]["VpcId"]
    observatory.verify(subnet(), subnet("us-east-1b"))
    assert observatory.asked == [
        (
            f"A test endpoint is created in {vpc} of account {OTHER} (us-east-1), in 2 zones, and removed at the end, "
            "after 10 minutes of waiting at most."
        ),
        "AWS bills an interface endpoint by the hour for each zone, and the data that it carries.",
        "Its private DNS name is not enabled, so nothing else in the VPC changes.",
    ]
    with pytest.raises(ReconcilerError, match="refused: A test endpoint is created"):
        observatory.verify(subnet(), agree=refuse)
    assert observatory.written() == {}


def test_an_endpoint_that_waits_says_how_to_accept_it(observatory: Observatory) -> None:
    """The wait goes on while somebody accepts it."""
    observatory.begin(principals=ADMITTED)
    observatory.shop.clock.waking = [lambda: observatory.accept(next(iter(observatory.endpoints())))]
    answer = observatory.verify(subnet())
    (made,) = observatory.endpoints()
    assert observatory.told == [f"{made} waits to be accepted, for 10 minutes: reconciler connections accept {made}"]
    assert statuses(answer, ["endpoint", "names", "removed"]) == dict.fromkeys(
        ["endpoint", "names", "removed"], "green"
    )


def test_nobody_who_accepts_is_not_known_to_be_a_fault(observatory: Observatory) -> None:
    """After ten minutes the endpoint is removed, and the line is grey with the next step."""
    observatory.begin(principals=ADMITTED)
    answer = observatory.verify(subnet())
    (made,) = observatory.endpoints()
    assert line(answer, "endpoint")["status"] == "grey"
    assert line(answer, "endpoint")["because"] == (
        f"nobody accepted {made} within 10 minutes; run it again, and accept it meanwhile"
    )
    assert line(answer, "endpoint")["commands"] == [f"reconciler connections accept {made}"]
    assert told(answer, "names") == {"names": ("grey", "waits for: A test endpoint becomes available")}
    assert observatory.shop.clock.at == 600
    assert observatory.live() == []


def test_an_endpoint_that_the_owner_rejects_is_red(observatory: Observatory) -> None:
    """A rejected endpoint never becomes available, and is removed at once."""
    observatory.begin(principals=ADMITTED)
    observatory.shop.clock.waking = [observatory.reject]
    answer = observatory.verify(subnet())
    (made,) = observatory.endpoints()
    assert told(answer, "endpoint") == {"endpoint": ("red", f"{made} is rejected after 5 s")}
    assert (observatory.live(), verify_code(answer)) == ([], ExitCode.CHANGES)


def test_an_endpoint_that_stays_pending_is_red_after_the_wait(observatory: Observatory) -> None:
    """The wait has an end."""
    observatory.begin(**AT_ONCE, durations={"connecting": 3600})
    answer = observatory.verify(subnet())
    (made,) = observatory.endpoints()
    assert told(answer, "endpoint") == {"endpoint": ("red", f"{made} was still pending after 10 minutes")}
    assert observatory.live() == []


def test_a_subnet_in_a_zone_that_the_service_lacks_creates_nothing(observatory: Observatory) -> None:
    """AWS would refuse it (privatelink 2.5); the zones are compared by id."""
    observatory.begin(**AT_ONCE)
    outside = subnet("us-east-1c")
    answer = observatory.verify(subnet(), outside)
    assert told(answer, "subnets", "endpoint", "removed") == {
        "subnets": (
            "red",
            f"{outside} in use1-az2: the service is in use1-az1, use1-az6, and AWS refuses an endpoint elsewhere",
        ),
        "endpoint": ("grey", "waits for: The subnets of the test are in zones of the service"),
        "removed": ("grey", "there was none to remove"),
    }
    assert (observatory.asked, observatory.written()) == ([], {})


def test_a_service_that_is_not_seen_gets_no_endpoint(observatory: Observatory) -> None:
    """The endpoint would be refused; nothing is asked and nothing is written."""
    observatory.begin(principals=[])
    answer = observatory.verify(subnet())
    assert told(answer, "endpoint") == {"endpoint": ("grey", "waits for: Another account sees the service by its name")}
    assert (observatory.asked, observatory.written()) == ([], {})


def test_subnets_that_no_endpoint_can_have_are_usage_errors(observatory: Observatory) -> None:
    """A subnet that is not there, subnets of two VPCs, and two in one zone; nothing is created."""
    observatory.begin(**AT_ONCE)
    vpc = ec2().describe_vpcs()["Vpcs"][0]["VpcId"]
    other = ec2().create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    blocks = [(vpc, "172.31.240.0/24"), (other, "10.1.0.0/24")]
    twin, far = (
        ec2().create_subnet(VpcId=one, CidrBlock=block, AvailabilityZone="us-east-1a")["Subnet"]["SubnetId"]
        for one, block in blocks
    )
    for wrong, message in [
        ("subnet-0123456789abcdef0", f"subnet-0123456789abcdef0 is not in us-east-1 of account {OTHER}"),
        (far, f"the subnets are in 2 VPCs: {', '.join(sorted([vpc, other]))}"),
        (twin, "2 of the subnets are in zone use1-az6"),
    ]:
        with pytest.raises(UsageError) as caught:
            observatory.verify(subnet(), wrong)
        assert caught.value.message == message
        assert observatory.written() == {}


def test_security_groups_are_those_that_the_user_names(observatory: Observatory) -> None:
    """Without them the endpoint gets the VPC's default group, which lets only its own members in."""
    observatory.begin(**AT_ONCE)
    vpc = ec2().describe_vpcs()["Vpcs"][0]["VpcId"]
    group = ec2().create_security_group(GroupName="clients", Description="clients", VpcId=vpc)["GroupId"]
    seen: list[dict[str, Any]] = []
    look = lambda: seen.extend(ec2().describe_vpc_endpoints()["VpcEndpoints"])  # noqa: E731
    observatory.shop.twin.faults.before("DeleteVpcEndpoints", look)
    observatory.verify(subnet(), security_groups=(group,))
    assert [[one["GroupId"] for one in each["Groups"]] for each in seen] == [[group]]


def test_an_endpoint_from_another_region_states_the_region_of_the_service(observatory: Observatory) -> None:
    """Zones need not match (privatelink 2.2)."""
    observatory.settings = f"observer: {{role: 'arn:aws:iam::{OTHER}:role/observer', region: eu-west-1}}"
    observatory.begin(**AT_ONCE, supported_regions=["eu-west-1"])
    answer = observatory.verify(subnet("eu-west-1c", "eu-west-1"))
    expected = {"subnets": "grey", "endpoint": "green", "names": "green", "removed": "green"}
    assert statuses(answer, expected) == expected


@pytest.mark.parametrize(
    ("code", "status", "exits"),
    [("InvalidServiceName", "red", ExitCode.CHANGES), ("UnauthorizedOperation", "grey", ExitCode.UNREADABLE)],
)
def test_a_refused_creation_is_told(observatory: Observatory, code: str, status: str, exits: ExitCode) -> None:
    """A denied one tells nothing about the service, and names the permission."""
    observatory.begin(**AT_ONCE)
    if status == "grey":
        observatory.shop.twin.faults.deny("CreateVpcEndpoint")
    else:
        observatory.shop.twin.faults.fail(
            "CreateVpcEndpoint", code, f"The Vpc Endpoint Service '{NAME}' does not exist"
        )
    answer = observatory.verify(subnet())
    assert line(answer, "endpoint")["status"] == status
    assert line(answer, "endpoint")["because"].startswith(f"could not be created: {code}: ")
    assert ("allow ec2:CreateVpcEndpoint" in line(answer, "endpoint")["because"]) == (status == "grey")
    assert told(answer, "removed") == {"removed": ("grey", "there was none to remove")}
    assert verify_code(answer) is exits


def test_a_failed_removal_is_red_and_says_what_removes_it(observatory: Observatory) -> None:
    """The endpoint costs money until it is gone."""
    observatory.begin(**AT_ONCE)
    observatory.shop.twin.faults.deny("DeleteVpcEndpoints")
    answer = observatory.verify(subnet())
    (made,) = observatory.live()
    assert line(answer, "removed")["status"] == "red"
    assert "allow ec2:DeleteVpcEndpoints" in line(answer, "removed")["because"]
    assert line(answer, "removed")["commands"] == [
        f"aws ec2 delete-vpc-endpoints --region us-east-1 --vpc-endpoint-ids {made}"
    ]
