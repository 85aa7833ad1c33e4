"""Private DNS names whose document states a hosted zone: the record is published, and the name is verified."""

from dataclasses import replace
from typing import Any

import pytest

from reconciler.cli.codes import drift_code, plan_code
from reconciler.model import Severity
from reconciler.twin.bridge.endpoint_services import endpointservices_backends
from reconciler.twin.bridge.route53 import record_sets
from tests.pipeline.sellers.killing import Killed, mortal
from tests.pipeline.sellers.test_private_dns import record
from tests.selling import ABROAD, ACME, HOME, SAAS, Shop, balancer, calls, problems, service, service_id, world

ZONE: dict[str, Any] = {"id": "Z0EXAMPLE", "account": SAAS, "name": "example.com"}
HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\n"
NAMED = f"{HEAD}private_dns_name: api.example.com\nprivate_dns_zone: Z0EXAMPLE\n"
PENDING = {"name": "api.example.com", "state": "pendingVerification"}


def texts(zone: str = "Z0EXAMPLE") -> dict[str, tuple[str, ...]]:
    """Return the TXT records of a zone by name, without quotes."""
    return {
        name.rstrip("."): tuple(value.strip('"') for value in values)
        for (name, kind), values in record_sets(zone).items()
        if kind == "TXT"
    }


def state(shop: Shop, name: str = "api") -> str | None:
    """Return the state of the verification."""
    return shop.service(name).private_dns_state


def test_a_name_is_published_and_verified(shop: Shop) -> None:
    """The record is changed, then the verification is started, and the next plan is empty."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE]))
    shop.wish(NAMED)
    label, value = record(shop)
    planning = shop.plan()
    (change,) = planning.plan.changes
    assert [one.as_json() for one in change.fields] == [
        {
            "path": "private_dns_zone",
            "added": [f"Z0EXAMPLE {label}.api.example.com"],
            "removed": [],
            "unchanged": 0,
        },
        {"path": "private_dns_state", "before": "pendingVerification", "after": "verified"},
    ]
    changes = [
        {
            "Action": "UPSERT",
            "ResourceRecordSet": {
                "Name": f"{label}.api.example.com",
                "Type": "TXT",
                "TTL": 1800,
                "ResourceRecords": [{"Value": f'"{value}"'}],
            },
        }
    ]
    assert calls(planning) == [
        (
            "ChangeResourceRecordSets",
            {"HostedZoneId": "Z0EXAMPLE", "ChangeBatch": {"Comment": "reconciler adds a record", "Changes": changes}},
        ),
        ("StartVpcEndpointServicePrivateDnsVerification", {"ServiceId": service_id()}),
    ]
    run = shop.converge()
    assert run.problems == ()
    assert (texts(), state(shop)) == ({f"{label}.api.example.com": (value,)}, "verified")
    assert problems(shop.plan().plan, Severity.NOTE) == []


def test_the_record_of_a_new_name_is_published_in_the_same_run(shop: Shop) -> None:
    """Its name and value are known after the call that sets the name: the plan says which one."""
    shop.twin.reset(world(service(), hosted_zones=[ZONE]))
    shop.wish(NAMED)
    planning = shop.plan()
    (_, (_, published), (start, _)) = calls(planning)
    ours = published["ChangeBatch"]["Changes"][0]["ResourceRecordSet"]
    made = {"known_after": "op-1", "address": "endpoint_service.api"}
    assert ours["Name"] == {**made, "within": "{}.api.example.com"}
    assert ours["ResourceRecords"] == [{"Value": {**made, "within": '"{}"'}}]
    assert start == "StartVpcEndpointServicePrivateDnsVerification"
    assert [(one.account, one.region) for one in planning.plan.operations[1:]] == [(SAAS, HOME), (SAAS, HOME)]
    shop.converge()
    label, value = record(shop)
    assert texts() == {f"{label}.api.example.com": (value,)}


def test_a_service_is_created_with_a_verified_name(shop: Shop) -> None:
    """A wildcard is proven at its domain."""
    shop.twin.reset(world(spare=[balancer()], hosted_zones=[ZONE]))
    shop.wish(
        f"{{kind: endpoint_service, name: api, region: {HOME}, load_balancers: ['{balancer()}'], "
        "private_dns_name: '*.api.example.com', private_dns_zone: auto}"
    )
    shop.converge()
    (where,) = texts()
    assert where.endswith(".api.example.com")
    assert shop.named("api").private_dns_state == "verified"


def test_other_values_of_the_record_set_survive(shop: Shop) -> None:
    """An UPSERT replaces the whole record set, so it carries the values of others, in their form and with their TTL."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE]))
    shop.wish(NAMED)
    label, value = record(shop)
    where = f"{label}.api.example.com"
    shop.publish("Z0EXAMPLE", where, "of another", 'x" "y')
    shop.converge()
    assert texts() == {where: ("of another", 'x" "y', value)}
    shop.wish(f"{HEAD}private_dns_name: none\nprivate_dns_zone: Z0EXAMPLE\n")
    planning = shop.plan()
    shop.apply(shop.plan(accept=["private_dns"]))
    assert [action for action, _ in calls(planning)] == [
        "ChangeResourceRecordSets",
        "ModifyVpcEndpointServiceConfiguration",
    ]
    assert texts() == {where: ("of another", 'x" "y')}
    assert shop.service().private_dns_name is None


