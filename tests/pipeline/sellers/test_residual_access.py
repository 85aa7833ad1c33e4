"""Removing a grant ends no connection: the plan lists those that remain, and rejects them only on request."""

import json

import pytest

from reconciler.render import plan_lines
from tests.render.plans import WIDE
from tests.selling import (
    ABROAD,
    ACME,
    GLOBEX,
    HOME,
    INITECH,
    Shop,
    calls,
    connection,
    endpoint_id,
    root,
    service,
    service_id,
    world,
)

PERMIT, REJECT = "ModifyVpcEndpointServicePermissions", "RejectVpcEndpointConnections"
HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\nprincipals: exclusive\n"
KEEPS_INITECH = f'{{kind: allowed_principals, name: initech, service: api, principals: ["{INITECH}"]}}'
READER = f"arn:aws:iam::{ACME}:role/reader"
CONNECTED = [
    connection(1, ACME),
    connection(2, GLOBEX, "pendingAcceptance", ABROAD),
    connection(3, ACME, "deleted"),
    connection(4, INITECH),
]


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Return a service with three customers, one of which stays."""
    shop.twin.reset(world(service(principals=[root(ACME), root(GLOBEX), root(INITECH)], connections=CONNECTED)))
    shop.wish(HEAD)
    shop.wish(KEEPS_INITECH, "initech.yaml")
    return shop


def test_connections_that_outlive_their_grant_are_listed(shop: Shop) -> None:
    """The list has account, region, endpoint, state and age.

    Ended connections and those of other customers are left out.
    """
    assert shop.plan().plan.as_json()["residual_access"] == [
        {
            "service": "endpoint_service.api",
            "principal": root(ACME),
            "endpoint": endpoint_id(1),
            "owner": ACME,
            "state": "available",
            "region": HOME,
            "since": "2026-11-10T10:00:00Z",
            "admitted_by": [],
        },
        {
            "service": "endpoint_service.api",
            "principal": root(GLOBEX),
            "endpoint": endpoint_id(2),
            "owner": GLOBEX,
            "state": "pendingAcceptance",
            "region": ABROAD,
            "since": "2026-11-10T10:00:00Z",
            "admitted_by": [],
        },
    ]


def test_the_text_lists_remaining_connections_by_name(shop: Shop) -> None:
    """The text has all that the JSON has, with the age in days."""
    shop.wish(f'{{kind: principal, name: acme, id: "{ACME}", title: Acme Corp}}', "names.yaml")
    lines = list(plan_lines(shop.plan().plan.as_json(), WIDE))
    start = lines.index(
        "Live connections that remain (they outlive their grant; --reject-connections cuts those that no grant admits)"
    )
    since = "since 2026-11-10T10:00:00Z (12 days)"
    assert lines[start + 1 : start + 3] == [
        f"  endpoint_service.api {endpoint_id(1)} of {ACME} (Acme Corp): available in us-east-1 {since}",
        f"  endpoint_service.api {endpoint_id(2)} of {GLOBEX}: pendingAcceptance in eu-west-1 {since}",
    ]


def test_an_apply_ends_no_connection(shop: Shop) -> None:
    """One call removes the grants; the connections stay as they were."""
    shop.converge(accept=["max_removals", "max_connected_removed"])
    assert shop.written() == {PERMIT: 1}
    assert shop.service().principals == {root(INITECH)}
    assert shop.service().connections[endpoint_id(1)] == "available"


def test_reject_connections_rejects_after_the_grants_are_removed(shop: Shop) -> None:
    """With `--reject-connections` the connections end once no customer can connect again."""
    planning = shop.plan(reject_connections=True)
    assert calls(planning) == [
        (PERMIT, {"ServiceId": service_id(), "RemoveAllowedPrincipals": [root(ACME), root(GLOBEX)]}),
        (REJECT, {"ServiceId": service_id(), "VpcEndpointIds": [endpoint_id(1), endpoint_id(2)]}),
    ]
    assert planning.plan.operations[1].after == ("op-1",)
    assert len(planning.plan.residual_access) == 2
    shop.converge(reject_connections=True, accept=["max_removals", "max_connected_removed"])
    assert shop.service().connections == {
        endpoint_id(1): "rejected",
        endpoint_id(2): "rejected",
        endpoint_id(3): "deleted",
        endpoint_id(4): "available",
    }


def test_rejections_of_all_services_come_after_all_edits(shop: Shop) -> None:
    """First everything is added and changed, then connections are rejected."""
    shop.twin.reset(
        world(
            service(principals=[root(ACME)], connections=[connection(1, ACME)]),
            service("b", principals=[root(ACME)], connections=[connection(2, ACME)]),
        )
    )
    shop.wish(HEAD.replace("name: api", "name: b").replace(service_id(), service_id("b")), "b.yaml")
    shop.wish("{kind: allowed_principals, name: none, service: b, principals: ['111111111111']}", "none.yaml")
    planning = shop.plan(reject_connections=True)
    assert [(operation.action, operation.addresses[0].name) for operation in planning.plan.operations] == [
        (PERMIT, "api"),
        (PERMIT, "b"),
        (REJECT, "api"),
        (REJECT, "b"),
    ]


@pytest.mark.parametrize(
    ("kept", "admitted_by"),
    [
        ([READER], [READER]),
        (["*"], ["*"]),
        ([READER, "*"], ["*", READER]),
        ([f"arn:aws:iam::{GLOBEX}:role/reader", "vpce.amazonaws.com"], []),
    ],
)
def test_other_grants_that_admit_the_account_are_reported(shop: Shop, kept: list[str], admitted_by: list[str]) -> None:
    """A role, a user or `*` still admits the account, so the connection is not rejected."""
    shop.twin.reset(world(service(principals=[root(ACME), *kept], connections=[connection(1, ACME)])))
    shop.wish(
        f"{{kind: allowed_principals, name: initech, service: api, principals: {json.dumps(kept)}}}", "initech.yaml"
    )
    planning = shop.plan(reject_connections=True)
    (residual,) = planning.plan.residual_access
    assert (residual.principal, list(residual.admitted_by)) == (root(ACME), admitted_by)
    assert [action for action, _ in calls(planning)] == ([PERMIT] if admitted_by else [PERMIT, REJECT])


def test_a_grant_that_replaces_another_admits_the_account(shop: Shop) -> None:
    """A root that is replaced by a role of the same account leaves the account admitted."""
    shop.wish(
        f'{{kind: allowed_principals, name: initech, service: api, principals: ["{INITECH}", "{READER}"]}}',
        "initech.yaml",
    )
    residual = {one.owner: one.admitted_by for one in shop.plan().plan.residual_access}
    assert residual == {ACME: (READER,), GLOBEX: ()}
    lines = list(plan_lines(shop.plan().plan.as_json(), WIDE))
    assert f"    without the grant of {root(ACME)}, still admitted by {READER}" in lines


def test_removing_everyone_lists_every_connection(shop: Shop) -> None:
    """Every connection loses the grant `*`; those with a grant of their own are marked."""
    shop.twin.reset(world(service(principals=["*", root(INITECH)], connections=CONNECTED)))
    assert [(one.principal, one.owner, one.admitted_by) for one in shop.plan().plan.residual_access] == [
        ("*", ACME, ()),
        ("*", GLOBEX, ()),
        ("*", INITECH, (root(INITECH),)),
    ]


def test_removing_a_service_principal_lists_no_connection(shop: Shop) -> None:
    """A service principal belongs to no account."""
    shop.twin.reset(world(service(principals=["vpce.amazonaws.com", root(INITECH)], connections=CONNECTED[3:])))
    plan = shop.plan().plan
    assert (len(plan.operations), plan.residual_access) == (1, ())


def test_an_additive_list_leaves_no_connection_behind(shop: Shop) -> None:
    """An additive list removes no principal, so there is nothing to reject."""
    shop.wish(HEAD.replace("exclusive", "additive"))
    planning = shop.plan(reject_connections=True)
    assert (planning.plan.operations, planning.plan.residual_access) == ((), ())
