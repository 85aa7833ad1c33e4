"""`accept: allowed`: endpoints of accounts that documents name for the service are accepted."""

from typing import Any

import pytest

from reconciler.model import Severity
from reconciler.pipeline import Planning
from reconciler.render import plan_lines
from tests.pipeline.sellers.killing import Killed, mortal
from tests.render.plans import WIDE
from tests.selling import ACME, GLOBEX, HOME, INITECH, Shop, calls, connection, endpoint_id, problems, root, world
from tests.selling import service as service_of
from tests.selling import service_id as id_of

ACCEPT, PERMIT, REJECT = (
    "AcceptVpcEndpointConnections",
    "ModifyVpcEndpointServicePermissions",
    "RejectVpcEndpointConnections",
)
HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {id_of()}\naccept: allowed\n"
PENDING = "pendingAcceptance"
READER = f"arn:aws:iam::{ACME}:role/reader"


def admits(*principals: str, name: str = "acme", service: str = "api") -> str:
    """Return the document of a customer."""
    listed = ", ".join(f'"{one}"' for one in principals)
    return f"{{kind: allowed_principals, name: {name}, service: {service}, principals: [{listed}]}}"


def start(shop: Shop, named: list[str], granted: list[str], *connections: dict[str, Any], head: str = HEAD) -> None:
    """Write the service and one customer; AWS has *granted* and *connections*."""
    shop.twin.reset(world(service_of(principals=granted, connections=list(connections))))
    shop.wish(head)
    shop.wish(admits(*named), "acme.yaml")


def accepted(planning: Planning) -> list[str]:
    """Return the endpoints that a plan accepts."""
    return [one for change in planning.plan.changes for one in sorted(change.members("accept").added)]


def test_a_waiting_endpoint_of_an_allowed_account_is_accepted(shop: Shop) -> None:
    """It is a change of the service, and AWS then has the endpoint as pending, later as available (privatelink 1.8)."""
    start(shop, [ACME], [root(ACME)], connection(1, ACME, PENDING), connection(2, ACME))
    planning = shop.plan()
    assert [change.as_json()["fields"] for change in planning.plan.changes] == [
        [{"path": "accept", "added": [endpoint_id(1)], "removed": [], "unchanged": 0}]
    ]
    assert calls(planning) == [(ACCEPT, {"ServiceId": id_of(), "VpcEndpointIds": [endpoint_id(1)]})]
    assert problems(planning.plan, Severity.NOTE)[0][1].endswith("customer acme, accepted by this plan")
    shop.converge()
    assert shop.service().connections == {endpoint_id(1): "available", endpoint_id(2): "available"}


@pytest.mark.parametrize(
    ("named", "granted"),
    [(["*"], ["*"]), ([READER], [READER]), ([GLOBEX], [root(ACME), root(GLOBEX)]), ([READER, "*"], [root(ACME)])],
)
def test_only_an_account_that_a_document_names_is_accepted(shop: Shop, named: list[str], granted: list[str]) -> None:
    """Neither `*`, nor a role, nor a grant that no document names accepts an endpoint."""
    start(shop, named, granted, connection(1, ACME, PENDING))
    assert accepted(shop.plan()) == []


@pytest.mark.parametrize("accept", ["", "accept: none\n"])
def test_nothing_is_accepted_unless_the_document_says_so(shop: Shop, accept: str) -> None:
    """The default is none: the plan is empty."""
    head = HEAD.replace("accept: allowed\n", accept)
    start(shop, [ACME], [root(ACME)], connection(1, ACME, PENDING), head=head)
    assert shop.plan().plan.changes == ()


def test_the_grant_is_made_before_the_endpoint_is_accepted(shop: Shop) -> None:
    """An account that is granted by the plan is accepted by the same plan, afterwards."""
    start(shop, [ACME], [], connection(1, ACME, PENDING))
    planning = shop.plan()
    assert [action for action, _ in calls(planning)] == [PERMIT, ACCEPT]
    assert planning.plan.operations[1].after == ("op-1",)
    shop.converge()


