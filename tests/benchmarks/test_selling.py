"""Numbers of the benchmark of endpoint services that are computed, not measured."""

import pytest

from benchmarks.sellers.live import fewest_calls
from benchmarks.sellers.terraform import forms, seconds
from benchmarks.sellers.world import Customer, Service, Size, World, make_world

CUSTOMERS = tuple(Customer(f"arn:aws:iam::{number:012d}:root", f"{number:012d}") for number in range(1500))
PLAIN = Service(number=0, exclusive=True, admitted=CUSTOMERS)
DIFFERS = Service(number=1, exclusive=True, admitted=CUSTOMERS[:10], missing=CUSTOMERS[:3], stale=("a", "b"))
WORLD = World((PLAIN, DIFFERS), {})


def test_the_fewest_calls_are_full_pages_and_one_edit_a_service() -> None:
    """A list of 1,500 is two pages; connections are read for 200 services in a call."""
    assert fewest_calls(WORLD) == {
        "DescribeVpcEndpointServiceConfigurations": 1,
        "DescribeVpcEndpointServicePermissions": 3,
        "DescribeVpcEndpointConnections": 1,
        "GetCallerIdentity": 1,
        "ModifyVpcEndpointServicePermissions": 1,
    }


def test_terraform_reads_each_service_or_each_list_once_a_principal() -> None:
    """The calls are those of refresh and update in both forms (privatelink 3.1)."""
    inside, separate = (form.calls for form in forms(WORLD))
    assert inside == {
        "DescribeVpcEndpointServiceConfigurations": 2 + 1,
        "DescribeVpcEndpointServicePermissions": 3 + 1,
        "ModifyVpcEndpointServicePermissions": 1,
    }
    assert separate == {
        "DescribeVpcEndpointServiceConfigurations": 2,
        "DescribeVpcEndpointServicePermissions": 3 + 2 * 1500 + 9 + 3,
        "ModifyVpcEndpointServicePermissions": 3 + 2,
    }


def test_buckets_of_tokens_make_seconds_of_calls() -> None:
    """Reads have 100 tokens and 20 a second, edits 50 and 5, at the same time (privatelink 1.11)."""
    reads, edits = "DescribeVpcEndpointServicePermissions", "ModifyVpcEndpointServicePermissions"
    assert seconds({reads: 100, edits: 50}) == 0
    assert seconds({reads: 1000, edits: 50}) == 45
    assert seconds({reads: 1000, edits: 550}) == 100


@pytest.mark.parametrize(("size", "differing"), [(Size(), 10), (Size(services=200), 2)])
def test_one_of_a_hundred_services_differs(size: Size, differing: int) -> None:
    """The service differs by a few principals, in lists of either mode."""
    world = make_world(size._replace(principals=20))
    assert len(world.differing) == differing
    assert {len(service.missing) + len(service.stale) for service in world.differing} <= set(range(3, 9))
    assert {service.exclusive for service in world.differing} == {True, False}
