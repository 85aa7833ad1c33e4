"""Load balancers that pass from one service to another: possible orders are planned, impossible ones are errors."""

from reconciler.model import Severity
from tests.selling import HOME, Shop, balancer, calls, problems, service, service_id, world

MODIFY = "ModifyVpcEndpointServiceConfiguration"


def wish(shop: Shop, **services: str) -> None:
    """Write services with the names of their load balancers, separated by blanks."""
    shop.settings("guards: {max_removals: {count: 20, share: 1, floor: 0}}\n")
    for name, balancers in services.items():
        arns = [balancer(one) for one in balancers.split()]
        lines = (
            f"kind: endpoint_service\nname: {name}\nregion: {HOME}\nid: {service_id(name)}\nload_balancers: {arns}\n"
        )
        shop.wish(lines, f"{name}.yaml")


def test_only_load_balancers_cannot_be_exchanged(shop: Shop) -> None:
    """Each of the services has an error that names all of them; only these services are not planned."""
    shop.twin.reset(world(service("api"), service("web"), service("old"), spare=[balancer("new")]))
    wish(shop, api="web", web="api", old="old new")
    plan = shop.plan().plan
    said = (
        "endpoint_service.api and endpoint_service.web exchange their only load balancers, which AWS cannot do: "
        "each service keeps at least one, and a load balancer backs only one service"
    )
    assert problems(plan, Severity.ERROR) == [("load-balancer-ring", said), ("load-balancer-ring", said)]
    assert [problem.source.partition("desired_state/")[2] for problem in plan.problems] == [
        "api.yaml:5:17",
        "web.yaml:5:17",
    ]
    assert {problem.hint for problem in plan.problems} == {
        "add a third load balancer to one of them and apply; the next plan then exchanges them"
    }
    assert [str(change.address) for change in plan.changes] == ["endpoint_service.old"]


def test_a_ring_of_three_is_named_whole(shop: Shop) -> None:
    """The error says which service takes over from which."""
    shop.twin.reset(world(service("a"), service("b"), service("c")))
    wish(shop, a="b", b="c", c="a")
    message = problems(shop.plan().plan, Severity.ERROR)[0][1]
    assert message.startswith("endpoint_service.a, endpoint_service.b and endpoint_service.c exchange their only")


def test_services_that_keep_another_one_exchange_in_order(shop: Shop) -> None:
    """A load balancer is removed from one service, then added to the other; the next plan is empty."""
    both = (
        service("api", load_balancers=[balancer("a"), balancer("x")]),
        service("web", load_balancers=[balancer("b")]),
    )
    shop.twin.reset(world(*both))
    wish(shop, api="b x", web="a")
    planning = shop.plan(accept=["max_removals"])
    api, web = service_id("api"), service_id("web")
    assert calls(planning) == [
        (MODIFY, {"ServiceId": api, "RemoveNetworkLoadBalancerArns": [balancer("a")]}),
        (
            MODIFY,
            {
                "ServiceId": web,
                "AddNetworkLoadBalancerArns": [balancer("a")],
                "RemoveNetworkLoadBalancerArns": [balancer("b")],
            },
        ),
        (MODIFY, {"ServiceId": api, "AddNetworkLoadBalancerArns": [balancer("b")]}),
    ]
    assert [operation.after for operation in planning.plan.operations] == [(), ("op-1",), ("op-2",)]
    shop.converge(accept=["max_removals"])
    assert set(shop.service("api").load_balancers) == {balancer("b"), balancer("x")}
    assert shop.service("web").load_balancers == (balancer("a"),)
    assert shop.written() == {MODIFY: 3}


def test_a_third_load_balancer_opens_the_ring(shop: Shop) -> None:
    """The hint says to list a third load balancer beside the one in use; then the two are exchanged."""
    shop.twin.reset(world(service("api"), service("web"), spare=[balancer("third")]))
    wish(shop, api="api third", web="web")
    shop.converge()
    wish(shop, api="web", web="api")
    shop.converge(accept=["max_removals"])
    assert shop.service("api").load_balancers == (balancer("web"),)
    assert shop.service("web").load_balancers == (balancer("api"),)


def test_a_service_that_waits_for_one_in_error_is_in_error_too(shop: Shop) -> None:
    """The load balancer does not become free in this plan, so AWS would refuse the call."""
    shop.twin.reset(world(service("api", payer="ServiceOwner"), service("web"), service("more"), spare=[balancer("x")]))
    wish(shop, api="x", web="api", more="web")
    shop.wish("kind: endpoint_service\nname: api\nregion: us-east-1\npayer: endpoint_owner\n"
              f"id: {service_id('api')}\nload_balancers: ['{balancer('x')}']\n", "api.yaml")  # fmt: skip
    plan = shop.plan().plan
    assert problems(plan, Severity.ERROR) == [
        ("payer-one-way", "the service owner pays already, and AWS cannot undo that"),
        ("load-balancer-in-use", f"{balancer('web')} backs endpoint_service.web ({service_id('web')}) already"),
        ("load-balancer-in-use", f"{balancer('api')} backs endpoint_service.api ({service_id('api')}) already"),
    ]
    assert plan.problems[-1].hint == (
        "this plan does not remove it from endpoint_service.api: plan both, or take another load balancer"
    )
    assert plan.operations == ()
