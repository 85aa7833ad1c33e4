"""Load balancers that change services: everything possible is done, and no service is without one in between."""

from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

from hypothesis import example, given
from hypothesis import strategies as st

from reconciler.kinds.endpoint_service.handover import Holding, StepsByAddress, handed_over
from reconciler.model import Address, RequestKey
from tests.verbs import VERB

MODIFY, CREATE, DELETE = (
    "ModifyVpcEndpointServiceConfiguration",
    "CreateVpcEndpointServiceConfiguration",
    "DeleteVpcEndpointServiceConfigurations",
)
Lists = Mapping[Address, frozenset[str]]


def at(name: str) -> Address:
    """Return the address of a service."""
    return Address("endpoint_service", name)


def holdings(**sides: str) -> dict[Address, Holding]:
    """Return services by live and desired load balancers: `a="x y > z"`."""
    found: dict[Address, Holding] = {}
    for name, text in sides.items():
        before, after = (frozenset(side.split()) for side in text.split(">"))
        found[at(name)] = Holding(VERB[MODIFY if before and after else DELETE if before else CREATE], before, after)
    return found


def told(steps: StepsByAddress) -> dict[str, list[str]]:
    """Return steps as `-x +y after a/1`, by service."""
    return {
        one.name: [
            " ".join(
                [
                    *(f"-{arn}" for arn in sorted(step.left)),
                    *(f"+{arn}" for arn in sorted(step.taken)),
                    *(f"after {key.address.name}/{key.part}" for key in sorted(step.after)),
                ]
            )
            for step in many
        ]
        for one, many in steps.items()
    }


def test_services_that_exchange_keep_another_one_meanwhile() -> None:
    """Remove, hand over, add: it takes one call more than there are services."""
    steps, rings = handed_over(holdings(a="x keep > y keep", b="y more > x more"))
    assert rings == ()
    assert told(steps) == {"a": ["-x", "+y after a/0 after b/0"], "b": ["-y +x after a/0"]}


def test_one_service_that_keeps_one_opens_a_ring() -> None:
    """The others only need the load balancer that they get."""
    steps, rings = handed_over(holdings(a="x > y", b="y keep > z keep", c="z > x"))
    assert rings == ()
    assert told(steps) == {"b": ["-y", "+z after b/0 after c/0"], "a": ["-x +y after b/0"], "c": ["-z +x after a/0"]}


def test_an_unused_load_balancer_opens_a_ring() -> None:
    """An unused load balancer is added in the first step."""
    steps, rings = handed_over(holdings(a="x > y new", b="y > x"))
    assert rings == ()
    assert told(steps) == {"a": ["-x +new", "+y after a/0 after b/0"], "b": ["-y +x after a/0"]}


def test_a_load_balancer_that_others_wait_for_goes_first() -> None:
    """A service that keeps neither of its two first removes the one that another service needs."""
    steps, rings = handed_over(holdings(a="x y > z", b="z > y", c="w > x"))
    assert rings == ()
    assert told(steps) == {"a": ["-y", "-x +z after a/0 after b/0"], "b": ["-z +y after a/0"], "c": ["-w +x after a/1"]}


def test_services_cannot_exchange_their_only_load_balancers() -> None:
    """Each ring is reported on its own; services that do not depend on it go on."""
    wish = holdings(a="x > y", b="y > x", c="p > q", d="q > r", e="r > p", f="s > t", g="t >", h="> s")
    steps, rings = handed_over(wish)
    assert rings == ((at("a"), at("b")), (at("c"), at("d"), at("e")))
    assert told(steps) == {"g": ["-t"], "f": ["-s +t after g/0"], "h": ["+s after f/0"]}


class Exchange(NamedTuple):
    """Live and desired load balancers of services.

    A service without live ones is created, one without desired ones ends.
    """

    before: Lists
    after: Lists

    @property
    def holdings(self) -> dict[Address, Holding]:
        """Return them as the code under test takes them."""
        verbs = {one: MODIFY if self.after[one] else DELETE for one in self.before}
        return {
            one: Holding(VERB[verbs[one] if arns else CREATE], arns, self.after[one])
            for one, arns in self.before.items()
        }


@st.composite
def exchanges(draw: st.DrawFn) -> Exchange:
    """Draw an exchange of five load balancers between four services or fewer."""
    services = [at(name) for name in "abcd"[: draw(st.integers(1, 4))]]
    places = st.sampled_from([*services, None])
    sides: list[Lists] = []
    for _ in range(2):
        holders = draw(st.lists(places, min_size=5, max_size=5))
        sides.append({one: frozenset(arn for arn, who in zip("vwxyz", holders, strict=True) if who == one)
                      for one in services})  # fmt: skip
    return Exchange(*sides)


def possible(exchange: Exchange) -> bool:
    """Return whether an exchange is possible, by trying every order of the calls that EC2 accepts."""
    start = tuple(exchange.before.values())
    goal = tuple(exchange.after.values())
    seen, waiting = {start}, [start]
    while waiting:
        now = waiting.pop()
        for number, held in enumerate(now):
            free = goal[number] - frozenset().union(*now)
            for left in _some(held - goal[number]):
                after = (held | free) - left
                if after or not goal[number]:
                    then = (*now[:number], after, *now[number + 1 :])
                    waiting += [] if then in seen else [then]
                    seen.add(then)
    return goal in seen


def _some(arns: frozenset[str]) -> list[frozenset[str]]:
    return [frozenset(few) for size in range(len(arns) + 1) for few in combinations(arns, size)]


@given(exchange=exchanges())
@example(exchange=Exchange({at("a"): frozenset("x"), at("b"): frozenset("y")},
                           {at("a"): frozenset("y"), at("b"): frozenset("x")}))  # fmt: skip
def test_every_possible_handover_is_made_and_all_others_are_rings(exchange: Exchange) -> None:
    """The result equals that of a search through everything that EC2 accepts."""
    assert (handed_over(exchange.holdings)[1] == ()) == possible(exchange)


@given(exchange=exchanges())
def test_each_service_has_a_load_balancer_and_each_one_service_all_along(exchange: Exchange) -> None:
    """Independent calls may run in any order; here the last possible one always goes first."""
    steps, rings = handed_over(exchange.holdings)
    held, done = dict(exchange.before), set[RequestKey]()
    calls = [(RequestKey(one, exchange.holdings[one].verb.name, part), step)
             for one, many in steps.items() for part, step in enumerate(many)]  # fmt: skip
    while calls:
        key, step = [call for call in calls if call[1].after <= done][-1]
        calls.remove((key, step))
        others = frozenset().union(*(arns for one, arns in held.items() if one != key.address))
        assert not step.taken & others
        held[key.address] = (held[key.address] | step.taken) - step.left
        assert held[key.address] or key.verb == DELETE
        done.add(key)
    ringed = {one for ring in rings for one in ring}
    assert held == {one: exchange.before[one] if one in ringed else arns for one, arns in exchange.after.items()}
