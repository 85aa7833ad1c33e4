"""Products that AWS allows and no document names: approved from a user's request, or not as far as anybody knows."""

from tests.turns import Turns, change, experience, verbs, world

NEUTRAL = "prod-b is allowed in AWS and named nowhere: it would be denied"
ASKED = "prod-b is allowed in AWS and named nowhere: approved from a request? It would be denied"
BY_HAND = change("exp-a", "AllowProductProcurement", {"Products": [{"Ids": ["prod-b"]}]})


def wish(*products: str, **stated: str) -> str:
    """Wish for the experience with *products* allowed, and what else is *stated*."""
    more = "".join(f", {key}: {value}" for key, value in stated.items())
    return f"{{kind: experience, name: a, title: A, products: {{allow: [{', '.join(products)}]}}{more}}}"


def start(turns: Turns, *allowed: str, requests: str = "Allow") -> None:
    """Begin with an experience in which *allowed* may be bought."""
    policy = {"requests": requests, "allow": list(allowed)}
    turns.twin.reset(world(experience("A", policy=policy)))


def said(turns: Turns) -> list[str]:
    """Say what a plan tells of allowed products; it denies them."""
    planning = turns.plan()
    assert verbs(planning) == [[("DenyProductProcurement", "a")]]
    return [one.message for one in planning.plan.problems if one.code == "approved-request"]


def test_a_product_approved_since_our_last_set_is_asked_about(turns: Turns) -> None:
    """Users may request products, and we did not allow this one: it was most likely approved."""
    start(turns)
    turns.wish(wish("prod-a"))
    turns.turn(again=True)
    turns.twin.edit(BY_HAND)
    assert said(turns) == [ASKED]


def test_a_product_that_we_have_allowed_is_no_approved_one(turns: Turns) -> None:
    """It leaves the document again; whether the newest set of ours was about it makes no difference."""
    start(turns)
    turns.wish(wish("prod-a", "prod-b"))
    turns.turn()
    turns.wish(wish("prod-a"))
    assert said(turns) == [NEUTRAL]
    turns.wish(wish("prod-a", "prod-b", description="New"))
    turns.turn()
    turns.wish(wish("prod-a", description="New"))
    assert said(turns) == [NEUTRAL]


def test_a_product_that_we_have_denied_since_is_asked_about(turns: Turns) -> None:
    """What counts is the newest of our sets that names it."""
    start(turns)
    for products in (("prod-a", "prod-b"), ("prod-a",)):
        turns.wish(wish(*products))
        turns.turn()
    turns.twin.edit(BY_HAND)
    assert said(turns) == [ASKED]


def test_without_a_set_of_ours_nobody_knows_who_allowed_a_product(turns: Turns) -> None:
    """An experience that is adopted, or whose history AWS has forgotten."""
    start(turns, "prod-a", "prod-b")
    turns.wish(wish("prod-a"))
    assert said(turns) == [NEUTRAL]


def test_where_users_may_not_ask_nothing_was_approved(turns: Turns) -> None:
    """That they may from now on says nothing of what is there."""
    start(turns, requests="Deny")
    turns.wish(wish("prod-a"))
    turns.turn()
    turns.twin.edit(BY_HAND)
    turns.wish(wish("prod-a", user_requests="allow"))
    planning = turns.plan()
    assert [one.message for one in planning.plan.problems if one.code == "approved-request"] == [NEUTRAL]


def test_naming_the_approved_product_keeps_it(turns: Turns) -> None:
    """Adding it to the allow list is the answer to the warning: the plan is empty."""
    start(turns, "prod-a")
    turns.twin.edit(BY_HAND)
    turns.wish(wish("prod-a", "prod-b"))
    planning = turns.plan()
    assert (planning.plan.operations, planning.plan.problems) == ((), ())


def test_history_is_read_only_where_it_tells_something(turns: Turns) -> None:
    """Not for an experience that is as its document says, nor where users may not ask."""
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
