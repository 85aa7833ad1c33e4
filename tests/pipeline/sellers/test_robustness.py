"""An apply copes with EC2: refusals, throttling, lost answers, and reads that lag behind."""

import pytest

from tests.pipeline.sellers.beside import interrupted_by
from tests.selling import ACME, GLOBEX, HOME, Shop, balancer, connection, root, service, service_id, world
from tests.trial import errors
from tests.verbs import VERB

PERMIT, MODIFY = "ModifyVpcEndpointServicePermissions", "ModifyVpcEndpointServiceConfiguration"
READS = [
    "DescribeVpcEndpointServiceConfigurations",
    "DescribeVpcEndpointServicePermissions",
    "DescribeVpcEndpointConnections",
]


def three_services(shop: Shop, *, more: str = "") -> None:
    """Reset the twin to three services that are to admit the same customer."""
    shop.twin.reset(world(*(service(name) for name in "abc")))
    for name in "abc":
        shop.wish(
            f"""
            {{kind: endpoint_service, name: {name}, region: {HOME}, id: {service_id(name)}{more}}}
            ---
            {{kind: allowed_principals, name: acme-{name}, service: {name}, principals: ["{ACME}"]}}
            """,
            f"{name}.yaml",
        )


def test_the_other_services_go_on_when_an_edit_is_refused(shop: Shop) -> None:
    """The report has AWS's code and message for the one, and a new run finishes it."""
    three_services(shop)
    shop.twin.faults.deny(PERMIT, times=1)
    run = shop.apply()
    assert [outcome.status for outcome in run.outcomes] == ["failed", "succeeded", "succeeded"]
    ((code, message, address),) = errors(run.outcomes[0])
    assert (code, address) == ("UnauthorizedOperation", "endpoint_service.a")
    assert message
    assert (run.converged, run.remaining) == (False, ("endpoint_service.a",))
    shop.converge()


def test_a_refused_configuration_holds_up_no_permissions(shop: Shop) -> None:
    """Permissions are another call, of the same service and of others."""
    three_services(shop, more=", acceptance_required: false")
    shop.twin.faults.deny(MODIFY, times=1)
    run = shop.apply()
    assert [(one.operation, one.status) for one in run.outcomes if one.status != "succeeded"] == [("op-1", "failed")]
    assert {name: shop.service(name).principals for name in "abc"} == {name: {root(ACME)} for name in "abc"}
    assert not shop.service("c").acceptance_required
    shop.converge()


def test_grants_wait_for_the_call_that_requires_acceptance(shop: Shop) -> None:
    """Where acceptance is to be required first and EC2 refuses, no principal is admitted."""
    three_services(shop, more=", acceptance_required: true")
    shop.twin.reset(world(*(service(name, acceptance_required=False) for name in "abc")))
    planning = shop.plan()
    assert [(one.action, one.after) for one in planning.plan.operations[:2]] == [(MODIFY, ()), (PERMIT, ("op-1",))]
    shop.twin.faults.deny(MODIFY, times=1)
    shop.apply(planning)
    assert {name: shop.service(name).principals for name in "ab"} == {"a": set(), "b": {root(ACME)}}
    shop.converge()


def test_a_principal_that_aws_refuses_refuses_the_call(shop: Shop) -> None:
    """The twin takes all principals of a call or none; its answer names the refused one."""
    three_services(shop)
    shop.twin.faults.fail(PERMIT, "InvalidPrincipal", "Invalid Principal: 'x'", times=1)
    run = shop.apply()
    assert errors(run.outcomes[0]) == [("InvalidPrincipal", "Invalid Principal: 'x'", "endpoint_service.a")]
    assert [outcome.status for outcome in run.outcomes] == ["failed", "succeeded", "succeeded"]


def test_throttled_edits_are_made_in_the_end(shop: Shop) -> None:
    """The run repeats them after the client has given up."""
    three_services(shop)
    shop.twin.faults.throttle(PERMIT, times=3)
    shop.converge()
    assert shop.written() == {PERMIT: 6}


