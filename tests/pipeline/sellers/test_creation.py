"""A new endpoint service: one call, waited for, then whom it admits."""

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
    """A seller with one load balancer that backs nothing."""
    shop.twin.reset(world(spare=[balancer()]))
    return shop


def test_a_new_service_is_as_the_document_says(shop: Shop) -> None:
    """Everything but the permissions goes with the creation; all of them go in one more call."""
    shop.wish(WISH)
    shop.turn()
    made = shop.named("api")
    assert (made.owner, made.region, made.state, made.load_balancers) == (SAAS, HOME, "Available", (balancer(),))
    assert (made.acceptance_required, made.private_dns_name) == (False, "api.example.com")
    assert made.ip_address_types == {"ipv4", "ipv6"}
    assert made.supported_regions == {"us-east-1", "eu-west-1"}
    assert made.tags == {"reconciler:name": "api", "team": "platform"}
    assert made.principals == {root(ACME), f"arn:aws:iam::{GLOBEX}:role/reader"}
    assert shop.written() == {"CreateVpcEndpointServiceConfiguration": 1, "ModifyVpcEndpointServicePermissions": 1}


def test_the_calls_are_as_botocore_takes_them(shop: Shop) -> None:
    """The second call waits for the first and names what it will have made."""
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


def test_what_a_creation_leaves_out_is_the_default_of_aws(shop: Shop) -> None:
    """A load balancer is enough: acceptance is required, nobody is admitted."""
    shop.wish(PLAIN)
    shop.turn()
    made = shop.named("api")
    assert (made.acceptance_required, made.private_dns_name, made.payer) == (True, None, None)
    assert made.ip_address_types == {"ipv4"}
    assert made.supported_regions == {HOME}
    assert made.principals == set()
    assert shop.written() == {"CreateVpcEndpointServiceConfiguration": 1}


@pytest.mark.parametrize("stated", ["payer: endpoint_owner", "private_dns_name: none", "supported_regions: []"])
def test_asking_for_the_default_is_asking_for_nothing(shop: Shop, stated: str) -> None:
    """What a new service has anyway is not sent, and the next plan is empty."""
    shop.wish(PLAIN.replace("}", f", {stated}}}"))
    assert list(calls(shop.plan())[0][1]) == ["NetworkLoadBalancerArns", "TagSpecifications"]
    shop.turn()


def test_a_new_service_is_waited_for(shop: Shop) -> None:
    """Nobody is admitted before AWS says that the service is available, 90 seconds later."""
    shop.twin.reset(world(spare=[balancer()], durations={"creating": 90}))
    shop.wish(WISH)
    shop.turn()
    assert 90 <= sum(shop.clock.slept) < 120
    assert [e["message"] for e in shop.events if e["event"] == "started"] == [f"service {shop.named('api').id}"]
    polled = [event["message"] for event in shop.events if event["event"] == "polling"]
    assert set(polled) == {f"{shop.named('api').id} is Pending"}
    assert shop.written() == {"CreateVpcEndpointServiceConfiguration": 1, "ModifyVpcEndpointServicePermissions": 1}


def test_a_service_that_never_comes_up_is_given_up(shop: Shop) -> None:
    """After half an hour the run goes on without it and says where it stands."""
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
    """The service carries its name in a tag, so nothing is made twice and the rest is done."""
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
    shop.turn()
    assert shop.named("api").id == made.id
    assert shop.written() == {"CreateVpcEndpointServiceConfiguration": 1, "ModifyVpcEndpointServicePermissions": 1}


def test_a_service_that_is_still_coming_up_is_waited_for_by_the_next_run(shop: Shop) -> None:
    """Edits that EC2 refuses until then are made again."""
    shop.twin.reset(world(spare=[balancer()], durations={"creating": 60}))
    shop.wish(WISH)
    shop.clock.waking.append(shop.interrupt)
    shop.apply()
    shop.turn()
    assert 60 <= sum(shop.clock.slept) < 120
    assert shop.named("api").principals == {root(ACME), f"arn:aws:iam::{GLOBEX}:role/reader"}


def test_a_lost_answer_makes_no_second_service(shop: Shop) -> None:
    """The call is sent again with the same token, and EC2 answers with what it made."""
    shop.twin.faults.lose_answer("CreateVpcEndpointServiceConfiguration")
    shop.wish(PLAIN)
    shop.turn()
    assert shop.written() == {"CreateVpcEndpointServiceConfiguration": 2}


def test_a_load_balancer_in_use_offers_adoption(shop: Shop) -> None:
    """One load balancer backs one service: the document is left out, and AWS is not asked to create."""
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


def test_a_load_balancer_of_a_service_of_ours_is_not_offered(shop: Shop) -> None:
    """A document that has the service by its id keeps it, though it does not say what backs it."""
    shop.twin.reset(world(service()))
    shop.wish(PLAIN.replace("name: api", "name: new"))
    shop.wish("{kind: endpoint_service, name: old, region: us-east-1, id: vpce-svc-00000000000617069}", "old.yaml")
    assert problems(shop.plan().plan, Severity.ERROR) == [
        ("load-balancer-in-use", f"{balancer()} backs endpoint_service.old (vpce-svc-00000000000617069) already")
    ]


def test_a_second_service_may_take_what_another_gives_up(shop: Shop) -> None:
    """The load balancer is taken out of the one before it is put into the other, whatever their names."""
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
    shop.turn()
    assert shop.named("api").load_balancers == (balancer(),)
