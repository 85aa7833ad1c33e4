"""The account that a seller's services are looked at from, as the program reaches it, on the twin."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest

from reconciler.aws.calls import OBSERVING, CallList, observer_actions
from reconciler.aws.session import clients
from reconciler.errors import Refused, Unreadable
from reconciler.ports import Consumer, ConsumerEndpoint, OfferedService, WantedEndpoint
from reconciler.settings import Observer, Role, Seller, Settings
from reconciler.twin.bridge.endpoint_services import inspect
from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.aws.conftest import StandingClock
from tests.selling import SAAS, balancer, root, service, service_id

OTHER = "444444444444"
NAME = f"com.amazonaws.vpce.us-east-1.{service_id()}"
ROLE = Role(f"arn:aws:iam::{OTHER}:role/observer")
SETTINGS = Settings(
    file="reconciler.yaml", sellers=(Seller("saas", SAAS, ("us-east-1",), observer=Observer(ROLE, "us-east-1")),)
)

Start = Callable[..., tuple[Twin, Consumer]]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, clock: StandingClock) -> Iterator[Start]:
    """Start a twin with one service, and return it with what the observer sees."""
    running: list[Twin] = []

    def begin(*, writing: bool = False, region: str = "us-east-1", **stated: Any) -> tuple[Twin, Consumer]:  # noqa: ANN401 - JSON
        balancers = [{"arn": balancer(), "zones": ["us-east-1a", "us-east-1b"]}]
        seed = {
            "version": 1,
            "caller": SAAS,
            "roles": [{"account": OTHER, "name": "observer", "trusted": [SAAS]}],
            "endpoint_services": {"load_balancers": balancers, "services": [service(**stated)]},
        }
        twin = Twin(parse(seed)).start()
        running.append(twin)
        for name, value in (twin.environment(SAAS) | {"AWS_MAX_ATTEMPTS": "1"}).items():
            monkeypatch.setenv(name, value)
        calls = CallList.of(OBSERVING, writing=writing)
        return twin, clients(SETTINGS, calls=calls, clock=clock, environ=os.environ).sellers["saas"].observer(region)

    yield begin
    for twin in running:
        twin.stop()


def wanted(consumer: Consumer, twin: Twin, **stated: Any) -> WantedEndpoint:  # noqa: ANN401 - the fields
    """Return an endpoint in the first subnet of the observer."""
    found = subnet_ids(twin)[:1]
    (subnet,) = consumer.subnets(found)
    usual = {"service_name": NAME, "vpc": subnet.vpc, "subnets": (subnet.id,), "tags": {"a": "b"}, "token": "t"}
    return WantedEndpoint(**{**usual, **stated})


def subnet_ids(twin: Twin) -> list[str]:
    """Return the ids of the observer's default subnets, by their zones."""
    keys = {"aws_access_key_id": f"AKIATWIN{OTHER}", "aws_secret_access_key": "twin"}
    found = boto3.client("ec2", region_name="us-east-1", endpoint_url=twin.endpoint, **keys).describe_subnets()
    return [item["SubnetId"] for item in sorted(found["Subnets"], key=lambda item: str(item["AvailabilityZone"]))]


def test_the_observer_sees_a_service_with_its_own_role(start: Start) -> None:
    """The calls are those of the observer's account, and its role is assumed once."""
    name = {"name": "api.example.com", "state": "verified"}
    twin, consumer = start(principals=[root(OTHER)], private_dns=name)
    assert consumer.service(NAME, "us-east-1") == OfferedService(
        name=NAME,
        owner=SAAS,
        private_dns_name="api.example.com",
        private_dns_state="verified",
        acceptance_required=True,
        zone_ids=frozenset({"use1-az6", "use1-az1"}),
    )
    assert consumer.lists(NAME, SAAS, "us-east-1")
    assert {call.account for call in twin.calls if call.service == "ec2"} == {OTHER}
    assert twin.calls.operations() == {"AssumeRole": 1, "DescribeVpcEndpointServices": 2}


@pytest.mark.parametrize(("principals", "seen", "listed"), [([], False, False), (["*"], True, False)])
def test_a_service_may_be_unseen_or_hidden(start: Start, principals: list[str], *, seen: bool, listed: bool) -> None:
    """Without a grant nobody sees it; with `*` alone it is found by name only (privatelink 1.8, 2.4)."""
    _, consumer = start(principals=principals)
    assert (consumer.service(NAME, "us-east-1") is not None, consumer.lists(NAME, SAAS, "us-east-1")) == (seen, listed)