def test_throttled_reads_are_tried_again(shop: Shop) -> None:
    """The client repeats them."""
    three_services(shop)
    shop.attempts = 2
    shop.twin.faults.throttle("DescribeVpcEndpointServicePermissions")
    shop.converge()


def test_calls_beyond_the_rates_of_ec2_are_made_in_the_end(shop: Shop) -> None:
    """Sixty edits at the published rates, fifty at once and five a second, are made; those that are throttled wait."""
    names = [f"s{number}" for number in range(60)]
    shop.twin.reset(world(*(service(name) for name in names), request_rates=True))
    for name in names:
        shop.wish(
            f"""
            {{kind: endpoint_service, name: {name}, region: {HOME}, id: {service_id(name)}}}
            ---
            {{kind: allowed_principals, name: acme-{name}, service: {name}, principals: ["{ACME}"]}}
            """,
            f"{name}.yaml",
        )
    run = shop.apply()
    assert ({outcome.status for outcome in run.outcomes}, run.converged) == ({"succeeded"}, True)


@pytest.mark.parametrize("operation", READS)
@pytest.mark.parametrize("times", [1, 2])
def test_reads_that_lag_behind_do_not_fool_the_last_look(shop: Shop, operation: str, times: int) -> None:
    """The last look reads edited services again, with five seconds between two readings."""
    three_services(shop)
    shop.twin.faults.read_stale(operation, times=times)
    run = shop.apply()
    assert (run.converged, run.remaining) == (True, ())
    assert sum(shop.clock.slept) <= 15


def test_a_created_service_that_is_not_listed_yet_is_waited_for(shop: Shop) -> None:
    """Reads after a creation may not show the service (privatelink 1.0); it is not created twice."""
    shop.twin.reset(world(spare=[balancer()]))
    shop.twin.faults.read_stale("DescribeVpcEndpointServiceConfigurations", times=2)
    shop.wish(
        f"""
        {{kind: endpoint_service, name: api, region: {HOME}, load_balancers: ["{balancer()}"]}}
        ---
        {{kind: allowed_principals, name: acme, service: api, principals: ["{ACME}"]}}
        """
    )
    run = shop.apply()
    assert ([one.status for one in run.outcomes], run.converged) == (["succeeded", "succeeded"], True)
    assert shop.written() == {"CreateVpcEndpointServiceConfiguration": 1, PERMIT: 1}


def test_a_deleted_service_that_is_still_listed_is_waited_for(shop: Shop) -> None:
    """The last look is repeated until the service is gone."""
    shop.twin.reset(world(service(connections=[connection(1, ACME)])))
    shop.twin.faults.read_stale("DescribeVpcEndpointServiceConfigurations", times=2)
    shop.wish(f"{{kind: endpoint_service, name: api, region: {HOME}, id: {service_id()}, state: absent}}")
    run = shop.apply(shop.plan(accept=["delete", "reject_connections"]))
    assert ([one.status for one in run.outcomes], run.converged) == (["succeeded", "succeeded"], True)


def test_an_edit_that_never_shows_is_not_converged(shop: Shop) -> None:
    """After four looks the run ends and reports what it does not see."""
    three_services(shop)
    shop.twin.faults.read_stale("DescribeVpcEndpointServicePermissions", times=1000)
    run = shop.apply()
    assert {outcome.status for outcome in run.outcomes} == {"succeeded"}
    assert (run.converged, len(run.remaining)) == (False, 3)
    assert sum(shop.clock.slept) == 15


@pytest.mark.parametrize(
    ("operation", "more"),
    [
        (PERMIT, ""),
        ("CreateTags", ", tags: {team: platform}"),
    ],
)
def test_an_edit_whose_answer_is_lost_is_made_again(shop: Shop, operation: str, more: str) -> None:
    """Calls for permissions and tags may be repeated."""
    three_services(shop, more=more)
    shop.twin.faults.lose_answer(operation)
    shop.converge()


