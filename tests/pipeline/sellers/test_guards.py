"""Guards refuse plans that take much from customers, and the first sentence of the plan says so."""

import re

import pytest

from reconciler.render import plan_lines
from tests.render.plans import WIDE
from tests.selling import (
    ACME,
    GLOBEX,
    HOME,
    INITECH,
    Shop,
    accounts,
    connection,
    refusals,
    root,
    service,
    service_id,
    world,
)

READER = f"arn:aws:iam::{ACME}:role/reader"


def exclusive(name: str = "api", **parts: str) -> str:
    """Return the document of a service that owns its list, with more fields."""
    more = "".join(f"{key}: {value}\n" for key, value in parts.items())
    return (
        f"kind: endpoint_service\nname: {name}\nregion: {HOME}\nid: {service_id(name)}\nprincipals: exclusive\n{more}"
    )


def admits(*principals: str, target: str = "api") -> str:
    """Return a document that admits principals."""
    listed = ", ".join(f'"{principal}"' for principal in principals)
    return f"kind: allowed_principals\nname: {target}\nservice: {target}\nprincipals: [{listed}]\n"


def rules(shop: Shop) -> list[str]:
    """Return the rules that refuse the plan of the repository."""
    return [code for code, _ in refusals(shop.plan().plan)]


def sentences(shop: Shop) -> list[str]:
    """Return the sentences of the plan about customers who lose access, without their names."""
    lines = [line.strip() for line in plan_lines(shop.plan().plan.as_json(), WIDE)]
    return [line.partition(":")[0].rpartition("  ")[2] for line in lines if re.search(r"loses? access[:.]", line)]


def start(shop: Shop, granted: list[str], *connected: str) -> None:
    """Reset the twin to a service that admits principals, some of which are connected."""
    connections = [connection(number, owner) for number, owner in enumerate(connected, 1)]
    shop.twin.reset(world(service(principals=granted, connections=connections)))
    shop.wish(exclusive())


def test_replacing_all_customers_of_a_list_is_refused(shop: Shop) -> None:
    """No member of the list stays, whatever is added, and two of the nine customers are connected."""
    nine = accounts(9)
    start(shop, [root(one) for one in nine], nine[0], nine[1], nine[1])
    shop.wish(admits(INITECH), "all.yaml")
    assert rules(shop) == ["max_removals", "max_connected_removed"]
    assert sentences(shop) == ["2 connected customers lose access", "7 customers without a connection lose access"]
    shop.settings("guards: {protected: [endpoint_service.api]}\n")
    assert rules(shop) == ["protected", "max_removals", "max_connected_removed"]


def test_removing_most_of_a_short_list_is_refused(shop: Shop) -> None:
    """Eight of nine customers go, as when an additive list becomes exclusive and its documents name one."""
    nine = accounts(9)
    start(shop, [root(one) for one in nine])
    shop.wish(exclusive().replace("exclusive", "additive"))
    shop.wish(admits(nine[0]), "all.yaml")
    assert rules(shop) == []
    shop.wish(exclusive())
    assert refusals(shop.plan().plan)[0][1].startswith(
        "endpoint_service.api loses 8 of 9 members of allowed_principals (limit: half): "
    )
    assert sentences(shop) == ["8 customers without a connection lose access"]


def test_half_of_a_short_list_may_go(shop: Shop) -> None:
    """The half is rounded down (contract 1.1); customers without connections are not asked about."""
    start(shop, [root(one) for one in accounts(9)])
    shop.wish(admits(*accounts(5)), "all.yaml")
    assert rules(shop) == []


def test_an_edit_of_a_group_that_many_services_use_is_refused(shop: Shop) -> None:
    """The edit takes 96 grants from 12 services, though none of the services loses too many."""
    names = [f"s{number:02}" for number in range(12)]
    granted = [root(one) for one in accounts(30)]
    shop.twin.reset(world(*(service(name, principals=granted) for name in names)))
    for name in names:
        shop.wish(exclusive(name) + "---\n" + admits(*accounts(22), target=name), f"{name}.yaml")
    found = shop.plan().plan
    assert [code for code, _ in refusals(found)] == ["max_grants_removed"] * 12
    accepting = f"    reconciler apply --accept max_grants_removed@{found.short_digest}"
    assert accepting in list(plan_lines(found.as_json()))
    assert sentences(shop) == ["8 customers without a connection lose access"]