def test_an_account_that_the_plan_removes_is_not_accepted(shop: Shop) -> None:
    """An exclusive list revokes the grant of globex, so its endpoint waits on, and is rejected on request."""
    connections = [connection(1, ACME, PENDING), connection(2, GLOBEX, PENDING)]
    start(shop, [ACME], [root(ACME), root(GLOBEX)], *connections, head=HEAD + "principals: exclusive\n")
    assert accepted(shop.plan()) == [endpoint_id(1)]
    assert [action for action, _ in calls(shop.plan(reject_connections=True))] == [PERMIT, REJECT, ACCEPT]


def test_acceptances_are_no_removal(shop: Shop) -> None:
    """`--no-removals` accepts still."""
    start(shop, [ACME], [root(ACME)], connection(1, ACME, PENDING))
    assert accepted(shop.plan(no_removals=True)) == [endpoint_id(1)]


def test_many_endpoints_take_a_call_for_each_fifty(shop: Shop) -> None:
    """The calls are as full as the limit allows (limits.DECIDED_PER_CALL)."""
    start(shop, [ACME], [root(ACME)], *(connection(number, ACME, PENDING) for number in range(1, 121)))
    assert [len(parameters["VpcEndpointIds"]) for _, parameters in calls(shop.plan())] == [50, 50, 20]
    shop.converge()
    assert shop.written() == {ACCEPT: 3}


def test_acceptances_are_no_part_of_the_digest(shop: Shop) -> None:
    """An endpoint that comes or goes makes no reviewed plan stale, also not where others are rejected after it."""
    other = service_of("b", principals=[root(INITECH)], connections=[connection(3, GLOBEX)])
    digests = []
    for waiting in ([], [connection(1, ACME, PENDING)], [connection(1, ACME, PENDING), connection(2, ACME, PENDING)]):
        shop.twin.reset(world(service_of(principals=[root(INITECH)], connections=waiting), other))
        shop.wish(HEAD)
        shop.wish(admits(ACME), "acme.yaml")
        shop.wish(HEAD.replace(id_of(), id_of("b")).replace("name: api", "name: b"), "b.yaml")
        shop.wish(admits(INITECH, name="initech", service="b"), "initech.yaml")
        made = shop.plan(reject_connections=True).plan
        assert [operation.action for operation in made.operations][-1] == REJECT
        digests.append(made.digest)
    assert len(set(digests)) == 1


def test_a_plan_of_acceptances_alone_has_the_digest_of_no_changes(shop: Shop) -> None:
    """Nothing else is to be done."""
    start(shop, [ACME], [root(ACME)])
    empty = shop.plan().plan.digest
    start(shop, [ACME], [root(ACME)], connection(1, ACME, PENDING))
    assert (shop.plan().plan.digest, len(shop.plan().plan.operations)) == (empty, 1)


def test_of_an_earlier_plan_only_the_endpoints_that_it_names_are_accepted(shop: Shop) -> None:
    """Those that wait since then are left, and those that wait no longer are a note."""
    start(shop, [ACME], [root(ACME)], connection(1, ACME, PENDING), connection(2, ACME, PENDING))
    planning = shop.plan(acceptances=frozenset({endpoint_id(1), endpoint_id(7)}))
    assert accepted(planning) == [endpoint_id(1)]
    assert problems(planning.plan, Severity.NOTE)[0] == (
        "acceptance-obsolete",
        f"{endpoint_id(7)} is not accepted: AWS does not list it any more",
    )
    run = shop.apply(planning)
    assert (run.converged, shop.service().connections[endpoint_id(2)]) == (True, PENDING)


def test_an_endpoint_that_comes_during_the_run_is_left_to_the_next(shop: Shop) -> None:
    """The run has converged: what it planned is done."""
    start(shop, [ACME], [root(ACME)], connection(1, ACME, PENDING))
    planning = shop.plan()
    start(shop, [ACME], [root(ACME)], connection(1, ACME, PENDING), connection(2, ACME, PENDING))
    run = shop.apply(planning)
    assert (run.converged, run.remaining) == (True, ())
    assert accepted(shop.plan()) == [endpoint_id(2)]


