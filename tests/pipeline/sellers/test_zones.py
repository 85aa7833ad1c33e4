"""`zones: follow`: a service takes over the zones that were added to its load balancers."""

from typing import Any

import pytest

from reconciler.kinds.endpoint_service.restate import restate
from reconciler.model import Severity
from reconciler.twin.seed import parse
from tests.pipeline.sellers.killing import Killed, mortal
from tests.selling import ACME, HOME, SAAS, Shop, balancer, calls, problems, root, service, service_id

HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\n"
FOLLOWS = f"{HEAD}zones: follow\n"
MODIFY = "ModifyVpcEndpointServiceConfiguration"
COMMAND = "aws ec2 modify-vpc-endpoint-service-configuration --service-id vpce-svc-00000000000617069 --region us-east-1"


def start(shop: Shop, text: str, *others: dict[str, Any], **stated: Any) -> None:  # noqa: ANN401 - JSON
    """Reset the twin to a service that lacks a zone of its load balancer, and write documents."""
    one = {"arn": balancer(), "zones": ["us-east-1a", "us-east-1f"]}
    spare = [{"arn": balancer(name), "zones": ["us-east-1a", "us-east-1b"]} for name in ("new", "other")]
    lacking = service(**{"zones": ["us-east-1a"], **stated})
    section = {"load_balancers": [one, *spare], "services": [lacking, *others]}
    shop.twin.reset(parse({"version": 1, "caller": SAAS, "endpoint_services": section}))
    shop.wish(text)


def test_zones_are_taken_over_by_a_call_without_changes(shop: Shop) -> None:
    """The guide documents a Modify with nothing but the id (privatelink 1.2); the next plan is empty."""
    start(shop, FOLLOWS)
    planning = shop.plan()
    assert [field.as_json() for field in planning.plan.changes[0].fields] == [
        {"path": "zones", "before": "lacks use1-az5", "after": "follow"}
    ]
    assert calls(planning) == [(MODIFY, {"ServiceId": service_id()})]
    shop.converge()
    assert shop.written() == {MODIFY: 1}
    assert shop.service().zones == ("us-east-1a", "us-east-1f")


def test_other_edits_are_calls_of_their_own(shop: Shop) -> None:
    """Whether a call with changes takes zones over is unknown, so the one without comes after it."""
    start(shop, f"{FOLLOWS}acceptance_required: false\nsupported_regions: [eu-west-1]\n")
    planning = shop.plan()
    assert calls(planning) == [
        (
            MODIFY,
            {"ServiceId": service_id(), "AcceptanceRequired": False, "AddSupportedRegions": ["eu-west-1"]},
        ),
        (MODIFY, {"ServiceId": service_id()}),
    ]
    assert planning.plan.operations[1].after == (planning.plan.operations[0].id,)
    shop.converge()


def test_a_service_that_has_all_zones_is_left_alone(shop: Shop) -> None:
    """Nothing is called where nothing is missing."""
    start(shop, FOLLOWS, zones=["us-east-1a", "us-east-1f"])
    assert shop.plan().plan.changes == ()


def test_a_change_of_load_balancers_brings_its_zones(shop: Shop) -> None:
    """Zones are those at the association; the plan that follows is empty."""
    start(shop, f"{FOLLOWS}load_balancers: ['{balancer()}', '{balancer('new')}']\n")
    assert calls(shop.plan()) == [
        (MODIFY, {"ServiceId": service_id(), "AddNetworkLoadBalancerArns": [balancer("new")]}),
    ]
    shop.converge()
    assert shop.service().zones == ("us-east-1a", "us-east-1b", "us-east-1f")


def test_a_new_service_has_the_zones_of_its_load_balancer(shop: Shop) -> None:
    """A creation needs no second call, and the next plan is empty."""
    start(
        shop, f"kind: endpoint_service\nname: n\nregion: {HOME}\nload_balancers: ['{balancer('new')}']\nzones: follow\n"
    )
    run = shop.converge()
    assert [outcome.as_json()["action"] for outcome in run.outcomes] == ["CreateVpcEndpointServiceConfiguration"]


