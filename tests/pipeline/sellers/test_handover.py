"""Load balancers that change hands between services: what AWS can do is ordered, what it can't do is said."""

from reconciler.model import Severity
from tests.selling import HOME, Shop, balancer, calls, problems, service, service_id, world

MODIFY = "ModifyVpcEndpointServiceConfiguration"


def wish(shop: Shop, **services: str) -> None:
    """Wish for services by the names of their load balancers, separated by blanks."""
    shop.settings("guards: {max_removals: {count: 20, share: 1, floor: 0}}\n")
    for name, balancers in services.items():
        arns = [balancer(one) for one in balancers.split()]
        lines = (
            f"kind: endpoint_service\nname: {name}\nregion: {HOME}\nid: {service_id(name)}\nload_balancers: {arns}\n"
        )
        shop.wish(lines, f"{name}.yaml")


def test_only_load_balancers_cannot_be_exchanged(shop: Shop) -> None:
    """An error at each of the services, which names them all; nothing of them is planned, everything else is."""
    shop.twin.reset(world(service("api"), service("web"), service("old"), spare=[balancer("new")]))
    wish(shop, api="web", web="api", old="old new")
    plan = shop.plan().plan
    said = (
        "endpoint_service.api and endpoint_service.web exchange their only load balancers: AWS can't do that, "
        "for each keeps at least one and one backs one service"
    )
    assert problems(plan, Severity.ERROR) == [("load-balancer-ring", said), ("load-balancer-ring", said)]
    assert [problem.source.partition("desired_state/")[2] for problem in plan.problems] == [
        "api.yaml:5:17",
        "web.yaml:5:17",
    ]
    assert {problem.hint for problem in plan.problems} == {
        "list a third load balancer in one of them and apply; then the plan hands them over one after the other"
    }
    assert [str(change.address) for change in plan.changes] == ["endpoint_service.old"]


def test_a_ring_of_three_is_named_whole(shop: Shop) -> None:
    """Whoever takes over from whom."""
    shop.twin.reset(world(service("a"), service("b"), service("c")))
    wish(shop, a="b", b="c", c="a")
    message = problems(shop.plan().plan, Severity.ERROR)[0][1]
    assert message.startswith("endpoint_service.a, endpoint_service.b and endpoint_service.c exchange their only")


def test_services_that_keep_another_one_exchange_in_order(shop: Shop) -> None:
    """Take out, hand over, put in: as many calls as it takes, and the next plan is empty."""
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
    shop.turn(accept=["max_removals"])
    assert set(shop.service("api").load_balancers) == {balancer("b"), balancer("x")}
    assert shop.service("web").load_balancers == (balancer("a"),)
    assert shop.written() == {MODIFY: 3}


def test_a_third_load_balancer_opens_the_ring(shop: Shop) -> None:
    """As the hint of the error says: listed beside in one of them first, then exchanged."""
    shop.twin.reset(world(service("api"), service("web"), spare=[balancer("third")]))
    wish(shop, api="api third", web="web")
    shop.turn()
    wish(shop, api="web", web="api")
    shop.turn(accept=["max_removals"])
    assert shop.service("api").load_balancers == (balancer("web"),)
    assert shop.service("web").load_balancers == (balancer("api"),)


def test_who_waits_for_a_service_in_error_is_in_error_too(shop: Shop) -> None:
    """Its load balancer stays where it is in this plan: no call is planned that AWS would refuse."""
    shop.twin.reset(world(service("api", payer="ServiceOwner"), service("web"), service("more"), spare=[balancer("x")]))
    wish(shop, api="x", web="api", more="web")
    shop.wish("kind: endpoint_service\nname: api\nregion: us-east-1\npayer: endpoint_owner\n"
              f"id: {service_id('api')}\nload_balancers: ['{balancer('x')}']\n", "api.yaml")  # fmt: skip
    plan = shop.plan().plan
    assert problems(plan, Severity.ERROR) == [
        ("payer-one-way", "the service's owner pays already, and AWS can't set that back"),
        ("load-balancer-in-use", f"{balancer('web')} backs endpoint_service.web ({service_id('web')}) already"),
        ("load-balancer-in-use", f"{balancer('api')} backs endpoint_service.api ({service_id('api')}) already"),
    ]
    assert plan.problems[-1].hint == (
        "this plan does not take it out of endpoint_service.api: plan both, or take another load balancer"
    )
    assert plan.operations == ()
