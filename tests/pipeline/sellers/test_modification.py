"""A service that changes: one call for its configuration with deltas only; payer and tags have calls of their own."""

from typing import Any

import pytest

from reconciler.errors import UsageError
from reconciler.model import Severity
from tests.selling import (
    ABROAD,
    ACME,
    HOME,
    Shop,
    balancer,
    calls,
    connection,
    endpoint_id,
    problems,
    refusals,
    service,
    service_id,
    world,
)

ID = service_id()
HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {ID}\n"
MODIFY = "ModifyVpcEndpointServiceConfiguration"


def start(shop: Shop, text: str, **stated: Any) -> None:  # noqa: ANN401 - JSON
    """Reset the twin to one service, and write a document for it."""
    shop.twin.reset(world(service(**stated), spare=[balancer("b"), balancer("c")]))
    shop.wish(HEAD + text)


def test_all_deltas_go_in_one_call(shop: Shop) -> None:
    """Lists are sent as members that are added and removed, values as they are to be."""
    start(
        shop,
        f"""
load_balancers: ["{balancer()}", "{balancer("b")}"]
acceptance_required: false
private_dns_name: api.example.com
ip_address_types: [ipv4, ipv6]
supported_regions: [{ABROAD}]
""",
        load_balancers=[balancer(), balancer("old")],
        supported_regions=["ap-south-1"],
    )
    assert calls(shop.plan()) == [
        (
            MODIFY,
            {
                "ServiceId": ID,
                "AddNetworkLoadBalancerArns": [balancer("b")],
                "RemoveNetworkLoadBalancerArns": [balancer("old")],
                "AddSupportedIpAddressTypes": ["ipv6"],
                "AddSupportedRegions": [ABROAD],
                "RemoveSupportedRegions": ["ap-south-1"],
                "AcceptanceRequired": False,
                "PrivateDnsName": "api.example.com",
            },
        )
    ]
    shop.converge(accept=["max_removals"])
    found = shop.service()
    assert set(found.load_balancers) == {balancer(), balancer("b")}
    assert (found.acceptance_required, found.private_dns_name) == (False, "api.example.com")
    assert found.ip_address_types == {"ipv4", "ipv6"}
    assert found.supported_regions == {HOME, ABROAD}
    assert shop.written() == {MODIFY: 1}


def test_a_field_that_is_not_stated_is_neither_compared_nor_sent(shop: Shop) -> None:
    """A field that is left out is not managed (contract 1.2)."""
    start(
        shop,
        "",
        acceptance_required=False,
        private_dns={"name": "api.example.com"},
        payer="ServiceOwner",
        supported_regions=[ABROAD],
        tags={"team": "platform"},
        principals=["arn:aws:iam::555555555555:root"],
    )
    plan = shop.plan().plan
    assert (plan.changes, plan.problems) == ((), ())
    assert shop.asked() == {
        "DescribeVpcEndpointConnections": 1,
        "DescribeVpcEndpointServiceConfigurations": 2,
        "DescribeVpcEndpointServicePermissions": 1,
    }


def test_the_private_dns_name_is_removed_by_its_own_flag(shop: Shop) -> None:
    """The value `none` removes the name; an empty string cannot (privatelink 1.2)."""
    start(shop, "private_dns_name: none\n", private_dns={"name": "api.example.com"})
    assert calls(shop.plan()) == [(MODIFY, {"ServiceId": ID, "RemovePrivateDnsName": True})]
    shop.converge(accept=["private_dns"])
    assert shop.service().private_dns_name is None


def test_removing_a_missing_dns_name_needs_no_call(shop: Shop) -> None:
    """AWS is not asked to remove it."""
    start(shop, "private_dns_name: none\n")
    assert shop.plan().plan.operations == ()