def test_a_value_that_comes_between_plan_and_apply_survives(shop: Shop) -> None:
    """The record set is read again right before the call that replaces it."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE]))
    shop.wish(NAMED)
    label, value = record(shop)
    where, planning = f"{label}.api.example.com", shop.plan()
    shop.publish("Z0EXAMPLE", where, "late")
    assert shop.apply(planning).converged
    assert texts() == {where: ("late", value)}
    shop.wish(f"{HEAD}private_dns_name: none\nprivate_dns_zone: Z0EXAMPLE\n")
    planning = shop.plan(accept=["private_dns"])
    shop.publish("Z0EXAMPLE", where, "late", value, "later")
    assert shop.apply(planning).converged
    assert texts() == {where: ("late", "later")}


def test_the_record_goes_with_the_name_and_with_the_service(shop: Shop) -> None:
    """Only the value that AWS gave this service goes."""
    for wish in ("private_dns_name: none", "state: absent"):
        shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE]))
        shop.wish(NAMED)
        shop.converge()
        shop.publish("Z0EXAMPLE", "example.com", "of another")
        shop.wish(f"{HEAD}private_dns_zone: Z0EXAMPLE\n{wish}\n")
        run = shop.apply(shop.plan(accept=["private_dns", "delete"]))
        assert run.converged
        assert texts() == {"example.com": ("of another",)}


def test_another_name_gets_another_record(shop: Shop) -> None:
    """The old record goes before the name does: afterwards AWS tells nobody which value was this service's."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE]))
    shop.wish(NAMED)
    shop.converge()
    shop.wish(NAMED.replace("api.example", "v2.example"))
    planning = shop.plan(accept=["private_dns"])
    assert [action for action, _ in calls(planning)] == [
        "ChangeResourceRecordSets",
        "ModifyVpcEndpointServiceConfiguration",
        "ChangeResourceRecordSets",
        "StartVpcEndpointServicePrivateDnsVerification",
    ]
    assert shop.apply(planning).converged
    label, value = record(shop)
    assert texts() == {f"{label}.v2.example.com": (value,)}
    assert (shop.plan().plan.changes, state(shop)) == ((), "verified")


def test_a_wildcard_and_its_domain_have_records_of_their_own(shop: Shop) -> None:
    """Both are proven at the same domain, with another label and value."""
    shop.twin.reset(world(service(private_dns=PENDING | {"name": "*.example.com"}), hosted_zones=[ZONE]))
    shop.wish(NAMED.replace("api.example.com", "'*.example.com'"))
    shop.converge()
    shop.wish(NAMED.replace("api.example.com", "api.example.com"))
    assert shop.apply(shop.plan(accept=["private_dns"])).converged
    label, value = record(shop)
    assert texts() == {f"{label}.api.example.com": (value,)}


