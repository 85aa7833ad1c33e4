"""Two runs of sellers that plan the same: what the first has done is no failure of the second."""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.cli.codes import run_code
from reconciler.errors import ExitCode
from reconciler.model import Status
from tests.selling import ACME, GLOBEX, HOME, Shop, balancer, connection, root, service, service_id, world

HEAD = f"kind: endpoint_service\nname: api\nregion: {HOME}\nid: {service_id()}\n"
NEW = f"{{kind: endpoint_service, name: new, region: {HOME}, load_balancers: ['{balancer('new')}']}}"
GRANT = f'{{kind: allowed_principals, name: globex, service: new, principals: ["{GLOBEX}"]}}'
TAKING = f"load_balancers: ['{balancer()}', '{balancer('new')}']\n"
HELD: Mapping[str, Any] = {"principals": [root(ACME)], "connections": [connection(1, ACME)]}
WISHES = {
    "a creation": f"{NEW}\n---\n{GRANT}",
    "a load balancer": HEAD + TAKING,
    "an ending": f"{HEAD}state: absent\n",
    "a list": f"{HEAD}principals: exclusive\n---\n{GRANT.replace('service: new', 'service: api')}",
}


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
def test_a_second_run_of_the_same_ends_well(shop: Shop, wish: str) -> None:
    """EC2 refuses what is so already: adopted, exit 0, and nothing is made twice."""
    shop.settings("guards: {max_removals: {count: 99, share: 1, floor: 0}, max_connected_removed: 9}\n")
    shop.twin.reset(world(service(**HELD), spare=[balancer("new")]))
    shop.wish(wish)
    rules = ["delete", "reject_connections"]
    first, second = (shop.plan(accept=rules, reject_connections=True) for _ in range(2))
    assert shop.apply(first).converged
    run = shop.apply(second)
    assert run.converged
    assert {one.status for one in run.outcomes} <= {Status.SUCCEEDED, Status.ADOPTED}
    assert run_code(run.plan.as_json(), run.as_json()) is ExitCode.DONE


def test_what_is_refused_and_not_there_is_no_meeting(shop: Shop) -> None:
    """Somebody else has taken the load balancer for another service: the creation has failed."""
    shop.twin.reset(world(spare=[balancer("new")]))
    shop.wish(NEW)
    planning = shop.plan()
    shop.twin.reset(world(service("other", load_balancers=[balancer("new")])))
    run = shop.apply(planning)
    assert ([one.status for one in run.outcomes], run.converged) == ([Status.FAILED], False)


def test_what_our_own_call_may_have_done_unseen_is_not_called_another_runs(shop: Shop) -> None:
    """The run stays what it saw: nobody knows who did it."""
    shop.twin.reset(world(service(**HELD)))
    shop.wish(f"{HEAD}acceptance_required: false\n")
    action = "ModifyVpcEndpointServiceConfiguration"
    shop.twin.faults.after(action, lambda: setattr(shop.clock, "at", 9000.0))
    shop.twin.faults.lose_answer(action)
    run = shop.apply()
    assert ([one.status for one in run.outcomes], run.converged) == ([Status.FAILED], True)
