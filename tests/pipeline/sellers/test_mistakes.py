"""A bug anywhere in an apply of sellers disconnects no customer, and the next run finishes the work."""

from typing import Any

import pytest

from reconciler.pipeline import Planning
from tests.pipeline.mistaken import Breaking
from tests.selling import (
    ACME,
    GLOBEX,
    HOME,
    INITECH,
    Shop,
    balancer,
    connection,
    endpoint_id,
    root,
    service,
    service_id,
    world,
)

READER = f"arn:aws:iam::{ACME}:role/reader"


def swapping(shop: Shop) -> Planning:
    """Create a service; on another one swap a customer's grant, remove a customer and add one."""
    shop.settings("permission_edits_per_call: 2\nguards: {max_connected_removed: 9, max_removals: {share: 1}}\n")
    start(shop)
    head = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\nprincipals: exclusive\n"
    shop.wish(f"{head}---\n{granting('api', READER, INITECH)}")
    new = f"{{kind: endpoint_service, name: new, region: {HOME}, load_balancers: ['{balancer('new')}']}}"
    shop.wish(f"{new}\n---\n{granting('new', GLOBEX)}", "new.yaml")
    return shop.plan(reject_connections=True)


def granting(name: str, *principals: str) -> str:
    """Return a document of principals that may connect to a service."""
    listed = ", ".join(f'"{one}"' for one in principals)
    return f"{{kind: allowed_principals, name: {name}, service: {name}, principals: [{listed}]}}"


def start(shop: Shop) -> None:
    """Reset the twin to the state that the plan is made on."""
    connected = [connection(1, ACME), connection(2, GLOBEX)]
    shop.twin.reset(
        world(service(principals=[root(ACME), root(GLOBEX)], connections=connected), spare=[balancer("new")])
    )


HOW = {"before": {}, "after": {"after": True}, "from then on": {"on": True}}


@pytest.mark.parametrize("how", HOW.values(), ids=HOW)
def test_a_bug_in_any_call_disconnects_no_customer(shop: Shop, how: dict[str, Any]) -> None:
    """Each call of every port breaks in turn: the run reports it, and a new run comes to the same end."""
    planning, counting = swapping(shop), Breaking(0)
    shop.wrap = counting.wrap
    assert shop.apply(planning).converged
    for number in range(1, counting.calls + 1):
        start(shop)
        shop.wrap = Breaking(number, **how).wrap
        try:
            run = shop.apply(planning)
        except RuntimeError:
            assert shop.written() == {}
            continue
        told = {error.code for one in run.outcomes for error in one.errors} | {one.code for one in run.problems}
        assert ("bug" in told, repr(run.bug)) == (True, "RuntimeError('boom')"), number
        assert run.converged or run.remaining or run.unverified
        assert shop.service().connections[endpoint_id(1)] == "available"
        assert {root(ACME), READER} & shop.service().principals
        shop.wrap = lambda clients: clients
        again = shop.apply(shop.plan(reject_connections=True, accept=["reject_connections"]))
        assert again.converged is not False, number
        assert shop.service().principals == {READER, root(INITECH)}
        assert shop.service().connections == {endpoint_id(1): "available", endpoint_id(2): "rejected"}
        assert shop.named("new").principals == {root(GLOBEX)}
