"""Endpoints are accepted and rejected by hand: with the proof, the guards and the run of every other plan."""

from typing import Any

import pytest

from reconciler.errors import Unreadable, UsageError
from reconciler.model import ByHand, Severity
from reconciler.pipeline import Planning, check_endpoints
from tests.pipeline.sellers.killing import Killed, mortal
from tests.pipeline.sellers.test_accepting import ACCEPT, PENDING, READER, REJECT, admits
from tests.selling import (
    ACME,
    GLOBEX,
    HOME,
    LABS,
    SAAS,
    TWO_SELLERS,
    Shop,
    calls,
    connection,
    endpoint_id,
    problems,
    refusals,
    root,
    service,
    service_id,
    world,
)

HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\n"
ONE, TWO = endpoint_id(1), endpoint_id(2)
FINAL = "name the account in an allowed_principals document and apply that first"


def start(shop: Shop, granted: list[str], *connections: dict[str, Any], named: tuple[str, ...] = (ACME,)) -> None:
    """Write a service with one customer, whose list also differs from the documents; AWS has *connections*."""
    shop.twin.reset(world(service(principals=granted, connections=list(connections))))
    shop.wish(HEAD)
    shop.wish(admits(*named), "acme.yaml")


def accepting(shop: Shop, *endpoints: str, **options: Any) -> Planning:  # noqa: ANN401 - the fields of PlanOptions
    """Plan to accept *endpoints* by hand."""
    return shop.plan(by_hand=ByHand(accept=frozenset(endpoints)), **options)


def rejecting(shop: Shop, *endpoints: str, **options: Any) -> Planning:  # noqa: ANN401 - the fields of PlanOptions
    """Plan to reject *endpoints* by hand."""
    return shop.plan(by_hand=ByHand(reject=frozenset(endpoints)), **options)


def test_only_the_named_endpoint_is_accepted(shop: Shop) -> None:
    """Neither another endpoint that waits nor the list of principals, which differs, changes."""
    start(shop, [root(ACME)], connection(1, ACME, PENDING), connection(2, ACME, PENDING), named=(ACME, GLOBEX))
    planning = accepting(shop, ONE)
    assert calls(planning) == [(ACCEPT, {"ServiceId": service_id(), "VpcEndpointIds": [ONE]})]
    run = shop.apply(planning)
    assert (run.converged, run.remaining, [one.status for one in run.outcomes]) == (True, (), ["succeeded"])
    assert (shop.service().connections, shop.service().principals) == (
        {ONE: "available", TWO: PENDING},
        frozenset({root(ACME)}),
    )


def test_the_plan_says_whose_endpoint_is_accepted(shop: Shop) -> None:
    """The note names the document of the customer, and the change has the owner's name."""
    start(shop, [root(ACME)], connection(1, ACME, PENDING))
    shop.wish(f'{{kind: principal, name: acme-corp, id: "{ACME}", title: Acme Corp}}', "names.yaml")
    made, whose = accepting(shop, ONE).plan, f"{ONE} of {ACME} (Acme Corp)"
    since = "waits to be accepted since 2026-11-10T10:00:00Z"
    told = [("pending-connection", f"{whose} {since}: customer acme, accepted by this plan")]
    assert problems(made, Severity.NOTE) == told
    assert made.names[ONE] == f"{ACME}, Acme Corp"
    assert made.as_json()["options"]["by_hand"] == {"accept": [ONE], "reject": []}


@pytest.mark.parametrize("granted", [[READER], ["*"], [root(ACME)]])
def test_an_account_that_any_grant_admits_can_be_accepted(shop: Shop, granted: list[str]) -> None:
    """A user decides what `accept: allowed` does not: roles, `*`, and grants that no document names."""
    start(shop, granted, connection(1, ACME, PENDING), named=(GLOBEX,))
    planning = accepting(shop, ONE)
    assert (refusals(planning.plan), [action for action, _ in calls(planning)]) == ([], [ACCEPT])
    assert problems(planning.plan, Severity.NOTE)[0][1].endswith("no document names the account, accepted by this plan")


def test_an_account_without_a_grant_is_refused(shop: Shop) -> None:
    """It would be connected without a grant; no option accepts that, the way is a document."""
    start(shop, [root(GLOBEX)], connection(1, ACME, PENDING))
    planning = accepting(shop, ONE)
    assert refusals(planning.plan) == [
        ("not-admitted", f"{ONE} of {ACME} cannot be accepted: no grant in AWS admits it")
    ]
    assert [one.hint for one in planning.plan.problems if one.severity is Severity.REFUSED] == [FINAL]
    assert calls(planning) == []


def test_the_account_of_the_service_needs_no_grant(shop: Shop) -> None:
    """AWS does not document that it needs one (privatelink 1.7)."""
    start(shop, [root(GLOBEX)], connection(1, SAAS, PENDING))
    assert [action for action, _ in calls(accepting(shop, ONE))] == [ACCEPT]


