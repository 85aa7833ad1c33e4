"""Existing services are found by id or by tag and imported with everything that they hold."""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.errors import Refused, Unreadable, UsageError
from reconciler.model import Severity
from tests.selling import (
    ABROAD,
    ACME,
    BUYER,
    GLOBEX,
    HOME,
    LABS,
    TWO_SELLERS,
    Shop,
    accounts,
    balancer,
    problems,
    root,
    service,
    service_id,
    world,
)

ROLE, USER = f"arn:aws:iam::{ACME}:role/reader", f"arn:aws:iam::{ACME}:user/some.body@example.com"
SHAPES: Mapping[str, dict[str, Any]] = {
    "nothing but a load balancer": service(),
    "no acceptance": service(acceptance_required=False),
    "two load balancers": service(load_balancers=[balancer("a"), balancer("b")]),
    "ip types": service(ip_address_types=["ipv4", "ipv6"]),
    "regions": service(supported_regions=[ABROAD, "ap-south-1"]),
    "a verified name": service(private_dns={"name": "api.example.com"}),
    "a pending wildcard": service(private_dns={"name": "*.example.com", "state": "pendingVerification"}),
    "a payer": service(payer="ServiceOwner"),
    "tags": service(tags={"team": "platform", "Name": "API"}),
    "every sort of principal": service(principals=[root(ACME), ROLE, USER, "vpce.amazonaws.com", "*"]),
    "2500 principals": service(principals=[root(account) for account in accounts(2500)]),
}
NAMES = f"""
kind: principal
items:
  acme: {{id: "{ACME}", title: "Acme: Corp # 1"}}
  reader: {{id: "{ROLE}"}}
"""


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_an_imported_service_leaves_nothing_to_do(shop: Shop, shape: dict[str, Any]) -> None:
    """Whatever the service holds, its documents are valid, and the next plan has no change and no error."""
    shop.twin.reset(world(shape))
    shop.wish(shop.adopt("api", service_id()))
    plan = shop.plan().plan
    assert (plan.changes, plan.operations, plan.unmanaged) == ((), (), ())
    assert problems(plan, Severity.ERROR) == []
    assert shop.written() == {}


def test_an_import_uses_the_names_of_the_repository(shop: Shop) -> None:
    """Principals have their names, accounts are 12 digits, and the seller is stated only where there are several."""
    shop.twin.reset(world(service(principals=[root(ACME), root(GLOBEX), ROLE, "*"], payer="ServiceOwner")))
    shop.wish(NAMES, "names.yaml")
    assert shop.adopt("api", service_id()).splitlines() == [
        "kind: endpoint_service",
        "name: api",
        "region: us-east-1",
        "id: vpce-svc-00000000000617069",
        "load_balancers:",
        f"  - {balancer()}",
        "acceptance_required: true",
        "ip_address_types:",
        "  - ipv4",
        "payer: service_owner",
        "principals: exclusive  # apply revokes grants that no document names; additive only adds",
        "---",
        "# to give a customer a file of its own, move its principals to a document there, with a name of its own",
        "kind: allowed_principals",
        "name: api",
        "service: api",
        "principals:",
        '  - "*"',
        "  - reader",
        "  - acme  # Acme: Corp # 1",
        f'  - "{GLOBEX}"',
    ]


def test_an_import_finds_the_seller_and_the_region(shop: Shop) -> None:
    """All sellers and regions are searched, and the document names both."""
    shop.sellers = TWO_SELLERS
    shop.twin.reset(world(service(), service("far", ABROAD), service("own", HOME, LABS)))
    assert "seller: saas\nregion: eu-west-1\n" in shop.adopt("far", service_id("far"))
    assert "seller: labs\nregion: us-east-1\n" in shop.adopt("own", service_id("own"))


def test_a_service_that_no_seller_has_cannot_be_imported(shop: Shop) -> None:
    """The error says where the service was looked for."""
    with pytest.raises(UsageError) as refused:
        shop.adopt("api", service_id("gone"))
    assert refused.value.message == "no seller has the endpoint service 'vpce-svc-000000000676f6e65'"
    assert refused.value.hint == "looked at saas in us-east-1, saas in eu-west-1"


def test_an_import_with_an_unreadable_region_does_not_deny_the_service(shop: Shop) -> None:
    """The error says what was not read; a service that is found elsewhere is imported."""
    shop.sellers = TWO_SELLERS
    shop.twin.reset(world(service(), service("own", HOME, LABS)))
    shop.twin.faults.deny("DescribeVpcEndpointServiceConfigurations", account=LABS)
    assert shop.adopt("api", service_id()).startswith("kind: endpoint_service\n")
    with pytest.raises(Unreadable):
        shop.adopt("own", service_id("own"))


@pytest.mark.parametrize("given", ["vpce-svc-1", "com.amazonaws.vpce.us-east-1.vpce-svc-00000000000617069", "api"])
def test_an_import_refuses_an_invalid_id_at_once(shop: Shop, given: str) -> None:
    """EC2 is not asked."""
    with pytest.raises(UsageError, match="is not the id of an endpoint service"):
        shop.adopt("api", given)
    assert shop.asked() == {}


