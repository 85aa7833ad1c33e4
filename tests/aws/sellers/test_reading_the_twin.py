from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from botocore.session import Session

from reconciler.aws.permission_pages import PageParser
from reconciler.errors import Rejected, Unreadable
from reconciler.ports import EndpointServices, Grants
from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.aws.called import READS
from tests.aws.conftest import StandingClock
from tests.aws.sellers.on_twin import Selling, sold
from tests.aws.watched import Watched
from tests.twin.ec2.sellers import (
    ABROAD,
    HOME,
    OTHER_SELLER,
    SELLER,
    SERVICE,
    UNKNOWN,
    balancer,
    roots,
)
from tests.twin.worlds import Hand
from tests.verbs import VERB


def test_each_seller_is_its_own_account(selling: Selling) -> None:
    """One uses the credentials, one a role that trusts them; each sees its own services."""
    assert (selling("saas").identity.account(), selling("data").identity.account()) == (SELLER, OTHER_SELLER)
    assert [service.id for service in selling("saas").regions[HOME].configurations()] == [SERVICE]
    assert selling("saas").regions[ABROAD].configurations() == ()
    assert selling("data").regions[HOME].configurations() == ()


def test_a_role_that_trusts_another_principal_is_unreadable(twin: Twin, selling: Selling) -> None:
    """Nothing of that seller is read."""
    twin.reset(parse({"version": 1, "caller": SELLER, "roles": []}))
    with pytest.raises(Unreadable, match=r"^sts:AssumeRole: AccessDenied"):
        selling("data").regions[HOME].configurations()


@pytest.mark.parametrize("count", [0, 1, 68, 1000, 2500])
def test_all_grants_are_read_a_thousand_a_page(twin: Twin, selling: Selling, count: int) -> None:
    """There are as many calls as pages, and the fast parser understands the twin's answers."""
    twin.reset(sold(roots(count)))
    assert selling().regions[HOME].grants(SERVICE) == Grants(frozenset(roots(count)), 0)
    assert twin.calls.operations() == {"DescribeVpcEndpointServicePermissions": max(1, -(-count // 1000))}


def test_a_missing_service_is_in_no_list_and_its_grants_cannot_be_read(api: EndpointServices) -> None:
    """A missing service has no configuration and no connections, and reading its grants fails."""
    assert (api.configurations([UNKNOWN]), api.connections([UNKNOWN])) == ((), ())
    with pytest.raises(Unreadable, match=rf"of {UNKNOWN} in us-east-1 .*: InvalidVpcEndpointServiceId\.NotFound"):
        api.grants(UNKNOWN)


@pytest.mark.parametrize("call", sorted(call for call in READS if call.startswith("ec2:")))
def test_denied_and_throttled_reads_are_unreadable(
    api: EndpointServices, selling: Selling, twin: Twin, call: str
) -> None:
    """The message has the region and the account."""
    operation = call.partition(":")[2]
    asking: dict[str, Callable[[], object]] = {
        "DescribeAvailabilityZones": selling().load_balancers[HOME].zones,
        "DescribeVpcEndpointServiceConfigurations": api.configurations,
        "DescribeVpcEndpointServicePermissions": lambda: api.grants(SERVICE),
        "DescribeVpcEndpointConnections": lambda: api.connections([SERVICE]),
        "DescribeVpcEndpointConnectionNotifications": lambda: api.notifications([SERVICE]),
    }
    for fault in (twin.faults.throttle, twin.faults.deny):
        fault(operation)
        with pytest.raises(Unreadable, match=rf"^{call} .*us-east-1 of seller saas \({SELLER}\): "):
            asking[operation]()


@dataclass
class Together(StandingClock):
    """A clock that moves the twin's clock as well."""

    hand: Hand = field(default_factory=Hand)

    def sleep(self, seconds: float) -> None:
        """Move both clocks."""
        super().sleep(seconds)
        self.hand.move(seconds)


def test_the_client_keeps_ec2s_rates(twin: Twin, selling: Selling, hand: Hand) -> None:
    """Of twelve creations nine are sent at once and three as tokens return: none is throttled."""
    twin.reset(sold(request_rates=True))
    clock = Together(hand=hand)
    calls = selling(writes=True, clock=clock).calls("ec2", HOME)
    for _ in range(12):
        with pytest.raises(Rejected) as caught:
            calls.edit(VERB["CreateVpcEndpointServiceConfiguration"], {"NetworkLoadBalancerArns": [balancer("none")]})
        assert caught.value.code == "NetworkLoadBalancerNotFoundException"
    assert clock.slept == pytest.approx([1 / 0.95] * 3)


def test_pages_of_the_twin_are_of_the_form_that_is_read_fast(twin: Twin, selling: Selling) -> None:
    """Botocore's parser gets one item of 1,000."""
    twin.reset(sold(roots(1000)))
    selling()
    bodies: list[bytes] = []
    session = Session()
    session.register("before-parse.ec2", lambda response_dict, **_: bodies.append(response_dict["body"]))
    client = session.create_client("ec2", region_name=HOME)
    client.describe_vpc_endpoint_service_permissions(ServiceId=SERVICE, MaxResults=1000)
    watched = Watched()
    shape = client.meta.service_model.operation_model("DescribeVpcEndpointServicePermissions").output_shape
    found = PageParser(watched).parse({"body": bodies[0], "headers": {}, "status_code": 200}, shape)
    assert set(found["AllowedPrincipals"].texts["Principal"]) == set(roots(1000))
    assert (len(watched.sizes), watched.sizes[0] < 1000) == (1, True)


def test_all_that_a_plan_reads_is_on_the_read_list(twin: Twin, selling: Selling) -> None:
    """The twin's calls of EC2 equal the read list, and none writes."""
    services = selling().regions[HOME]
    services.configurations()
    services.grants(SERVICE)
    services.connections([SERVICE])
    services.notifications([SERVICE])
    selling().load_balancers[HOME].zones()
    assert {f"{call.service}:{call.operation}" for call in twin.calls} == {c for c in READS if c.startswith("ec2:")}
    assert not twin.calls.writes()