def test_zones_that_no_document_follows_are_told_beside_one_that_does(shop: Shop) -> None:
    """The note has the zones by id, and the command that takes them over."""
    other = service("other", zones=["us-east-1b"])
    text = f"{FOLLOWS}---\nkind: endpoint_service\nname: other\nregion: {HOME}\nid: {service_id('other')}\n"
    start(shop, text, other, zones=["us-east-1a", "us-east-1f"])
    found = [one for one in shop.plan().plan.problems if one.code == "zones-missing"]
    assert [(str(one.address), one.message) for one in found] == [
        (
            "endpoint_service.other",
            "the load balancers have use1-az6, which the service lacks: no endpoint can use them",
        )
    ]
    command = COMMAND.replace(service_id(), service_id("other"))
    assert found[0].hint == f"state zones: follow, or take them over by hand: {command}"
    assert shop.plan().plan.operations == ()


def test_zones_are_not_read_where_no_document_follows_them(shop: Shop) -> None:
    """A plan needs no permission that it does not use."""
    start(shop, HEAD)
    assert shop.plan().plan.problems == ()
    assert dict(shop.twin.calls.operations("elasticloadbalancing")) == {}
    assert "DescribeAvailabilityZones" not in shop.asked()


@pytest.mark.parametrize(
    ("operation", "action"),
    [
        ("DescribeLoadBalancers", "elasticloadbalancing:DescribeLoadBalancers"),
        ("DescribeAvailabilityZones", "ec2:DescribeAvailabilityZones"),
    ],
)
def test_a_denied_read_of_zones_stops_no_plan(shop: Shop, operation: str, action: str) -> None:
    """Grants are planned all the same; the note names the permission."""
    start(
        shop,
        f"{FOLLOWS}---\nkind: allowed_principals\nname: acme\nservice: api\nprincipals: ['{ACME}']\n",
        principals=[],
    )
    shop.twin.faults.deny(operation, times=9)
    planning = shop.plan()
    assert calls(planning) == [
        (
            "ModifyVpcEndpointServicePermissions",
            {"ServiceId": service_id(), "AddAllowedPrincipals": [root(ACME)]},
        )
    ]
    (unread,) = (one for one in planning.plan.problems if one.code == "zones-unread")
    assert unread.severity is Severity.NOTE
    assert unread.hint == f"allow {action} to the default credentials"
    assert problems(planning.plan, Severity.ERROR) == []


def test_a_service_that_ends_takes_over_nothing(shop: Shop) -> None:
    """Its zones are of no interest any more."""
    start(shop, f"{FOLLOWS}state: absent\n")
    assert [action for action, _ in calls(shop.plan())] == ["DeleteVpcEndpointServiceConfigurations"]


@pytest.mark.parametrize("carried", [False, True])
def test_a_run_that_is_killed_at_the_call_converges_afterwards(shop: Shop, *, carried: bool) -> None:
    """A new run takes over what is still missing, or nothing."""
    start(shop, FOLLOWS)
    shop.wrap = lambda clients: mortal(clients, 1, carried=carried)
    with pytest.raises(Killed):
        shop.apply()
    shop.wrap = lambda clients: clients
    shop.converge()
    assert shop.written() == {MODIFY: 1}
    assert shop.service().zones == ("us-east-1a", "us-east-1f")


def test_adopting_what_aws_has_follows_zones_no_more(shop: Shop) -> None:
    """No document can say that zones are missing, so drift --adopt takes the field out."""
    start(shop, FOLLOWS)
    planning = shop.plan()
    assert planning.evidence is not None
    (pair,) = planning.evidence.matchings["endpoint_service"].pairs
    found = restate(pair, planning.plan.changes[0].fields, planning.repository.references)
    assert [(str(one.address), one.path, one.value) for one in found.edits] == [
        ("endpoint_service.api", ("zones",), None)
    ]