def test_a_deletion_whose_answer_is_lost_has_ended(shop: Shop) -> None:
    """The repeated call finds no service to delete, which is the desired state."""
    shop.twin.reset(world(service()))
    shop.twin.faults.lose_answer("DeleteVpcEndpointServiceConfigurations")
    shop.wish(f"{{kind: endpoint_service, name: api, region: {HOME}, id: {service_id()}, state: absent}}")
    shop.converge(accept=["delete"])


def test_connections_whose_rejection_has_no_answer_are_rejected(shop: Shop) -> None:
    """The repeated call finds nothing to reject, and a look shows that the connections have ended."""
    shop.twin.reset(world(service(connections=[connection(1, ACME), connection(2, GLOBEX, "pendingAcceptance")])))
    shop.twin.faults.lose_answer("RejectVpcEndpointConnections")
    shop.wish(f"{{kind: endpoint_service, name: api, region: {HOME}, id: {service_id()}, state: absent}}")
    shop.converge(accept=["delete", "reject_connections"])


def test_a_service_that_another_user_deletes_meanwhile_is_a_failure(shop: Shop) -> None:
    """The operation fails at once with AWS's message; the other services go on."""
    three_services(shop)
    planning = shop.plan()
    other = shop.clients(writes=True).sellers["saas"].calls("ec2", HOME)
    other.edit(VERB["DeleteVpcEndpointServiceConfigurations"], {"ServiceIds": [service_id("a")]})
    run = shop.apply(planning)
    assert [(outcome.status, [error.code for error in outcome.errors]) for outcome in run.outcomes] == [
        ("failed", ["InvalidVpcEndpointServiceId.NotFound"]),
        ("succeeded", []),
        ("succeeded", []),
    ]
    assert [(problem.code, str(problem.address)) for problem in run.problems] == [
        ("id-not-found", "endpoint_service.a")
    ]
    assert sum(shop.clock.slept) == 0


def test_an_interrupted_apply_is_finished_by_the_next(shop: Shop) -> None:
    """The next plan has only the calls that were not sent."""
    three_services(shop)
    seen = []

    def stop(event: object) -> None:
        seen.append(event)
        shop.interrupt()

    shop.listener = stop
    run = shop.apply()
    assert [outcome.status for outcome in run.outcomes] == ["succeeded", "skipped", "skipped"]
    assert (run.interrupted, len(seen)) == (True, 1)
    shop.listener = lambda _event: None
    shop.converge()
    assert shop.written() == {PERMIT: 3}


@pytest.mark.parametrize(
    ("times", "told"),
    [(1, ("succeeded", None)), (2, ("failed", "interrupted; whether the call was carried out is unknown"))],
)
def test_a_call_without_its_answer_is_waited_for_once(shop: Shop, times: int, told: tuple[str, str | None]) -> None:
    """One interruption waits for the answer and sends no other call.

    A second one does not wait, and the report says so.
    """
    three_services(shop)

    def stop() -> None:
        for _ in range(times):
            shop.interrupt()

    shop.wrap = interrupted_by(stop)
    first, *others = shop.apply().outcomes
    assert (first.status, first.because) == told
    assert [one.status for one in others] == ["skipped", "skipped"]


def test_another_user_may_edit_at_the_same_time(shop: Shop) -> None:
    """Edits name members, not whole lists, so a grant that another user adds stays."""
    three_services(shop)
    planning = shop.plan()
    other = shop.clients(writes=True).sellers["saas"].calls("ec2", HOME)
    other.edit(VERB[PERMIT], {"ServiceId": service_id("a"), "AddAllowedPrincipals": [root(GLOBEX)]})
    assert shop.apply(planning).converged
    assert shop.service("a").principals == {root(ACME), root(GLOBEX)}