@pytest.mark.parametrize("lost", ["failed", "pendingVerification"])
def test_a_verification_that_got_lost_is_won_again(shop: Shop, lost: str) -> None:
    """It is drift, and the plan starts the verification; a record that is gone is published again."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE]))
    shop.wish(NAMED)
    shop.converge()
    shop.twin.lose_verification(service_id(), lost)
    planning = shop.plan()
    assert drift_code(planning.plan.as_json()) == 2
    assert [action for action, _ in calls(planning)] == ["StartVpcEndpointServicePrivateDnsVerification"]
    shop.publish("Z0EXAMPLE", f"{record(shop)[0]}.api.example.com", "of another")
    assert len(calls(shop.plan())) == 2
    shop.converge()
    assert state(shop) == "verified"


def test_a_verified_name_whose_record_is_gone_gets_it_back(shop: Shop) -> None:
    """AWS may look again at any time; there is nothing to start."""
    shop.twin.reset(world(service(private_dns={"name": "api.example.com"}), hosted_zones=[ZONE]))
    shop.wish(NAMED)
    assert [action for action, _ in calls(shop.plan())] == ["ChangeResourceRecordSets"]
    shop.converge()


def test_the_verification_waits_until_the_record_is_public(shop: Shop) -> None:
    """Name servers take a time, and so does AWS's check; it is started again while the name is not verified."""
    seed = world(service(private_dns=PENDING), hosted_zones=[ZONE], publishing=60, durations={"verifying": 120})
    shop.twin.reset(seed)
    shop.wish(NAMED)
    shop.converge()
    assert shop.written()["ChangeResourceRecordSets"] == 1
    assert (state(shop), shop.twin.calls.operations("route53")["GetChange"] > 2) == ("verified", True)


def test_auto_is_the_public_zone_with_the_longest_name(shop: Shop) -> None:
    """Private zones and zones of other names do not count."""
    names = {"Z1": "example.com", "Z2": "eu.example.com", "Z3": "api.eu.example.com", "Z4": "u.example.com"}
    zones = [{"id": id_, "account": SAAS, "name": name, "private": id_ == "Z3"} for id_, name in names.items()]
    shop.twin.reset(world(service(private_dns=PENDING | {"name": "api.eu.example.com"}), hosted_zones=zones))
    shop.wish(f"{HEAD}private_dns_name: api.eu.example.com\nprivate_dns_zone: auto\n")
    shop.converge()
    assert [len(texts(zone)) for zone in names] == [0, 1, 0, 0]


def refused(shop: Shop) -> tuple[str, str, str]:
    """Return code, message and hint of the only error of a plan, which has no calls."""
    plan = shop.plan().plan
    (problem,) = [one for one in plan.problems if one.severity is Severity.ERROR]
    assert plan.operations == ()
    return problem.code, problem.message, problem.hint


def test_several_public_zones_of_one_name_are_an_error(shop: Shop) -> None:
    """Route 53 does not say which of them the domain delegates to."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE, ZONE | {"id": "Z0OTHER"}]))
    shop.wish(NAMED.replace("Z0EXAMPLE", "auto"))
    assert refused(shop) == (
        "several-hosted-zones",
        f"account {SAAS} has several public zones for example.com: Z0EXAMPLE, Z0OTHER",
        "state the id of the one that the domain delegates to",
    )


@pytest.mark.parametrize(
    ("stated", "code", "message"),
    [
        ("auto", "no-hosted-zone", f"account {SAAS} has no public zone for api.example.com"),
        ("Z0404", "no-hosted-zone", f"account {SAAS} has no zone Z0404"),
        ("Z0OTHER", "other-hosted-zone", "Z0OTHER is the zone of example.org, which api.example.com is not in"),
    ],
)
def test_a_name_that_belongs_in_no_zone_is_an_error(shop: Shop, stated: str, code: str, message: str) -> None:
    """The record could not be published, or nobody would find it."""
    other = ZONE | {"id": "Z0OTHER", "name": "example.org"}
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[other]))
    shop.wish(NAMED.replace("Z0EXAMPLE", stated))
    assert refused(shop)[:2] == (code, message)


def test_zones_of_another_account_are_reached_with_its_role(shop: Shop) -> None:
    """The call to Route 53 is one of that account, all others are the seller's."""
    shop.dns = "666666666666"
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE | {"account": shop.dns}]))
    shop.wish(NAMED)
    assert [one.account for one in shop.plan().plan.operations] == ["666666666666", SAAS]
    shop.converge()
    assert state(shop) == "verified"