def test_a_service_of_another_region_is_asked_for_with_its_region(start: Start) -> None:
    """The observer looks from its own region at the region of the service, and shares no zones (privatelink 2.5)."""
    _, consumer = start(region="eu-west-1", principals=[root(OTHER)], supported_regions=["eu-west-1"])
    found = consumer.service(NAME, "us-east-1")
    assert found is not None
    assert found.zone_ids == frozenset()
    assert consumer.lists(NAME, SAAS, "us-east-1")


def test_an_endpoint_is_created_once_found_by_its_tag_and_deleted(start: Start) -> None:
    """The same token creates it once; an endpoint that is gone already is no failure."""
    twin, consumer = start(writing=True, principals=[root(OTHER)], acceptance_required=False)
    asked = wanted(consumer, twin)
    made = consumer.create(asked)
    assert consumer.create(asked) == made
    found = consumer.endpoint(made)
    assert found is not None
    assert consumer.endpoints("a") == (found,)
    assert consumer.endpoints("b") == ()
    assert (found.state, found.service_name, found.tags) == ("available", NAME, {"a": "b"})
    assert len(found.dns_names) == 2
    assert inspect()[service_id()].connections == {made: "available"}
    consumer.delete(made)
    consumer.delete(made)
    assert inspect()[service_id()].connections == {made: "deleted"}
    assert consumer.endpoint(made) is None


def test_clients_that_only_look_create_no_endpoint(start: Start) -> None:
    """A call that writes is refused before it is sent."""
    twin, consumer = start(principals=[root(OTHER)])
    asked = wanted(consumer, twin)
    with pytest.raises(Refused):
        consumer.create(asked)
    with pytest.raises(Refused):
        consumer.delete("vpce-0123456789abcdef0")
    assert twin.calls.writes() == {}


READS: dict[str, Callable[[Consumer], object]] = {
    "DescribeSubnets": lambda consumer: consumer.subnets(["subnet-1"]),
    "DescribeVpcEndpointServices": lambda consumer: consumer.service(NAME, "us-east-1"),
    "DescribeVpcEndpoints": lambda consumer: consumer.endpoints("a"),
}


def test_every_read_of_the_observer_is_denied_here() -> None:
    """A new read must be denied here too."""
    assert set(READS) == {verb.name for verb in OBSERVING if not verb.writes}


@pytest.mark.parametrize("operation", READS)
def test_a_denied_read_names_its_action_and_the_observer(start: Start, operation: str) -> None:
    """The error says which action the role lacks, in which region and whose account."""
    twin, consumer = start()
    twin.faults.deny(operation)
    with pytest.raises(Unreadable) as caught:
        READS[operation](consumer)
    assert f"in us-east-1 of the observer {OTHER}" in caught.value.message
    assert f"allow ec2:{operation} to role {ROLE.arn}" in caught.value.hint


def test_a_role_that_does_not_trust_the_caller_is_named(start: Start) -> None:
    """The error is that of a role that cannot be assumed."""
    twin, consumer = start()
    twin.faults.deny("AssumeRole")
    with pytest.raises(Unreadable) as caught:
        consumer.endpoints("a")
    assert "sts:AssumeRole" in caught.value.message
    assert ROLE.arn in f"{caught.value.message} {caught.value.hint}"


def test_an_unknown_endpoint_is_not_there(start: Start) -> None:
    """It may not show yet: EC2's reads are eventually consistent (privatelink 1.0)."""
    _, consumer = start()
    nothing: ConsumerEndpoint | None = consumer.endpoint("vpce-0123456789abcdef0")
    assert nothing is None


def test_the_actions_of_an_observer_are_few() -> None:
    """To look takes three; an endpoint takes two calls, tags, and access to other regions."""
    looking = ("ec2:DescribeSubnets", "ec2:DescribeVpcEndpointServices", "ec2:DescribeVpcEndpoints")
    assert observer_actions(writing=False) == looking
    creating = {"ec2:CreateTags", "ec2:CreateVpcEndpoint", "ec2:DeleteVpcEndpoints", "vpce:AllowMultiRegion"}
    assert set(observer_actions(writing=True)) == {*looking, *creating}