def test_an_account_that_keeps_another_grant_loses_nothing(shop: Shop) -> None:
    """A role of the account is still admitted, so the account is not counted as a customer that loses the service."""
    start(shop, [root(ACME), READER, root(GLOBEX), root(INITECH)], ACME)
    shop.wish(admits(READER, GLOBEX, INITECH), "all.yaml")
    assert rules(shop) == []
    assert shop.plan().plan.impact.lost_services == ()
    shop.wish(admits(GLOBEX, INITECH), "all.yaml")
    assert rules(shop) == ["max_connected_removed"]
    assert sentences(shop) == ["1 connected customer loses access"]


def test_the_accounts_behind_an_acceptance_are_those_that_are_connected(shop: Shop) -> None:
    """The digest changes when another account connects."""
    start(shop, [root(ACME), root(GLOBEX), root(INITECH), *map(root, accounts(4))], ACME)
    shop.wish(admits(INITECH, *accounts(4)), "all.yaml")
    first = shop.plan(accept=["max_connected_removed"]).plan
    assert [one.accounts for one in first.preconditions] == [(ACME,)]
    assert refusals(first) == []
    connections = [connection(1, ACME), connection(2, GLOBEX)]
    admitted = [root(ACME), root(GLOBEX), root(INITECH), *map(root, accounts(4))]
    shop.twin.reset(world(service(principals=admitted, connections=connections)))
    assert shop.plan().plan.digest != first.digest


def test_removing_everyone_tells_the_connected_customers(shop: Shop) -> None:
    """`*` admitted any account; customers with a grant of their own keep it."""
    start(shop, ["*", root(ACME)], ACME, GLOBEX)
    shop.wish(admits(ACME), "all.yaml")
    assert rules(shop) == ["max_connected_removed"]
    assert sentences(shop) == ["1 connected customer loses access", "Everyone without a grant loses access"]


def test_a_service_that_ends_is_lost_by_all_its_customers(shop: Shop) -> None:
    """The rules for deletion ask; its grants are not counted as well."""
    start(shop, [root(one) for one in (ACME, GLOBEX)], ACME)
    shop.wish(exclusive(state="absent"))
    assert rules(shop) == ["reject_connections", "delete"]
    assert sentences(shop) == ["1 connected customer loses access", "1 customer without a connection loses access"]


@pytest.mark.parametrize("name", ["none", "other.example.com"])
@pytest.mark.parametrize(("state", "expected"), [("verified", ["private_dns"]), ("pendingVerification", [])])
def test_only_a_verified_dns_name_needs_acceptance(shop: Shop, name: str, state: str, expected: list[str]) -> None:
    """Removing and replacing a verified name need an acceptance."""
    shop.twin.reset(world(service(private_dns={"name": "api.example.com", "state": state})))
    shop.wish(exclusive(private_dns_name=name).replace("principals: exclusive\n", ""))
    assert rules(shop) == expected


@pytest.mark.parametrize(("state", "kept"), [("verified", True), ("pendingVerification", False)])
def test_no_removals_keeps_a_verified_dns_name(shop: Shop, state: str, *, kept: bool) -> None:
    """Customers that resolve the name would lose it; a name that is not verified may be replaced."""
    shop.twin.reset(world(service(private_dns={"name": "api.example.com", "state": state})))
    shop.wish(exclusive(private_dns_name="other.example.com").replace("principals: exclusive\n", ""))
    plan = shop.plan(no_removals=True).plan
    assert (plan.operations == ()) is kept
    assert [one.message for one in plan.problems if one.code == "left-out"] == (
        ["this plan leaves out changes of endpoint_service.api in private_dns_name"] if kept else []
    )