@pytest.mark.parametrize("call", ["ListHostedZonesByName", "ListResourceRecordSets"])
def test_zones_that_may_not_be_read_do_not_stop_a_plan_of_permissions(shop: Shop, call: str) -> None:
    """The problem names the permission; the service is planned without its record, and the plan ends with 7."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE]))
    shop.wish(NAMED.replace("Z0EXAMPLE", "auto"))
    shop.wish(f'{{kind: allowed_principals, name: acme, service: api, principals: ["{ACME}"]}}', "acme.yaml")
    shop.twin.faults.deny(call)
    plan = shop.plan().plan
    (problem,) = [one for one in plan.problems if one.severity is Severity.ERROR]
    assert (problem.code, problem.address) == ("unreadable", None)
    assert problem.message.startswith("the record of endpoint_service.api was not compared: route53:")
    assert f"route53:{call}" in f"{problem.message} {problem.hint}"
    assert [one.action for one in plan.operations] == ["ModifyVpcEndpointServicePermissions"]
    assert plan_code(plan.as_json(), detailed=False) == 7


def test_services_of_several_regions_share_a_domain(shop: Shop) -> None:
    """Each has a record of its own, and both are verified in one run."""
    abroad = service("eu", ABROAD, private_dns=PENDING)
    shop.twin.reset(world(service(private_dns=PENDING), abroad, hosted_zones=[ZONE]))
    shop.wish(NAMED)
    shop.wish(
        NAMED.replace("name: api\n", "name: eu\n").replace(HOME, ABROAD).replace(service_id(), service_id("eu")),
        "eu.yaml",
    )
    shop.at_once = 8
    shop.converge()
    assert (len(texts()), state(shop), state(shop, "eu")) == (2, "verified", "verified")


def at_bare_domain(shop: Shop) -> None:
    """Let EC2 give no label, as for providers that refuse underscores: all values are in one record set."""
    for account in endpointservices_backends.values():
        for backend in account.values():
            for one in backend.records.all(shop.clock.seconds()):
                assert one.private_dns
                backend.records.plant(replace(one, private_dns=replace(one.private_dns, label="")))


def test_services_of_one_record_set_do_not_overwrite_each_other(shop: Shop) -> None:
    """Calls that replace a record set are completed and made one at a time."""
    abroad = service("eu", ABROAD, private_dns=PENDING)
    shop.twin.reset(world(service(private_dns=PENDING), abroad, hosted_zones=[ZONE]))
    at_bare_domain(shop)
    shop.wish(NAMED)
    shop.wish(
        NAMED.replace("name: api\n", "name: eu\n").replace(HOME, ABROAD).replace(service_id(), service_id("eu")),
        "eu.yaml",
    )
    shop.publish("Z0EXAMPLE", "api.example.com", "of another")
    shop.at_once = 8
    shop.converge()
    (values,) = texts().values()
    assert (len(values), values[0]) == (3, "of another")
    assert (state(shop), state(shop, "eu")) == ("verified", "verified")


FIRST = f"kind: endpoint_service\nname: api\nregion: {HOME}\nload_balancers: ['{balancer()}']\n"


@pytest.mark.parametrize("carried", [False, True])
@pytest.mark.parametrize("last", [1, 2, 3, 4])
@pytest.mark.parametrize("publishing", [0, 60])
def test_a_run_killed_at_any_call_is_finished_by_the_next(
    shop: Shop, last: int, publishing: int, *, carried: bool
) -> None:
    """The name is replaced: a record goes, a name comes, a record comes, a verification is started."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE], publishing=publishing))
    shop.wish(NAMED)
    shop.converge()
    shop.wish(NAMED.replace("api.example", "v2.example"))
    planning = shop.plan(accept=["private_dns"])
    shop.wrap = lambda clients: mortal(clients, last, carried=carried)
    with pytest.raises(Killed):
        shop.apply(planning)
    shop.wrap = lambda clients: clients
    again = shop.plan(accept=["private_dns"])
    assert shop.apply(again).converged
    label, value = record(shop)
    assert (texts(), state(shop)) == ({f"{label}.v2.example.com": (value,)}, "verified")
    assert shop.plan().plan.changes == ()


@pytest.mark.parametrize("carried", [False, True])
@pytest.mark.parametrize("last", [1, 2, 3])
def test_a_creation_killed_at_any_call_is_finished_by_the_next(shop: Shop, last: int, *, carried: bool) -> None:
    """The service is found again by its tag, and its record by its value."""
    shop.twin.reset(world(spare=[balancer()], hosted_zones=[ZONE]))
    shop.wish(f"{FIRST}private_dns_name: api.example.com\nprivate_dns_zone: auto\n")
    planning = shop.plan()
    shop.wrap = lambda clients: mortal(clients, last, carried=carried)
    with pytest.raises(Killed):
        shop.apply(planning)
    shop.wrap = lambda clients: clients
    shop.converge()
    assert (len(texts()), shop.named("api").private_dns_state) == (1, "verified")


