"""The services of the plan's `world` are those that were read, with who is admitted and who is connected."""

from typing import Any

import pytest

from reconciler.pipeline.planning import Planning
from tests.selling import (
    ABROAD,
    ACME,
    BUYER,
    GLOBEX,
    HOME,
    Shop,
    balancer,
    connection,
    endpoint_id,
    root,
    service,
    service_id,
    world,
)
from tests.trial import ORGANIZATION

READ = "DescribeVpcEndpointServiceConfigurations"
API = f"{{kind: endpoint_service, name: api, region: {HOME}, id: {service_id()}, principals: exclusive}}"
ACMES = f'{{kind: allowed_principals, name: acme, service: api, principals: ["{ACME}"]}}'
CUSTOMERS = f"""
{{kind: principal, items: {{acme: {{id: "{ACME}", title: Acme Corp}}, globex: {{id: "{GLOBEX}", title: Globex}}}}}}
"""
BOTH = {"principals": [root(ACME), root(GLOBEX)]}
ONE = {"principals": [root(ACME)]}


def services(planning: Planning) -> list[Any]:
    """Return the services of a plan's world, which must have been read."""
    found = planning.plan.as_json()["world"]["services"]
    assert found is not None
    return [*found]


def since(number: int, owner: str, state: str, *admitted_by: str) -> dict[str, Any]:
    """Return the connection of `connection` as the world has it."""
    told = {"endpoint": endpoint_id(number), "owner": owner, "state": state, "since": "2026-11-10T10:00:00Z"}
    return {**told, "region": HOME, "admitted_by": list(admitted_by)}


def test_a_revoked_grant_is_seen_before_and_its_connection_stays(shop: Shop) -> None:
    """Connections are told with the grants that admit them after the plan; names have every customer."""
    connected = [connection(2, GLOBEX), connection(1, ACME), connection(3, ACME, "rejected")]
    dns = {"name": "api.example.com", "state": "verified"}
    api = service(principals=BOTH["principals"], connections=connected, private_dns=dns, tags={"Name": "The API"})
    shop.twin.reset(world(api, service("other")))
    shop.wish(f"{API}\n---\n{ACMES}\n---\n{CUSTOMERS}")
    planning = shop.plan()
    name = f"com.amazonaws.vpce.{HOME}."
    assert services(planning) == [
        {
            "address": "endpoint_service.api",
            "id": service_id(),
            "service_name": name + service_id(),
            "region": HOME,
            "title": "The API",
            "dns": dns,
            "before": BOTH,
            "after": ONE,
            "connections": [
                since(1, ACME, "available", root(ACME)),
                since(2, GLOBEX, "available"),
                since(3, ACME, "rejected", root(ACME)),
            ],
        },
        {
            "address": None,
            "id": service_id("other"),
            "service_name": name + service_id("other"),
            "region": HOME,
            "title": "",
            "dns": None,
            "before": {"principals": None},
            "after": {"principals": None},
            "connections": None,
        },
    ]
    names = planning.plan.as_json()["names"]
    assert [names[one] for one in (ACME, GLOBEX, *BOTH["principals"])] == ["Acme Corp", "Globex", "Acme Corp", "Globex"]


def test_a_service_that_is_created_has_nothing_before(shop: Shop) -> None:
    """It has no id and no name in AWS yet, and nobody is connected; without a list nobody is granted."""
    shop.twin.reset(world(spare=[balancer(), balancer("web")]))
    made = f"kind: endpoint_service, region: {HOME}, load_balancers"
    shop.wish(
        f"{{{made}: ['{balancer()}'], name: api}}\n---\n{{{made}: ['{balancer('web')}'], name: web}}\n---\n{ACMES}"
    )
    found = services(shop.plan())
    assert [(one["address"], one["title"], one["after"]) for one in found] == [
        ("endpoint_service.api", "api", ONE),
        ("endpoint_service.web", "web", {"principals": []}),
    ]
    unknown = [{one["id"], one["service_name"], one["dns"], one["before"]} for one in found]
    assert (unknown, [one["connections"] for one in found]) == ([{None}, {None}], [[], []])


def test_a_service_that_is_deleted_has_nothing_after(shop: Shop) -> None:
    """Its connections are those before the plan, and nothing admits them afterwards."""
    shop.twin.reset(world(service(principals=[root(ACME)], connections=[connection(1, ACME)])))
    shop.wish(f"{{kind: endpoint_service, name: api, region: {HOME}, id: {service_id()}, state: absent}}")
    (found,) = services(shop.plan())
    assert (found["before"], found["after"], found["connections"]) == (ONE, None, [since(1, ACME, "available")])
    shop.converge(accept=["delete", "reject_connections"])
    assert services(shop.plan()) == []


def test_a_service_outside_the_selection_keeps_its_address(shop: Shop) -> None:
    """It is read and not planned; a region without a selected or other document is not read."""
    shop.twin.reset(world(service(principals=[]), service("other"), service("far", ABROAD)))
    other = f"{{kind: endpoint_service, name: other, region: {HOME}, id: {service_id('other')}}}"
    shop.wish(f"{API}\n---\n{ACMES}\n---\n{other}")
    found = services(shop.plan(select=("endpoint_service.other",)))
    assert [(one["address"], one["before"], one["after"]) for one in found] == [
        ("endpoint_service.api", {"principals": []}, {"principals": []}),
        ("endpoint_service.other", {"principals": []}, {"principals": []}),
    ]


def test_services_are_null_if_no_region_can_be_read(shop: Shop) -> None:
    """An empty list would say that the seller has none; the other parts are told all the same."""
    shop.settings(BUYER)
    shop.twin.reset(world(service()))
    shop.wish(API)
    shop.twin.faults.deny(READ)
    found = shop.plan(whole_organization=True).plan.as_json()["world"]
    assert (found["services"], found["experiences"]) == (None, [])
    assert [one["id"] for one in found["units"] or ()] == ["r-abcd", "ou-abcd-finance1"]


def test_services_of_a_region_that_can_be_read_are_told(shop: Shop) -> None:
    """A problem says that the other region was not read."""
    shop.twin.reset(world(service(), service("far", ABROAD)))
    shop.wish(API)
    shop.twin.faults.fail(READ, "InternalError", status=500, times=1)
    planning = shop.plan()
    assert [one.code for one in planning.plan.problems] == ["unreadable"]
    assert len(services(planning)) == 1


@pytest.mark.parametrize("settings", ["", BUYER])
def test_a_seller_without_services_has_an_empty_list(shop: Shop, settings: str) -> None:
    """The organization is null without the section `marketplace`."""
    shop.settings(settings)
    shop.wish(f"{{kind: principal, items: {{all: {{id: {ORGANIZATION}}}}}}}")
    found = shop.plan(whole_organization=True).plan.as_json()["world"]
    assert found["services"] == []
    assert {one is None for one in (found["units"], found["accounts"], found["experiences"])} == {not settings}
