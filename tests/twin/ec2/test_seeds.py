from collections.abc import Callable
from typing import Any

import pytest

from reconciler.errors import InvalidInput
from reconciler.twin.bridge.endpoint_services import inspect
from reconciler.twin.ec2.inspection import InspectedService
from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.twin.ec2.sellers import FREE, LIVE, SELLER, SERVICE, UNKNOWN, balancer, ec2, permissions
from tests.twin.sdk import port

Section = dict[str, Any]


def section(edit: Callable[[Section], object] = lambda _section: None) -> dict[str, Any]:
    """Return a seed with a full section, after an edit of it."""
    full: Section = {
        "load_balancers": [
            {"arn": balancer(), "zones": ["us-east-1a"], "ip_address_type": "dualstack", "state": "active"},
            {"arn": FREE, "zones": ["us-east-1b"]},
        ],
        "services": [
            {
                "id": SERVICE,
                "load_balancers": [balancer()],
                "acceptance_required": False,
                "ip_address_types": ["ipv4", "ipv6"],
                "supported_regions": ["eu-west-1"],
                "private_dns": {"name": "api.example.com", "state": "failed"},
                "payer": "ServiceOwner",
                "tags": {"reconciler:name": "api-us"},
                "principals": ["arn:aws:iam::111111111111:role/reader", "*"],
                "connections": [{"id": LIVE, "owner": "111111111111", "region": "eu-west-1", "state": "rejected"}],
            }
        ],
        "durations": {"creating": 1, "deleting": 2, "connecting": 3, "departing": 4, "verifying": 5.5},
        "request_rates": True,
    }
    edit(full)
    return {"version": 1, "caller": SELLER, "endpoint_services": full}


def test_a_seed_states_everything_about_a_service() -> None:
    """EC2 holds what the seed states when the twin starts."""
    with Twin(parse(section())).start(port()):
        assert inspect() == {
            SERVICE: InspectedService(
                id=SERVICE,
                owner=SELLER,
                region="us-east-1",
                state="Available",
                load_balancers=(balancer(),),
                zones=("us-east-1a",),
                acceptance_required=False,
                ip_address_types=frozenset({"ipv4", "ipv6"}),
                supported_regions=frozenset({"us-east-1", "eu-west-1"}),
                private_dns_name="api.example.com",
                private_dns_state="failed",
                payer="ServiceOwner",
                tags={"reconciler:name": "api-us"},
                principals=frozenset({"arn:aws:iam::111111111111:role/reader", "*"}),
                transit_gateway_principals=frozenset(),
                connections={LIVE: "rejected"},
            )
        }
        assert [item["PrincipalType"] for item in permissions()] == ["Role", "All"]


def test_a_seed_without_the_section_has_no_services() -> None:
    """The section and all its members are optional."""
    for seed in ({"version": 1}, {"version": 1, "endpoint_services": {}}):
        with Twin(parse(seed)).start(port()):
            assert ec2().describe_vpc_endpoint_service_configurations()["ServiceConfigurations"] == []
            assert inspect() == {}


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (lambda found: found.update(services=1), "endpoint_services.services: expected a list"),
        (lambda found: found.update(extra=1), "endpoint_services.extra: unknown field"),
        (lambda found: found["services"][0].pop("id"), "services[0].id: required"),
        (lambda found: found["services"][0].update(id="vpce-svc-1"), "services[0].id: must satisfy"),
        (lambda found: found["services"][0].update(principals=["1"]), "principals[0]: must satisfy"),
        (lambda found: found["services"][0].update(payer="me"), "payer: must be one of: ServiceOwner"),
        (lambda found: found["services"][0]["connections"][0].update(owner=1), "owner: expected a string"),
        (lambda found: found["load_balancers"].append(found["load_balancers"][0]), f"{balancer()} is given more"),
        (lambda found: found["services"].append(found["services"][0]), f"{SERVICE} is given more than once"),
        (
            lambda found: found["services"].append({**found["services"][0], "id": UNKNOWN}),
            f"{UNKNOWN}: {balancer()} already backs {SERVICE}",
        ),
        (lambda found: found["load_balancers"].pop(0), f"{balancer()} is not among load_balancers"),
        (
            lambda found: found["services"][0]["load_balancers"].append(balancer(region="eu-west-1")),
            "its load balancers are in different accounts or regions",
        ),
    ],
)
def test_an_error_in_the_section_names_its_place(edit: Callable[[Section], object], problem: str) -> None:
    """Bad input ends in one clear error that says what is wrong and where."""
    with pytest.raises(InvalidInput) as caught:
        parse(section(edit), "seed")
    assert problem in str(caught.value)