@pytest.mark.parametrize("carried", [False, True])
@pytest.mark.parametrize("last", [1, 2])
@pytest.mark.parametrize("wish", ["private_dns_name: none", "state: absent"])
def test_an_ending_killed_at_any_call_leaves_no_record(shop: Shop, last: int, wish: str, *, carried: bool) -> None:
    """The record goes first, so that the next run need not know its value."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE]))
    shop.wish(NAMED)
    shop.converge()
    shop.wish(f"{HEAD}private_dns_zone: Z0EXAMPLE\n{wish}\n")
    rules = ["private_dns", "delete"]
    planning = shop.plan(accept=rules)
    shop.wrap = lambda clients: mortal(clients, last, carried=carried)
    with pytest.raises(Killed):
        shop.apply(planning)
    shop.wrap = lambda clients: clients
    shop.apply(shop.plan(accept=rules))
    assert texts() == {}
    assert shop.plan().plan.operations == ()


@pytest.mark.parametrize("call", ["ChangeResourceRecordSets", "StartVpcEndpointServicePrivateDnsVerification"])
def test_a_call_whose_answer_is_lost_is_made_again(shop: Shop, call: str) -> None:
    """The record is there already then, and a verification may be started twice."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE]))
    shop.wish(NAMED)
    shop.twin.faults.lose_answer(call)
    shop.converge()
    assert state(shop) == "verified"


@pytest.mark.parametrize("call", ["ChangeResourceRecordSets", "GetChange"])
def test_a_denied_call_fails_the_record_and_nothing_else(shop: Shop, call: str) -> None:
    """The verification is not started, since nobody knows that the record is public; grants are made."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE]))
    shop.wish(NAMED)
    shop.wish(f'{{kind: allowed_principals, name: acme, service: api, principals: ["{ACME}"]}}', "acme.yaml")
    shop.twin.faults.deny(call)
    run = shop.apply()
    assert {one.action: one.status for one in run.outcomes} == {
        "ModifyVpcEndpointServicePermissions": "succeeded",
        "ChangeResourceRecordSets": "failed",
        "StartVpcEndpointServicePrivateDnsVerification": "skipped",
    }
    assert (run.converged, state(shop)) == (False, "pendingVerification")


def test_a_name_that_aws_does_not_verify_is_given_up_after_half_an_hour(shop: Shop) -> None:
    """The record is in a zone that the public does not see; the next run starts the verification again."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE | {"private": True}]))
    shop.wish(NAMED)
    run = shop.apply()
    (failed,) = [one for one in run.outcomes if one.status == "failed"]
    assert failed.action == "StartVpcEndpointServicePrivateDnsVerification"
    (error,) = failed.errors
    assert (error.code, error.message) == ("pendingVerification", "the private name is pendingVerification")
    assert error.retryable
    assert shop.written()["StartVpcEndpointServicePrivateDnsVerification"] > 5
    assert [action for action, _ in calls(shop.plan())] == ["StartVpcEndpointServicePrivateDnsVerification"]


def test_a_name_that_ec2_shows_late_is_published_late(shop: Shop) -> None:
    """Reads of EC2 lag behind its writes: the record of the old name is never published again."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE]))
    shop.wish(NAMED)
    shop.converge()
    shop.wish(NAMED.replace("api.example", "v2.example"))
    shop.twin.faults.read_stale("DescribeVpcEndpointServiceConfigurations", times=2)
    assert shop.apply(shop.plan(accept=["private_dns"])).converged
    label, value = record(shop)
    assert texts() == {f"{label}.v2.example.com": (value,)}


def test_without_removals_the_record_of_a_verified_name_stays(shop: Shop) -> None:
    """A name that stays needs its record."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE]))
    shop.wish(NAMED)
    shop.converge()
    shop.wish(f"{HEAD}private_dns_name: none\nprivate_dns_zone: Z0EXAMPLE\n")
    assert shop.plan(no_removals=True).plan.operations == ()
    shop.wish(NAMED.replace("api.example", "v2.example"))
    assert shop.plan(no_removals=True).plan.operations == ()


def test_a_document_without_zone_leaves_the_record_where_it_is(shop: Shop) -> None:
    """Left out means not managed."""
    shop.twin.reset(world(service(private_dns=PENDING), hosted_zones=[ZONE]))
    shop.wish(NAMED)
    shop.converge()
    shop.wish(f"{HEAD}private_dns_name: none\n")
    assert shop.apply(shop.plan(accept=["private_dns"])).converged
    assert len(texts()) == 1
    assert shop.twin.calls.operations("route53")["ChangeResourceRecordSets"] == 1
