"""`state: absent` rejects the connections, then deletes the service; each needs an acceptance of its own."""

import pytest

from reconciler.model import Severity
from tests.selling import (
    ACME,
    GLOBEX,
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

ABSENT = f"{{kind: endpoint_service, name: api, region: {HOME}, id: {service_id()}, state: absent}}"
REJECT, DELETE = "RejectVpcEndpointConnections", "DeleteVpcEndpointServiceConfigurations"
CONNECTED = [
    connection(1, ACME),
    connection(2, GLOBEX, "pendingAcceptance"),
    connection(3, GLOBEX, "rejected"),
    connection(4, ACME, "pending"),
]


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Return a seller whose service is to end, with three endpoints that are or may be connected."""
    shop.twin.reset(world(service(connections=CONNECTED)))
    shop.wish(ABSENT)
    return shop


def test_connections_are_rejected_and_the_service_is_deleted(shop: Shop) -> None:
    """EC2 refuses to delete a service with connections; connections that have ended are left alone."""
    planning = shop.plan(accept=["delete", "reject_connections"])
    live = [endpoint_id(1), endpoint_id(2), endpoint_id(4)]
    assert calls(planning) == [
        (REJECT, {"ServiceId": service_id(), "VpcEndpointIds": live}),
        (DELETE, {"ServiceIds": [service_id()]}),
    ]
    assert [operation.after for operation in planning.plan.operations] == [(), ("op-1",)]
    run = shop.apply(planning)
    assert ([outcome.status for outcome in run.outcomes], run.converged) == (["succeeded", "succeeded"], True)
    assert shop.plan().plan.changes == ()
    assert shop.written() == {REJECT: 1, DELETE: 1}


def test_rejecting_and_deleting_each_need_their_own_acceptance(shop: Shop) -> None:
    """Accepting one leaves the other refused, and nothing is done."""
    cut = f"endpoint_service.api would cut 3 connections: {endpoint_id(1)}, {endpoint_id(2)}, {endpoint_id(4)}"
    gone = f"endpoint_service.api ({service_id()}) would be deleted, which cannot be undone"
    assert refusals(shop.plan().plan) == [("reject_connections", cut), ("delete", gone)]
    assert refusals(shop.plan(accept=["delete"]).plan) == [("reject_connections", cut)]
    assert refusals(shop.plan(accept=["reject_connections"]).plan) == [("delete", gone)]
    assert refusals(shop.plan(accept=["reject_connections", "delete"]).plan) == []


def test_a_service_without_connections_is_deleted_by_one_call(shop: Shop) -> None:
    """The deletion needs one acceptance."""
    shop.twin.reset(world(service(connections=[connection(3, GLOBEX, "rejected")])))
    assert [code for code, _ in refusals(shop.plan().plan)] == ["delete"]
    shop.converge(accept=["delete"])
    assert shop.written() == {DELETE: 1}


def test_a_service_that_is_protected_does_not_end(shop: Shop) -> None:
    """No acceptance ends a protected service."""
    shop.settings("guards: {protected: [endpoint_service.a*]}\n")
    assert refusals(shop.plan(accept=["delete", "reject_connections"]).plan) == [
        ("protected", "endpoint_service.api is protected and would be deleted")
    ]


def test_a_service_that_ec2_is_deleting_counts_as_gone(shop: Shop) -> None:
    """While EC2 deletes the service, there is nothing left to plan."""
    shop.twin.reset(world(service(), durations={"deleting": 600}))
    run = shop.converge(accept=["delete"])
    assert shop.service().state == "Deleting"
    assert run.problems == ()


def test_a_missing_service_need_not_be_deleted(shop: Shop) -> None:
    """A note says so, and that the document can be removed."""
    shop.twin.reset(world())
    plan = shop.plan().plan
    assert (plan.operations, problems(plan, Severity.NOTE)) == (
        (),
        [("nothing-to-delete", "AWS has no such service, so there is nothing to delete")],
    )
    shop.wish(ABSENT.replace(f"id: {service_id()}, ", ""))
    assert problems(shop.plan().plan, Severity.NOTE) == problems(plan, Severity.NOTE)


def test_an_unsuccessful_deletion_is_reported(shop: Shop) -> None:
    """EC2 returns HTTP 200 and lists the items that failed: the operation has failed (privatelink 1.5)."""
    shop.twin.reset(world(service()))
    planning = shop.plan(accept=["delete"])
    shop.twin.reset(world(service(connections=CONNECTED)))
    run = shop.apply(planning)
    (outcome,) = run.outcomes
    assert (outcome.status, [(error.code, error.message) for error in outcome.errors]) == (
        "failed",
        [
            (
                "ExistingVpcEndpointConnections",
                f"{service_id()}: Service has existing active VPC Endpoint connections!",
            )
        ],
    )
    assert (run.converged, run.remaining) == (False, ("endpoint_service.api",))


def test_a_connection_that_ended_meanwhile_does_not_matter(shop: Shop) -> None:
    """A connection that is to be rejected and is gone counts as done."""
    planning = shop.plan(accept=["delete", "reject_connections"])
    shop.twin.reset(world(service(connections=CONNECTED[1:])))
    run = shop.apply(planning)
    assert [outcome.status for outcome in run.outcomes] == ["succeeded", "succeeded"]


def test_the_other_documents_of_a_service_that_ends_do_not_matter(shop: Shop) -> None:
    """Customers' documents may still exist: a service that ends admits no principal."""
    shop.wish('{kind: allowed_principals, name: acme, service: api, principals: ["333333333333"]}', "acme.yaml")
    planning = shop.plan(accept=["delete", "reject_connections"])
    assert [action for action, _ in calls(planning)] == [REJECT, DELETE]
    assert shop.apply(planning).converged


def test_the_load_balancer_of_a_deleted_service_may_serve_another(shop: Shop) -> None:
    """The new service is created once the old one is deleted."""
    shop.twin.reset(world(service()))
    shop.wish(
        f"{{kind: endpoint_service, name: a-new-one, region: {HOME}, load_balancers: ['{balancer()}']}}", "new.yaml"
    )
    shop.converge(accept=["delete"])
    assert shop.named("a-new-one").load_balancers == (balancer(),)
