"""Several sellers and regions, each with its own account, are read at the same time and hold up no other."""

from threading import Barrier

import pytest

from reconciler.cli.codes import drift_code, plan_code, run_code
from reconciler.errors import Refused
from reconciler.model import Severity
from tests.pipeline.sellers.beside import all_beside, without_abroad
from tests.selling import (
    ABROAD,
    ACME,
    BUYER,
    HOME,
    LABS,
    SAAS,
    TWO_SELLERS,
    Shop,
    balancer,
    problems,
    root,
    service,
    service_id,
    world,
)

PLACES = {"here": ("saas", HOME, SAAS), "there": ("saas", ABROAD, SAAS), "own": ("labs", HOME, LABS)}
PERMIT = "ModifyVpcEndpointServicePermissions"


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Return two sellers with three services, each for one seller in one region, and one customer of all."""
    shop.sellers = TWO_SELLERS
    shop.twin.reset(world(*(service(name, region, account) for name, (_, region, account) in PLACES.items())))
    for name, (seller, region, _) in PLACES.items():
        shop.wish(
            f"""
            {{kind: endpoint_service, name: {name}, seller: {seller}, region: {region}, id: {service_id(name)}}}
            ---
            {{kind: allowed_principals, name: acme-{name}, service: {name}, principals: ["{ACME}"]}}
            """,
            f"{name}.yaml",
        )
    return shop


def test_each_call_goes_to_its_own_account_and_region(shop: Shop) -> None:
    """Account and region are those of the documents; there is one call for each service."""
    planning = shop.plan()
    assert [(operation.account, operation.region) for operation in planning.plan.operations] == [
        (SAAS, HOME),
        (LABS, HOME),
        (SAAS, ABROAD),
    ]
    shop.converge()
    assert [shop.service(name).principals for name in PLACES] == [{root(ACME)}] * 3
    assert shop.written() == {PERMIT: 3}


def test_a_part_reads_only_sellers_and_regions_of_its_documents(shop: Shop) -> None:
    """A seller or a region without a selected document costs no call."""
    for name in ("here", "own"):
        (shop.folder / "desired_state" / f"{name}.yaml").unlink()
    shop.plan(select=("endpoint_service",))
    assert {(call.service, call.operation, call.account) for call in shop.twin.calls} == {
        ("sts", "GetCallerIdentity", SAAS),
        ("ec2", "DescribeVpcEndpointServiceConfigurations", SAAS),
        ("ec2", "DescribeVpcEndpointServicePermissions", SAAS),
        ("ec2", "DescribeVpcEndpointConnections", SAAS),
    }
    assert shop.asked()["DescribeVpcEndpointServiceConfigurations"] == 1


def test_sellers_and_regions_are_read_at_the_same_time(shop: Shop) -> None:
    """All three are asked before the first has answered."""
    meeting = Barrier(3)
    shop.wrap = lambda clients: all_beside(clients, meeting)
    assert len(shop.plan().plan.operations) == 3


def test_one_region_that_cannot_be_read_makes_the_answer_incomplete(shop: Shop) -> None:
    """The rest is planned and shown; the exit code is 7, never "no changes"."""
    shop.wrap = without_abroad
    plan = shop.plan().plan
    what = "saas in eu-west-1 could not be read, so endpoint_service.there was not compared"
    why = "ec2:DescribeVpcEndpointServiceConfigurations was denied"
    assert problems(plan, Severity.ERROR) == [("unreadable", f"{what}: {why}")]
    assert [change.address.name for change in plan.changes] == ["here", "own"]
    assert (plan_code(plan.as_json(), detailed=True), drift_code(plan.as_json())) == (7, 7)


def test_an_unreadable_region_is_reported_once_for_all_its_services(shop: Shop) -> None:
    """The first few services are named, the others are counted."""
    for number in range(5):
        name = f"more-{number}"
        shop.wish(
            f"{{kind: endpoint_service, name: {name}, seller: saas, region: {ABROAD}, id: {service_id(name)}}}",
            f"{name}.yaml",
        )
    shop.wrap = without_abroad
    ((_, message),) = problems(shop.plan().plan, Severity.ERROR)
    assert "endpoint_service.more-0, endpoint_service.more-1, endpoint_service.more-2 and 3 more were" in message


def test_a_region_outside_of_the_selection_does_not_matter(shop: Shop) -> None:
    """The failure of an unselected region is not reported."""
    shop.wrap = without_abroad
    assert problems(shop.plan(select=("endpoint_service.here",)).plan, Severity.ERROR) == []


def test_an_apply_does_the_rest(shop: Shop) -> None:
    """The exit code is 6, since a new run can finish the work (contract 3)."""
    shop.wrap = without_abroad
    planning = shop.plan()
    run = shop.apply(planning)
    assert [outcome.status for outcome in run.outcomes] == ["succeeded", "succeeded"]
    assert (run.converged, run.unverified, [problem.code for problem in run.problems]) == (None, (), ["unreadable"])
    assert run_code(planning.plan.as_json(), run.as_json()) == 6
    assert shop.service("here").principals == {root(ACME)}
    assert shop.service("there").principals == set()


def test_a_seller_whose_calls_are_denied_leaves_the_others_readable(shop: Shop) -> None:
    """All regions of the seller are named; here it has one."""
    shop.twin.faults.deny("DescribeVpcEndpointServiceConfigurations", account=LABS)
    plan = shop.plan().plan
    ((code, message),) = problems(plan, Severity.ERROR)
    assert (code, message.partition(":")[0]) == (
        "unreadable",
        "labs in us-east-1 could not be read, so endpoint_service.own was not compared",
    )
    assert [change.address.name for change in plan.changes] == ["here", "there"]


def test_a_seller_whose_account_is_unknown_is_not_read(shop: Shop) -> None:
    """The credentials could be those of another account."""
    shop.twin.faults.deny("GetCallerIdentity", account=SAAS)
    plan = shop.plan().plan
    assert [message.partition(" could")[0] for _, message in problems(plan, Severity.ERROR)] == [
        "saas in eu-west-1",
        "saas in us-east-1",
    ]
    assert [change.address.name for change in plan.changes] == ["own"]
    assert {call.account for call in shop.twin.calls if call.service == "ec2"} == {LABS}
    assert plan_code(plan.as_json(), detailed=True) == 7


def test_credentials_of_another_account_are_refused(shop: Shop) -> None:
    """The exit code is 4 before anything is read; each seller has its own guard."""
    shop.credentials["labs"] = SAAS
    with pytest.raises(Refused) as refused:
        shop.plan()
    assert refused.value.message == (f"the credentials belong to account {SAAS}, sellers.labs.account says {LABS}")
    assert refused.value.hint.startswith(f"use credentials of {LABS}, or set sellers.labs.role in ")
    assert (refused.value.exit_code, shop.asked()) == (4, {})


def test_a_repository_may_have_a_buyer_and_sellers(shop: Shop) -> None:
    """One plan has the change sets first, then the calls of each seller."""
    shop.settings(BUYER)
    shop.wish("{kind: experience, name: finance, title: Finance, status: enabled}", "finance.yaml")
    planning = shop.plan()
    assert [operation.action for operation in planning.plan.operations] == ["StartChangeSet", *[PERMIT] * 3]
    summary = planning.plan.summary()
    assert (summary["create"], summary["update"]) == (1, 3)
    assert (summary["change_sets"], summary["permission_calls"]) == (1, 3)
    shop.converge()
    assert shop.written() == {"StartChangeSet": 1, PERMIT: 3}


def test_a_part_without_services_reads_no_seller(shop: Shop) -> None:
    """No seller is called when no selected document is a service."""
    shop.settings(BUYER)
    for file in (shop.folder / "desired_state").iterdir():
        file.unlink()
    shop.wish("{kind: experience, name: finance, title: Finance}")
    shop.plan(select=("experience",))
    assert shop.asked() == {}


def test_sellers_alone_never_touch_the_marketplace(shop: Shop) -> None:
    """Such a repository needs no rights on the organization and the catalogue."""
    shop.converge()
    assert {call.service for call in shop.twin.calls} == {"sts", "ec2"}


def test_an_organization_of_sellers_alone_is_not_checked(shop: Shop) -> None:
    """Their accounts are not asked for it, so that it is stated for nothing is said, and goes with a marketplace."""
    shop.settings("organization: o-abcdef1234\n")
    (problem,) = shop.load().problems
    assert (problem.severity, problem.code, problem.source) == (
        "warning",
        "organization-unchecked",
        f"{shop.folder}/reconciler.yaml:5:15",
    )
    shop.settings(BUYER)
    assert shop.load().problems == ()


def test_a_service_is_created_where_its_seller_is(shop: Shop) -> None:
    """Seller and region are those of the document."""
    shop.twin.reset(world(spare=[balancer("new", ABROAD)]))
    for file in (shop.folder / "desired_state").iterdir():
        file.unlink()
    shop.wish(
        f"""
        kind: endpoint_service
        name: new
        seller: saas
        region: {ABROAD}
        load_balancers: ["{balancer("new", ABROAD)}"]
        """
    )
    shop.converge()
    assert (shop.named("new").owner, shop.named("new").region) == (SAAS, ABROAD)