@pytest.mark.parametrize(
    ("state", "code", "told"),
    [
        ("available", "decided-already", "is accepted already: it is available"),
        ("pending", "decided-already", "is accepted already: it is pending"),
    ],
)
def test_an_accepted_endpoint_needs_no_call(shop: Shop, state: str, code: str, told: str) -> None:
    """The plan is empty, and a note says so."""
    start(shop, [root(ACME)], connection(1, ACME, state))
    planning = accepting(shop, ONE)
    assert (calls(planning), problems(planning.plan, Severity.NOTE)) == ([], [(code, f"{ONE} of {ACME} {told}")])


@pytest.mark.parametrize("state", ["rejected", "deleted", "failed", "expired"])
def test_an_endpoint_that_has_ended_cannot_be_accepted(shop: Shop, state: str) -> None:
    """EC2 accepts only endpoints that wait, as far as it is documented."""
    start(shop, [root(ACME)], connection(1, ACME, state))
    assert refusals(accepting(shop, ONE).plan) == [
        ("connection-ended", f"{ONE} of {ACME} is {state}, so it cannot be accepted")
    ]


def test_an_endpoint_that_waits_is_rejected_without_a_rule(shop: Shop) -> None:
    """Nobody is cut off."""
    start(shop, [root(ACME)], connection(1, ACME, PENDING), connection(2, ACME))
    planning = rejecting(shop, ONE)
    assert calls(planning) == [(REJECT, {"ServiceId": service_id(), "VpcEndpointIds": [ONE]})]
    assert (refusals(planning.plan), planning.plan.impact.lost_services) == ([], ())
    assert shop.apply(planning).converged is True
    assert shop.service().connections == {ONE: "rejected", TWO: "available"}


def test_a_connected_endpoint_is_rejected_when_the_rule_is_accepted(shop: Shop) -> None:
    """The plan says who is cut off, although a grant admits the account; the acceptance is of this plan."""
    start(shop, [root(ACME)], connection(1, ACME))
    made = rejecting(shop, ONE).plan
    assert refusals(made) == [
        ("reject_connections", f"endpoint_service.api would cut 1 connection by hand: {ONE} ({ACME})")
    ]
    assert [one.as_json() for one in made.impact.lost_services] == [
        {"service": "endpoint_service.api", "customers": [ACME], "connected": [ACME]}
    ]
    accepted = rejecting(shop, ONE, accept=["reject_connections"])
    assert refusals(accepted.plan) == []
    assert shop.apply(accepted).converged is True
    assert shop.service().connections == {ONE: "rejected"}


def test_a_customer_with_another_endpoint_loses_nothing(shop: Shop) -> None:
    """The rule refuses still: the connection is cut."""
    start(shop, [root(ACME)], connection(1, ACME), connection(2, ACME))
    made = rejecting(shop, ONE).plan
    assert ([code for code, _ in refusals(made)], made.impact.lost_services) == (["reject_connections"], ())


def test_a_connection_that_outlived_its_grant_is_rejected(shop: Shop) -> None:
    """The customer was removed by an earlier plan; the connection is listed as one that is cut."""
    start(shop, [root(GLOBEX)], connection(1, ACME), named=(GLOBEX,))
    planning = rejecting(shop, ONE, accept=["reject_connections"])
    assert [one.endpoint for one in planning.plan.residual_access] == [ONE]
    assert shop.apply(planning).converged is True
    assert shop.service().connections == {ONE: "rejected"}


def test_the_customers_of_a_protected_service_are_not_cut_off(shop: Shop) -> None:
    """No option accepts that; an endpoint that waits can be rejected."""
    shop.settings("guards: {protected: [endpoint_service.api]}\n")
    start(shop, [root(ACME)], connection(1, ACME), connection(2, ACME, PENDING))
    assert "protected" in [code for code, _ in refusals(rejecting(shop, ONE, accept=["reject_connections"]).plan)]
    assert refusals(rejecting(shop, TWO).plan) == []


@pytest.mark.parametrize("state", ["rejected", "deleted"])
def test_an_ended_endpoint_needs_no_rejection(shop: Shop, state: str) -> None:
    """The plan is empty, and a note says so."""
    start(shop, [root(ACME)], connection(1, ACME, state))
    planning = rejecting(shop, ONE)
    told = [("decided-already", f"{ONE} of {ACME} has ended already: it is {state}")]
    assert (calls(planning), problems(planning.plan, Severity.NOTE)) == ([], told)


