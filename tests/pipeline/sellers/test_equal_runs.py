"""Two runs of sellers with the same plan: the second run does not fail where the first has done the work."""

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
def test_a_second_run_of_the_same_plan_adopts_and_succeeds(shop: Shop, wish: str) -> None:
    """EC2 refuses what is done already: the operations are adopted, and the exit code is 0."""
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


def test_a_refused_creation_that_no_other_run_made_has_failed(shop: Shop) -> None:
    """Another user has taken the load balancer for another service."""
    shop.twin.reset(world(spare=[balancer("new")]))
    shop.wish(NEW)
    planning = shop.plan()
    shop.twin.reset(world(service("other", load_balancers=[balancer("new")])))
    run = shop.apply(planning)
    assert ([one.status for one in run.outcomes], run.converged) == ([Status.FAILED], False)


def test_an_effect_of_a_call_without_answer_is_not_reported_as_foreign(shop: Shop) -> None:
    """The outcome stays what the run saw, since it is unknown which run did it."""
    shop.twin.reset(world(service(**HELD)))
    shop.wish(f"{HEAD}acceptance_required: false\n")
    action = "ModifyVpcEndpointServiceConfiguration"
    shop.twin.faults.after(action, lambda: setattr(shop.clock, "at", 9000.0))
    shop.twin.faults.lose_answer(action)
    run = shop.apply()
    assert ([one.status for one in run.outcomes], run.converged) == ([Status.FAILED], True)