@pytest.mark.parametrize("state", ["available", "rejected"])
def test_an_endpoint_that_waits_no_longer_is_done(shop: Shop, state: str) -> None:
    """EC2 lists it as unsuccessful with HTTP 200 (privatelink 1.8); nothing is left to do about it, which is said."""
    start(shop, [ACME], [root(ACME)], connection(1, ACME, PENDING), connection(2, ACME, PENDING))
    planning = shop.plan()
    start(shop, [ACME], [root(ACME)], connection(1, ACME, state), connection(2, ACME, PENDING))
    run = shop.apply(planning)
    one = endpoint_id(1)
    told = f"nothing was left to do about {one} (The Vpc Endpoint {one} is {state})"
    assert [(outcome.status, outcome.because) for outcome in run.outcomes] == [("succeeded", told)]
    assert (run.converged, shop.service().connections) == (True, {endpoint_id(1): state, endpoint_id(2): "available"})


def test_endpoints_that_somebody_else_has_accepted_are_adopted(shop: Shop) -> None:
    """The call did nothing: it was done, but not by this run."""
    start(shop, [ACME], [root(ACME)], connection(1, ACME, PENDING), connection(2, ACME, PENDING))
    planning = shop.plan()
    start(shop, [ACME], [root(ACME)], connection(1, ACME), connection(2, ACME))
    run = shop.apply(planning)
    assert ([one.status for one in run.outcomes], run.converged, run.problems) == (["adopted"], True, ())


@pytest.mark.parametrize("gone", [True, False])
def test_an_endpoint_that_ends_meanwhile_is_a_note(shop: Shop, *, gone: bool) -> None:
    """The run has done what was left; the report names the endpoint, and the run has converged."""
    start(shop, [ACME], [root(ACME)], connection(1, ACME, PENDING), connection(2, ACME, PENDING))
    planning = shop.plan()
    ended = [] if gone else [connection(1, ACME, "deleted")]
    start(shop, [ACME], [root(ACME)], *ended, connection(2, ACME, PENDING))
    run = shop.apply(planning)
    why = "AWS does not list it any more" if gone else "it is deleted"
    assert [(one.severity, one.code, one.message) for one in run.problems] == [
        ("note", "acceptance-obsolete", f"{endpoint_id(1)} is not accepted: {why}")
    ]
    assert (run.converged, run.outcomes[0].status) == (True, "succeeded")


def test_an_acceptance_whose_answer_is_lost_is_no_other_users(shop: Shop) -> None:
    """The call is made again, and what is done already was done by the first one."""
    start(shop, [ACME], [root(ACME)], connection(1, ACME, PENDING))
    planning = shop.plan()
    shop.twin.faults.lose_answer(ACCEPT)
    run = shop.apply(planning)
    assert ([one.status for one in run.outcomes], run.converged) == (["succeeded"], True)


def test_the_text_names_the_owner_of_an_accepted_endpoint(shop: Shop) -> None:
    """The change lists endpoint and account."""
    start(shop, [ACME], [root(ACME)], connection(1, ACME, PENDING))
    shop.wish(f'{{kind: principal, name: acme-corp, id: "{ACME}", title: Acme Corp}}', "names.yaml")
    lines = "\n".join(plan_lines(shop.plan().plan.as_json(), WIDE))
    assert f"+ {endpoint_id(1)}  {ACME}, Acme Corp" in lines


@pytest.mark.parametrize("carried", [True, False])
@pytest.mark.parametrize("last", [1, 2, 3])
def test_a_run_killed_at_any_call_is_finished_by_the_next(shop: Shop, last: int, *, carried: bool) -> None:
    """The grant and two acceptances are made, each once, whether or not AWS carries out the call that kills the run."""
    start(shop, [ACME], [], *(connection(number, ACME, PENDING) for number in range(1, 61)))
    shop.wrap = lambda clients: mortal(clients, last, carried=carried)
    with pytest.raises(Killed):
        shop.apply(shop.plan())
    shop.wrap = lambda clients: clients
    shop.converge()
    assert set(shop.service().connections.values()) == {"available"}
    assert shop.service().principals == {root(ACME)}