def test_an_unknown_endpoint_is_a_usage_error(shop: Shop) -> None:
    """It says what was looked through, and names the id that it may mean."""
    start(shop, [root(ACME)], connection(1, ACME, PENDING))
    with pytest.raises(UsageError) as raised:
        check_endpoints(accepting(shop, "vpce-00000000000000099"))
    unknown = "no endpoint service of this repository has vpce-00000000000000099"
    assert raised.value.message == f"{unknown}; looked through 1 endpoint of endpoint_service.api"
    assert raised.value.hint == f"did you mean '{ONE}'?"


def test_endpoints_of_several_services_take_a_call_for_each(shop: Shop) -> None:
    """Each call is of the service that has the endpoints, at most fifty in a call."""
    many = [connection(number, ACME, PENDING) for number in range(1, 61)]
    shop.twin.reset(
        world(
            service(principals=[root(ACME)], connections=many),
            service("b", principals=[root(ACME)], connections=[connection(99, ACME, PENDING)]),
        )
    )
    shop.wish(HEAD)
    shop.wish(HEAD.replace(service_id(), service_id("b")).replace("name: api", "name: b"), "b.yaml")
    planning = accepting(shop, *(one["id"] for one in many), endpoint_id(99))
    assert [(each["ServiceId"], len(each["VpcEndpointIds"])) for _, each in calls(planning)] == [
        (service_id(), 50),
        (service_id(), 10),
        (service_id("b"), 1),
    ]
    assert shop.apply(planning).converged is True


def test_many_rejections_take_a_call_for_each_fifty(shop: Shop) -> None:
    """AWS documents no maximum, so the calls of both decisions have the same (privatelink 1.8)."""
    start(shop, [root(ACME)], *(connection(number, ACME, PENDING) for number in range(1, 121)))
    planning = rejecting(shop, *(endpoint_id(number) for number in range(1, 121)))
    assert [len(each["VpcEndpointIds"]) for _, each in calls(planning)] == [50, 50, 20]
    assert shop.apply(planning).converged is True


@pytest.mark.parametrize("carried", [True, False])
@pytest.mark.parametrize("last", [1, 2])
def test_a_killed_decision_is_finished_by_the_next(shop: Shop, last: int, *, carried: bool) -> None:
    """The command is given again: what is done already needs no call."""
    start(shop, [root(ACME)], *(connection(number, ACME, PENDING) for number in range(1, 61)))
    endpoints = [endpoint_id(number) for number in range(1, 61)]
    for plan in (accepting, rejecting):
        shop.clock.sleep(60)
        shop.wrap = lambda clients: mortal(clients, last, carried=carried)
        with pytest.raises(Killed):
            shop.apply(plan(shop, *endpoints, accept=["reject_connections"]))
        shop.wrap = lambda clients: clients
        assert shop.apply(plan(shop, *endpoints, accept=["reject_connections"])).converged is True
        assert calls(plan(shop, *endpoints)) == []
    assert set(shop.service().connections.values()) == {"rejected"}


def test_an_endpoint_that_somebody_else_accepts_first_is_adopted(shop: Shop) -> None:
    """The call did nothing; what was asked is so."""
    start(shop, [root(ACME)], connection(1, ACME, PENDING))
    planning = accepting(shop, ONE)
    start(shop, [root(ACME)], connection(1, ACME))
    run = shop.apply(planning)
    assert ([one.status for one in run.outcomes], run.converged, run.problems) == (["adopted"], True, ())


def test_an_endpoint_that_its_owner_deletes_first_is_a_note(shop: Shop) -> None:
    """Nothing is left to accept, and the report says so."""
    start(shop, [root(ACME)], connection(1, ACME, PENDING))
    planning = accepting(shop, ONE)
    start(shop, [root(ACME)], connection(1, ACME, "deleted"))
    run = shop.apply(planning)
    assert [(one.code, one.message) for one in run.problems] == [
        ("acceptance-obsolete", f"{ONE} is not accepted: it is deleted")
    ]
    assert run.converged is True


def test_a_seller_that_cannot_be_read_matters_only_for_an_unknown_endpoint(shop: Shop) -> None:
    """A known endpoint is accepted, and the run has converged; an unknown one may be there."""
    shop.sellers = TWO_SELLERS
    shop.twin.reset(world(service(principals=[root(ACME)], connections=[connection(1, ACME, PENDING)])))
    shop.wish(f"{HEAD}seller: saas\n")
    shop.wish(f"{{kind: endpoint_service, name: b, seller: labs, region: {HOME}, id: {service_id('b')}}}", "b.yaml")
    shop.twin.faults.deny("DescribeVpcEndpointServiceConfigurations", account=LABS)
    with pytest.raises(Unreadable) as raised:
        check_endpoints(accepting(shop, ONE, TWO))
    assert raised.value.message.startswith(f"{TWO} was not found in what could be read; labs in {HOME} could not be")
    planning = accepting(shop, ONE)
    check_endpoints(planning)
    assert problems(planning.plan, Severity.ERROR) == []
    assert shop.apply(planning).converged is True