def test_an_import_checks_the_account_of_the_seller(shop: Shop) -> None:
    """With credentials of another account nothing is imported."""
    shop.credentials["saas"] = LABS
    with pytest.raises(Refused, match=r"belong to account 777777777777, sellers\.saas\.account says 888888888888"):
        shop.adopt("api", service_id())


def test_a_service_that_a_tag_adopts_is_adopted_already(shop: Shop) -> None:
    """A document without id means the service that has its name as tag; another region is another service."""
    tags = {"reconciler:name": "api"}
    shop.twin.reset(world(service(tags=tags), service("far", ABROAD, tags=tags)))
    shop.wish(f"{{kind: endpoint_service, name: api, region: {HOME}, load_balancers: [{balancer()}]}}")
    with pytest.raises(Refused, match=r"endpoint_service\.api means vpce-svc-00000000000617069 or an object like it"):
        shop.adopt("second", service_id())
    assert shop.adopt("far", service_id("far")).startswith("kind: endpoint_service\nname: far\n")


def test_a_buyer_has_no_services_to_import(shop: Shop) -> None:
    """The error names the section that is missing in the settings."""
    (shop.folder / "reconciler.yaml").write_text(f"version: 1\n{BUYER}")
    (shop.folder / "desired_state").mkdir()
    with pytest.raises(UsageError, match="has no section sellers"):
        shop.adopt("api", service_id())


def test_an_id_adopts_and_no_tag_is_written(shop: Shop) -> None:
    """Only id and region are needed, and fields that are not stated stay as they are."""
    shop.twin.reset(world(service(tags={"team": "platform"}, principals=[root(GLOBEX)])))
    shop.wish(f"{{kind: endpoint_service, name: api, region: {HOME}, id: {service_id()}}}")
    shop.wish(f'{{kind: allowed_principals, name: acme, service: api, principals: ["{ACME}"]}}', "acme.yaml")
    shop.converge()
    assert shop.service().principals == {root(ACME), root(GLOBEX)}
    assert shop.service().tags == {"team": "platform"}
    assert shop.written() == {"ModifyVpcEndpointServicePermissions": 1}


def test_the_name_tag_finds_the_service_again(shop: Shop) -> None:
    """The tag suffices even when all stated fields have changed in AWS."""
    mine = service("mine", tags={"reconciler:name": "api"}, load_balancers=[balancer("other")])
    shop.twin.reset(world(mine, spare=[balancer()]))
    shop.wish(f"{{kind: endpoint_service, name: api, region: {HOME}, load_balancers: ['{balancer()}']}}")
    shop.converge(accept=["max_removals"])
    assert shop.service("mine").load_balancers == (balancer(),)
    assert shop.written() == {"ModifyVpcEndpointServiceConfiguration": 1}


def test_an_id_wins_over_a_tag(shop: Shop) -> None:
    """The service with the tag is unmanaged then."""
    tagged = service("tagged", tags={"reconciler:name": "api"})
    shop.twin.reset(world(service(), tagged))
    shop.wish(f"{{kind: endpoint_service, name: api, region: {HOME}, id: {service_id()}}}")
    plan = shop.plan().plan
    assert (plan.changes, [(item.remote_id, item.title) for item in plan.unmanaged]) == (
        (),
        [(service_id("tagged"), "api")],
    )


def test_two_services_with_one_tag_are_an_error(shop: Shop) -> None:
    """A user has to say which service is meant."""
    tags = {"reconciler:name": "api"}
    shop.twin.reset(world(service("a", tags=tags), service("b", tags=tags)))
    shop.wish(f"{{kind: endpoint_service, name: api, region: {HOME}, load_balancers: ['{balancer()}']}}")
    plan = shop.plan().plan
    assert problems(plan, Severity.ERROR) == [
        ("ambiguous-tag", f"several services carry the tag reconciler:name=api: {service_id('a')}, {service_id('b')}")
    ]
    assert plan.operations == ()


@pytest.mark.parametrize("region", [HOME, ABROAD])
def test_an_id_that_is_not_there_is_an_error_and_never_a_creation(shop: Shop, region: str) -> None:
    """A typing mistake, or an id of another region, creates no second service."""
    shop.twin.reset(world(service("there"), spare=[balancer(region=region)]))
    gone = service_id("there") if region == ABROAD else service_id("gone")
    shop.wish(
        f"{{kind: endpoint_service, name: api, region: {region}, id: {gone}, "
        f"load_balancers: ['{balancer(region=region)}']}}"
    )
    plan = shop.plan().plan
    assert problems(plan, Severity.ERROR) == [("id-not-found", f"there is no service {gone} in {region}")]
    assert plan.operations == ()


def test_services_that_no_document_names_are_listed(shop: Shop) -> None:
    """Unmanaged services are listed with their titles, in every region of the settings."""
    shop.twin.reset(world(service(), service("b", tags={"Name": "Beta"}), service("far", ABROAD)))
    shop.wish(f"{{kind: endpoint_service, name: api, region: {HOME}, id: {service_id()}}}")
    assert [item.as_json() for item in shop.plan().plan.unmanaged] == [
        {"kind": "endpoint_service", "remote_id": service_id("b"), "title": "Beta"},
        {"kind": "endpoint_service", "remote_id": service_id("far"), "title": ""},
    ]