def test_a_private_dns_name_is_replaced_by_one_call(shop: Shop) -> None:
    """The new name takes the place of the old one."""
    start(shop, "private_dns_name: new.example.com\n", private_dns={"name": "api.example.com"})
    assert calls(shop.plan()) == [(MODIFY, {"ServiceId": ID, "PrivateDnsName": "new.example.com"})]
    shop.converge(accept=["private_dns"])
    assert shop.service().private_dns_name == "new.example.com"


def test_the_home_region_is_never_sent(shop: Shop) -> None:
    """AWS always supports the home region and does not let it be removed (privatelink 1.2)."""
    start(shop, f"supported_regions: [{HOME}]\n", supported_regions=[ABROAD])
    shop.settings("guards: {max_removals: {count: 20, share: 1, floor: 0}}\n")
    planning = shop.plan(accept=["max_removals"])
    assert calls(planning) == [(MODIFY, {"ServiceId": ID, "RemoveSupportedRegions": [ABROAD]})]
    assert shop.apply(planning).converged


def test_a_region_that_is_coming_up_is_not_added_twice(shop: Shop) -> None:
    """EC2 takes a while to add a region; until then there is no other difference."""
    shop.twin.reset(world(service(), durations={"creating": 300}))
    shop.clock.at += 600
    shop.wish(f"{HEAD}supported_regions: [{ABROAD}]\n")
    shop.converge()
    assert shop.written() == {MODIFY: 1}


def test_the_payer_changes_once_and_with_acceptance(shop: Shop) -> None:
    """AWS cannot change the payer back, so the plan needs an acceptance."""
    start(shop, "payer: service_owner\n")
    assert refusals(shop.plan().plan) == [
        ("payer", "endpoint_service.api: its owner would pay for all endpoints, which cannot be undone")
    ]
    shop.converge(accept=["payer"])
    assert shop.service().payer == "ServiceOwner"
    assert shop.written() == {"ModifyVpcEndpointServicePayerResponsibility": 1}


def test_the_payer_cannot_be_turned_back(shop: Shop) -> None:
    """Changing the payer back is an error of the plan, which leaves out the service."""
    start(shop, "payer: endpoint_owner\nacceptance_required: false\n", payer="ServiceOwner")
    plan = shop.plan().plan
    assert problems(plan, Severity.ERROR) == [
        ("payer-one-way", "the service owner pays already, and AWS cannot undo that")
    ]
    assert plan.operations == ()


def test_a_new_service_may_be_paid_by_its_owner(shop: Shop) -> None:
    """The change of the payer follows the creation and needs the same acceptance."""
    shop.twin.reset(world(spare=[balancer()]))
    shop.wish(
        f"{{kind: endpoint_service, name: api, region: {HOME}, load_balancers: ['{balancer()}'], payer: service_owner}}"
    )
    assert [code for code, _ in refusals(shop.plan().plan)] == ["payer"]
    shop.converge(accept=["payer"])
    assert shop.named("api").payer == "ServiceOwner"


def test_only_the_tags_that_are_named_are_managed(shop: Shop) -> None:
    """One call sets the tags that differ; other keys stay."""
    start(shop, "tags: {team: platform, cost: '42'}\n", tags={"team": "old", "cost": "42", "owner": "me"})
    assert calls(shop.plan()) == [("CreateTags", {"Resources": [ID], "Tags": [{"Key": "team", "Value": "platform"}]})]
    shop.converge()
    assert shop.service().tags == {"team": "platform", "cost": "42", "owner": "me"}


def test_one_service_may_need_every_call(shop: Shop) -> None:
    """Configuration, payer, tags and permissions take one call each."""
    start(shop, "payer: service_owner\nacceptance_required: false\ntags: {team: platform}\n")
    shop.wish('{kind: allowed_principals, name: acme, service: api, principals: ["333333333333"]}', "acme.yaml")
    shop.converge(accept=["payer"])
    assert shop.written() == {
        MODIFY: 1,
        "ModifyVpcEndpointServicePayerResponsibility": 1,
        "CreateTags": 1,
        "ModifyVpcEndpointServicePermissions": 1,
    }


