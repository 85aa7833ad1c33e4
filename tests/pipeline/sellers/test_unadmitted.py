"""Live connections that no grant admits, because a run that removed the grant did not finish."""

from collections.abc import Mapping
from functools import partial

import pytest

from reconciler.render import drift_lines, plan_lines
from tests.pipeline.sellers.killing import Killed, mortal
from tests.render.plans import WIDE
from tests.selling import (
    ACME,
    GLOBEX,
    HOME,
    INITECH,
    SAAS,
    Shop,
    balancer,
    calls,
    connection,
    endpoint_id,
    refusals,
    root,
    service,
    service_id,
    world,
)

PERMIT, REJECT = "ModifyVpcEndpointServicePermissions", "RejectVpcEndpointConnections"
READER = f"arn:aws:iam::{ACME}:role/reader"
HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\nprincipals: exclusive\n"
INITECH_STAYS = f'{{kind: allowed_principals, name: initech, service: api, principals: ["{INITECH}"]}}'
CUT = {"ServiceId": service_id(), "VpcEndpointIds": [endpoint_id(1)]}
SINCE = "since 2026-11-10T10:00:00Z (12 days)"
LEFT = [
    {
        "service": "endpoint_service.api",
        "principal": root(ACME),
        "endpoint": endpoint_id(1),
        "owner": ACME,
        "state": "available",
        "region": HOME,
        "since": "2026-11-10T10:00:00Z",
        "admitted_by": [],
    }
]


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Return a service with the desired list and two customers, one of which is connected without a grant."""
    connected = [connection(1, ACME), connection(2, INITECH), connection(3, ACME, "deleted")]
    shop.twin.reset(world(service(principals=[root(INITECH)], connections=connected)))
    shop.wish(HEAD)
    shop.wish(INITECH_STAYS, "initech.yaml")
    return shop


def test_an_empty_plan_names_connections_without_a_grant(shop: Shop) -> None:
    """`residual_access` has the connection, and the text says how to reject it."""
    plan = shop.plan().plan.as_json()
    assert (plan["changes"], plan["operations"], plan["residual_access"]) == ([], [], LEFT)
    lines = list(plan_lines(plan, WIDE))
    assert lines[-1] == "No changes. AWS matches the repository."
    assert lines[-4:-2] == [
        "Live connections that remain (they outlive their grant; --reject-connections cuts those that no grant admits)",
        f"  endpoint_service.api {endpoint_id(1)} of {ACME}: available in us-east-1 {SINCE}",
    ]


def test_drift_names_only_connections_that_no_grant_admits(shop: Shop) -> None:
    """A grant that only AWS has is drift; its connections are still admitted."""
    plan = shop.plan().plan.as_json()
    assert f"  endpoint_service.api {endpoint_id(1)} of {ACME}: " in "\n".join(drift_lines(plan))
    shop.twin.reset(world(service(principals=[root(ACME), root(INITECH)], connections=[connection(1, ACME)])))
    plan = shop.plan().plan.as_json()
    assert len(plan["residual_access"]) == 1
    assert endpoint_id(1) not in "\n".join(drift_lines(plan))


def test_reject_connections_works_without_another_change(shop: Shop) -> None:
    """The change names the connections that end, and rejecting them needs acceptance."""
    planning = shop.plan(reject_connections=True)
    (change,) = planning.plan.as_json()["changes"]
    assert change["action"] == "update"
    assert change["fields"] == [{"path": "connections", "added": [], "removed": [endpoint_id(1)], "unchanged": 1}]
    assert calls(planning) == [(REJECT, CUT)]
    told = f"endpoint_service.api would cut 1 connection that no grant admits: {endpoint_id(1)} of {ACME}"
    assert refusals(planning.plan) == [("reject_connections", told)]
    shop.converge(reject_connections=True, accept=["reject_connections"])
    assert shop.service().connections == {
        endpoint_id(1): "rejected",
        endpoint_id(2): "available",
        endpoint_id(3): "deleted",
    }
    again = shop.plan(reject_connections=True).plan
    assert (again.changes, again.residual_access) == ((), ())


def test_unadmitted_connections_need_acceptance_beside_a_removal(shop: Shop) -> None:
    """The connections of the removed grant are asked about with the grant, the others on their own."""
    connected = [connection(1, ACME), connection(2, GLOBEX)]
    shop.twin.reset(world(service(principals=[root(INITECH), root(GLOBEX)], connections=connected)))
    planning = shop.plan(reject_connections=True)
    assert calls(planning)[1:] == [(REJECT, {**CUT, "VpcEndpointIds": [endpoint_id(1), endpoint_id(2)]})]
    told = f"endpoint_service.api would cut 1 connection that no grant admits: {endpoint_id(1)} of {ACME}"
    assert ("reject_connections", told) in refusals(planning.plan)


def test_no_removals_rejects_no_connection(shop: Shop) -> None:
    """`--no-removals` ends no connection."""
    planning = shop.plan(reject_connections=True, no_removals=True)
    assert (planning.plan.changes, len(planning.plan.residual_access)) == ((), 1)


@pytest.mark.parametrize("granted", [root(ACME), READER, f"arn:aws:iam::{ACME}:user/reader", "*"])
def test_a_foreign_grant_of_an_additive_list_admits(shop: Shop, granted: str) -> None:
    """AWS's own list decides, not the documents."""
    shop.twin.reset(world(service(principals=[granted, root(INITECH)], connections=[connection(1, ACME)])))
    shop.wish(HEAD.replace("exclusive", "additive"))
    planning = shop.plan(reject_connections=True)
    assert (planning.plan.changes, planning.plan.residual_access) == ((), ())


