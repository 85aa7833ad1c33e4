"""A new endpoint service is created by one call and awaited; then its principals are admitted."""

import pytest

from reconciler.model import Severity
from tests.selling import ACME, GLOBEX, HOME, SAAS, Shop, balancer, calls, problems, root, service, world

MINE = {"reconciler:name": "api"}
WISH = f"""
kind: endpoint_service
name: api
region: us-east-1
load_balancers: ["{balancer()}"]
acceptance_required: false
private_dns_name: api.example.com
ip_address_types: [ipv4, ipv6]
supported_regions: [eu-west-1]
tags: {{team: platform}}
---
{{kind: allowed_principals, name: acme, service: api, principals: ["{ACME}"]}}
---
{{kind: allowed_principals, name: globex, service: api, principals: ["arn:aws:iam::{GLOBEX}:role/team/reader"]}}
"""
PLAIN = f"{{kind: endpoint_service, name: api, region: {HOME}, load_balancers: ['{balancer()}']}}\n"


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Return a seller with one load balancer that no service uses."""
    shop.twin.reset(world(spare=[balancer()]))
    return shop


def test_a_new_service_is_as_the_document_says(shop: Shop) -> None:
    """The creation sends all but the permissions, which follow in one more call."""
    shop.wish(WISH)
    shop.converge()
    made = shop.named("api")
    assert (made.owner, made.region, made.state, made.load_balancers) == (SAAS, HOME, "Available", (balancer(),))
    assert (made.acceptance_required, made.private_dns_name) == (False, "api.example.com")
    assert made.ip_address_types == {"ipv4", "ipv6"}
    assert made.supported_regions == {"us-east-1", "eu-west-1"}
    assert made.tags == {"reconciler:name": "api", "team": "platform"}
    assert made.principals == {root(ACME), f"arn:aws:iam::{GLOBEX}:role/reader"}
    assert shop.written() == {"CreateVpcEndpointServiceConfiguration": 1, "ModifyVpcEndpointServicePermissions": 1}


def test_the_calls_are_as_botocore_takes_them(shop: Shop) -> None:
    """The second call waits for the first and refers to the id that it returns."""
    shop.wish(WISH)
    planning = shop.plan()
    assert calls(planning) == [
        (
            "CreateVpcEndpointServiceConfiguration",
            {
                "NetworkLoadBalancerArns": [balancer()],
                "AcceptanceRequired": False,
                "PrivateDnsName": "api.example.com",
                "SupportedIpAddressTypes": ["ipv4", "ipv6"],
                "SupportedRegions": ["eu-west-1"],
                "TagSpecifications": [
                    {
                        "ResourceType": "vpc-endpoint-service",
                        "Tags": [{"Key": "reconciler:name", "Value": "api"}, {"Key": "team", "Value": "platform"}],
                    }
                ],
            },
        ),
        (
            "ModifyVpcEndpointServicePermissions",
            {
                "ServiceId": {"known_after": "op-1", "address": "endpoint_service.api"},
                "AddAllowedPrincipals": [root(ACME), f"arn:aws:iam::{GLOBEX}:role/reader"],
            },
        ),
    ]
    assert [(one.after, one.account, one.region) for one in planning.plan.operations] == [
        ((), SAAS, HOME),
        (("op-1",), SAAS, HOME),
    ]


def test_fields_that_a_creation_leaves_out_have_awss_defaults(shop: Shop) -> None:
    """A load balancer suffices: acceptance is required, and no principal is admitted."""
    shop.wish(PLAIN)
    shop.converge()
    made = shop.named("api")
    assert (made.acceptance_required, made.private_dns_name, made.payer) == (True, None, None)
    assert made.ip_address_types == {"ipv4"}
    assert made.supported_regions == {HOME}
    assert made.principals == set()
    assert shop.written() == {"CreateVpcEndpointServiceConfiguration": 1}


@pytest.mark.parametrize("stated", ["payer: endpoint_owner", "private_dns_name: none", "supported_regions: []"])
def test_stating_a_default_sends_nothing(shop: Shop, stated: str) -> None:
    """The creation leaves out the default, and the next plan is empty."""
    shop.wish(PLAIN.replace("}", f", {stated}}}"))
    assert list(calls(shop.plan())[0][1]) == ["NetworkLoadBalancerArns", "TagSpecifications"]
    shop.converge()


def test_a_new_service_is_waited_for(shop: Shop) -> None:
    """No principal is admitted before AWS reports the service as available, 90 seconds later."""
    shop.twin.reset(world(spare=[balancer()], durations={"creating": 90}))
    shop.wish(WISH)
    shop.converge()
    assert 90 <= sum(shop.clock.slept) < 120
    assert [e["message"] for e in shop.events if e["event"] == "started"] == [f"service {shop.named('api').id}"]
    polled = [event["message"] for event in shop.events if event["event"] == "polling"]
    assert set(polled) == {f"{shop.named('api').id} is Pending"}
    assert shop.written() == {"CreateVpcEndpointServiceConfiguration": 1, "ModifyVpcEndpointServicePermissions": 1}


def test_a_service_that_never_comes_up_is_given_up(shop: Shop) -> None:
    """After half an hour the run goes on without the service and reports its state."""
    shop.twin.reset(world(spare=[balancer()], durations={"creating": 1e6}))
    shop.wish(WISH)
    run = shop.apply()
    made = shop.named("api")
    assert [(one.status, one.because) for one in run.outcomes] == [
        ("failed", f"{made.id} was created and is Pending"),
        ("skipped", f"endpoint_service.api: {made.id} was created and is Pending"),
    ]
    assert 1800 <= sum(shop.clock.slept) < 1900
    assert not run.converged


def test_the_next_run_finds_what_an_interrupted_one_created(shop: Shop) -> None:
    """The service has its name in a tag, so it is not created twice, and the rest is done."""
    shop.twin.reset(world(spare=[balancer()], durations={"creating": 60}))
    shop.wish(WISH)
    shop.clock.waking.append(shop.interrupt)
    run = shop.apply()
    made = shop.named("api")
    assert [(one.status, one.because) for one in run.outcomes] == [
        ("failed", f"interrupted; {made.id} was created"),
        ("skipped", "interrupted"),
    ]
    shop.clock.at += 60
    shop.converge()
    assert shop.named("api").id == made.id
    assert shop.written() == {"CreateVpcEndpointServiceConfiguration": 1, "ModifyVpcEndpointServicePermissions": 1}


def test_a_service_that_is_still_coming_up_is_waited_for_by_the_next_run(shop: Shop) -> None:
    """Edits that EC2 refuses until then are repeated."""
    shop.twin.reset(world(spare=[balancer()], durations={"creating": 60}))
    shop.wish(WISH)
    shop.clock.waking.append(shop.interrupt)
    shop.apply()
    shop.converge()
    assert 60 <= sum(shop.clock.slept) < 120
    assert shop.named("api").principals == {root(ACME), f"arn:aws:iam::{GLOBEX}:role/reader"}


def test_a_lost_answer_makes_no_second_service(shop: Shop) -> None:
    """The call is repeated with the same token, and EC2 returns the service that it created."""
    shop.twin.faults.lose_answer("CreateVpcEndpointServiceConfiguration")
    shop.wish(PLAIN)
    shop.converge()
    assert shop.written() == {"CreateVpcEndpointServiceConfiguration": 2}


def test_a_load_balancer_in_use_offers_adoption(shop: Shop) -> None:
    """A load balancer serves one service: the document is left out, and no creation is sent."""
    shop.twin.reset(world(service()))
    shop.wish(PLAIN)
    planning = shop.plan()
    (found,) = [problem for problem in planning.plan.problems if problem.severity is Severity.ERROR]
    taken = next(iter(planning.observations["endpoint_service"].live["saas", HOME]))
    assert (found.code, found.message) == ("load-balancer-in-use", f"{balancer()} backs {taken} already")
    assert found.hint == f"adopt {taken} with id:, or take another load balancer"
    assert found.source.endswith("wish.yaml:1:73")
    assert planning.plan.operations == ()
    assert [item.remote_id for item in planning.plan.unmanaged] == [taken]


def test_a_load_balancer_of_a_managed_service_is_not_offered(shop: Shop) -> None:
    """Another document has the service by its id, though it does not state the load balancers."""
    shop.twin.reset(world(service()))
    shop.wish(PLAIN.replace("name: api", "name: new"))
    shop.wish("{kind: endpoint_service, name: old, region: us-east-1, id: vpce-svc-00000000000617069}", "old.yaml")
    assert problems(shop.plan().plan, Severity.ERROR) == [
        ("load-balancer-in-use", f"{balancer()} backs endpoint_service.old (vpce-svc-00000000000617069) already")
    ]


def test_a_new_service_may_take_a_load_balancer_from_another(shop: Shop) -> None:
    """The load balancer leaves one service before it joins the other, whatever their names."""
    old = service("zulu", load_balancers=[balancer("zulu"), balancer()])
    shop.twin.reset(world(old))
    shop.wish(PLAIN)
    shop.wish(
        f"""
        {{kind: endpoint_service, name: zulu, id: {old["id"]}, region: {HOME}, load_balancers: ['{balancer("zulu")}']}}
        """,
        "zulu.yaml",
    )
    assert [(planned.action, planned.after) for planned in shop.plan().plan.operations] == [
        ("ModifyVpcEndpointServiceConfiguration", ()),
        ("CreateVpcEndpointServiceConfiguration", ("op-1",)),
    ]
    shop.converge()
    assert shop.named("api").load_balancers == (balancer(),)