def test_no_removals_takes_no_member_out(shop: Shop) -> None:
    """Members are added and none is removed."""
    start(
        shop,
        f"principals: exclusive\nsupported_regions: [{ABROAD}]\nload_balancers: ['{balancer()}']\n",
        load_balancers=[balancer(), balancer("old")],
        supported_regions=["ap-south-1"],
        principals=["arn:aws:iam::555555555555:root"],
    )
    shop.wish('{kind: allowed_principals, name: acme, service: api, principals: ["333333333333"]}', "acme.yaml")
    assert calls(shop.plan(no_removals=True)) == [
        (MODIFY, {"ServiceId": ID, "AddSupportedRegions": [ABROAD]}),
        (
            "ModifyVpcEndpointServicePermissions",
            {"ServiceId": ID, "AddAllowedPrincipals": ["arn:aws:iam::333333333333:root"]},
        ),
    ]


@pytest.mark.parametrize("selector", ["allowed_principals", "allowed_principals.acme", "*.acme"])
def test_a_selector_of_customers_names_their_service(shop: Shop, selector: str) -> None:
    """The list belongs to the service, so selecting a document that feeds it selects nothing.

    The hint names the service.
    """
    start(shop, "")
    shop.wish('{kind: allowed_principals, name: acme, service: api, principals: ["333333333333"]}', "acme.yaml")
    for options in ({"select": (selector,)}, {"exclude": (selector,)}):
        with pytest.raises(UsageError) as refused:
            shop.plan(**options)
        assert refused.value.message == f"'{selector}' selects nothing that exists in AWS"
        assert refused.value.hint == "select endpoint_service.api instead"


@pytest.mark.parametrize("state", ["available", "pendingAcceptance", "pending"])
def test_a_load_balancer_stays_while_endpoints_are_connected(shop: Shop, state: str) -> None:
    """AWS refuses to remove it (privatelink 1.2): the plan has an error and leaves out the service."""
    wish = f"load_balancers: ['{balancer('b')}']\nacceptance_required: false\n"
    start(shop, wish, connections=[connection(1, ACME, state)])
    plan = shop.plan().plan
    assert problems(plan, Severity.ERROR) == [
        (
            "load-balancer-connected",
            f"{balancer()} cannot be removed: AWS keeps it while endpoints are connected, such as {endpoint_id(1)}",
        )
    ]
    assert plan.operations == ()


def test_a_load_balancer_is_removed_when_no_endpoint_is_connected(shop: Shop) -> None:
    """Endpoints that have ended do not count, and load balancers can be added at any time."""
    start(shop, f"load_balancers: ['{balancer('b')}']\n", connections=[connection(1, ACME, "rejected")])
    shop.converge(accept=["max_removals"])
    start(shop, f"load_balancers: ['{balancer()}', '{balancer('b')}']\n", connections=[connection(1, ACME)])
    shop.converge()
    assert shop.written() == {MODIFY: 1}


def test_a_hint_prefers_a_name_that_has_an_object_in_aws(shop: Shop) -> None:
    """A customer and a service have the same name; the customer could not be planned on its own."""
    start(shop, "")
    shop.wish('{kind: allowed_principals, name: api, service: api, principals: ["333333333333"]}', "acme.yaml")
    with pytest.raises(UsageError) as refused:
        shop.plan(select=("apii",))
    assert refused.value.hint == "did you mean 'endpoint_service.api'?"


def test_each_edit_and_each_refusal_is_reported_with_its_request_id(shop: Shop) -> None:
    """EC2 answers each call with an id of its own, which AWS's support asks for."""
    start(shop, "acceptance_required: false\ntags: {team: platform}\n")
    shop.twin.faults.deny("CreateTags")
    outcomes = shop.apply().outcomes
    assert [(one.action, one.status.value) for one in outcomes] == [(MODIFY, "succeeded"), ("CreateTags", "failed")]
    assert len({one.request_id for one in outcomes} - {None}) == 2