def test_unadmitted_connections_of_an_additive_list_are_rejected(shop: Shop) -> None:
    """No grant admits the customer, whoever removed it."""
    shop.wish(HEAD.replace("exclusive", "additive"))
    assert calls(shop.plan(reject_connections=True)) == [(REJECT, CUT)]


def test_a_grant_that_the_plan_adds_keeps_the_connection(shop: Shop) -> None:
    """The connection is admitted once the plan is carried out."""
    shop.wish(f'{{kind: allowed_principals, name: acme, service: api, principals: ["{READER}"]}}', "acme.yaml")
    planning = shop.plan(reject_connections=True)
    assert [action for action, _ in calls(planning)] == [PERMIT]
    assert planning.plan.residual_access == ()


def test_connections_of_an_unmanaged_list_are_left_alone(shop: Shop) -> None:
    """No document says who may connect, so no connection is called unadmitted, and none is rejected."""
    (shop.folder / "desired_state/initech.yaml").unlink()
    shop.wish(HEAD.replace("principals: exclusive", f"load_balancers: ['{balancer()}']"))
    planning = shop.plan(reject_connections=True)
    assert (planning.plan.changes, planning.plan.residual_access) == ((), ())


def test_the_sellers_own_endpoints_are_left_alone(shop: Shop) -> None:
    """AWS does not document whether the owner of a service needs a grant."""
    shop.twin.reset(world(service(principals=[root(INITECH)], connections=[connection(1, SAAS)])))
    planning = shop.plan(reject_connections=True)
    assert (planning.plan.changes, planning.plan.residual_access) == ((), ())


def leaving(shop: Shop) -> None:
    """Write three services: one loses a customer, one replaces a customer by a role, one loses `*`."""
    shop.settings("permission_edits_per_call: 1\n")
    of_b = [connection(2, ACME), connection(3, GLOBEX)]
    shop.twin.reset(
        world(
            service("a", principals=[root(ACME), root(INITECH)], connections=[connection(1, ACME)]),
            service("b", principals=[root(ACME), root(GLOBEX)], connections=of_b),
            service("c", principals=["*"], connections=[connection(4, ACME), connection(5, INITECH)]),
        )
    )
    keeps = {"a": INITECH, "b": READER, "c": INITECH}
    for name, kept in keeps.items():
        head = f"kind: endpoint_service\nname: {name}\nregion: {HOME}\nid: {service_id(name)}\nprincipals: exclusive\n"
        feed = f'kind: allowed_principals\nname: {name}\nservice: {name}\nprincipals: ["{kept}"]\n'
        shop.wish(f"{head}---\n{feed}", f"{name}.yaml")
    for file in ("wish.yaml", "initech.yaml"):
        (shop.folder / "desired_state" / file).unlink(missing_ok=True)


def end_of(shop: Shop) -> list[tuple[frozenset[str], Mapping[str, str]]]:
    """Return the admitted principals and the connections of each service."""
    return [(shop.service(name).principals, shop.service(name).connections) for name in "abc"]


@pytest.mark.parametrize("carried", [True, False])
def test_a_run_that_is_killed_anywhere_is_finished_by_the_next(shop: Shop, *, carried: bool) -> None:
    """The run is killed before or after AWS carries out any one of its writes: the end is the same."""
    leaving(shop)
    shop.apply(shop.plan(reject_connections=True))
    whole, writes = end_of(shop), sum(shop.written().values())
    assert (writes, [sorted(connected.values()) for _, connected in whole]) == (
        9,
        [["rejected"], ["available", "rejected"], ["available", "rejected"]],
    )
    for last in range(1, writes + 1):
        leaving(shop)
        planning = shop.plan(reject_connections=True)
        shop.wrap = partial(mortal, last=last, carried=carried)
        with pytest.raises(Killed):
            shop.apply(planning)
        shop.wrap = lambda clients: clients
        run = shop.apply(shop.plan(reject_connections=True))
        assert (run.converged, end_of(shop)) == (True, whole), last
