"""Products that AWS allows and no document names: approved on a user's request, or of unknown origin."""

from tests.turns import Turns, change, experience, verbs, world

NEUTRAL = "prod-b is allowed in AWS and named nowhere: it would be denied"
ASKED = "prod-b is allowed in AWS and named nowhere: approved from a request? It would be denied"
BY_HAND = change("exp-a", "AllowProductProcurement", {"Products": [{"Ids": ["prod-b"]}]})


def wish(*products: str, **stated: str) -> str:
    """Return an experience with *products* allowed, and what else is *stated*."""
    more = "".join(f", {key}: {value}" for key, value in stated.items())
    return f"{{kind: experience, name: a, title: A, products: {{allow: [{', '.join(products)}]}}{more}}}"


def start(turns: Turns, *allowed: str, requests: str = "Allow") -> None:
    """Reset the twin to an experience that allows *allowed*."""
    policy = {"requests": requests, "allow": list(allowed)}
    turns.twin.reset(world(experience("A", policy=policy)))


def said(turns: Turns) -> list[str]:
    """Return the problems of a plan about allowed products that it denies."""
    planning = turns.plan()
    assert verbs(planning) == [[("DenyProductProcurement", "a")]]
    return [one.message for one in planning.plan.problems if one.code == "approved-request"]


def test_a_product_approved_since_the_last_set_is_asked_about(turns: Turns) -> None:
    """Users may request products, and no set of reconciler allowed this one: it was most likely approved."""
    start(turns)
    turns.wish(wish("prod-a"))
    turns.turn(again=True)
    turns.twin.edit(BY_HAND)
    assert said(turns) == [ASKED]


def test_a_product_that_a_set_of_reconciler_allowed_is_not_approved(turns: Turns) -> None:
    """It leaves the document again; whether the newest set names it makes no difference."""
    start(turns)
    turns.wish(wish("prod-a", "prod-b"))
    turns.turn()
    turns.wish(wish("prod-a"))
    assert said(turns) == [NEUTRAL]
    turns.wish(wish("prod-a", "prod-b", description="New"))
    turns.turn()
    turns.wish(wish("prod-a", description="New"))
    assert said(turns) == [NEUTRAL]


def test_a_product_that_a_later_set_denied_is_asked_about(turns: Turns) -> None:
    """The newest set of reconciler that names the product decides."""
    start(turns)
    for products in (("prod-a", "prod-b"), ("prod-a",)):
        turns.wish(wish(*products))
        turns.turn()
    turns.twin.edit(BY_HAND)
    assert said(turns) == [ASKED]


def test_without_a_set_of_reconciler_the_origin_of_a_product_is_unknown(turns: Turns) -> None:
    """The experience was adopted, or AWS has forgotten its history."""
    start(turns, "prod-a", "prod-b")
    turns.wish(wish("prod-a"))
    assert said(turns) == [NEUTRAL]


def test_where_users_may_not_request_no_product_was_approved(turns: Turns) -> None:
    """A document that permits requests from now on changes nothing about the products that are allowed."""
    start(turns, requests="Deny")
    turns.wish(wish("prod-a"))
    turns.turn()
    turns.twin.edit(BY_HAND)
    turns.wish(wish("prod-a", user_requests="allow"))
    planning = turns.plan()
    assert [one.message for one in planning.plan.problems if one.code == "approved-request"] == [NEUTRAL]


def test_naming_the_approved_product_keeps_it(turns: Turns) -> None:
    """With the product in the allow list, the next plan is empty."""
    start(turns, "prod-a")
    turns.twin.edit(BY_HAND)
    turns.wish(wish("prod-a", "prod-b"))
    planning = turns.plan()
    assert (planning.plan.operations, planning.plan.problems) == ((), ())


def test_history_is_read_only_where_it_decides(turns: Turns) -> None:
    """It is not read for an experience without differences, nor where users may not request products."""
    start(turns)
    turns.wish(wish("prod-a"))
    turns.turn()
    assert described(turns) == 0
    turns.twin.edit(BY_HAND)
    assert described(turns) == 1


def described(turns: Turns) -> int:
    """Count the change sets that a plan reads."""
    turns.twin.calls.clear()
    turns.plan()
    return turns.twin.calls.operations()["DescribeChangeSet"]
