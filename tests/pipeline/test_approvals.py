"""Products that AWS allows and no document names: approved on a user's request, or of unknown origin."""

from tests.trial import Trial, change, experience, verbs, world

NEUTRAL = "prod-b is allowed in AWS and named in no document: an apply would deny it"
ASKED = "prod-b is allowed in AWS (perhaps an approved request) and named in no document: an apply would deny it"
BY_HAND = change("exp-a", "AllowProductProcurement", {"Products": [{"Ids": ["prod-b"]}]})


def wish(*products: str, **stated: str) -> str:
    """Return an experience with *products* allowed, and what else is *stated*."""
    more = "".join(f", {key}: {value}" for key, value in stated.items())
    return f"{{kind: experience, name: a, title: A, products: {{allow: [{', '.join(products)}]}}{more}}}"


def start(trial: Trial, *allowed: str, requests: str = "Allow") -> None:
    """Reset the twin to an experience that allows *allowed*."""
    policy = {"requests": requests, "allow": list(allowed)}
    trial.twin.reset(world(experience("A", policy=policy)))


def said(trial: Trial) -> list[str]:
    """Return the problems of a plan about allowed products that it denies."""
    planning = trial.plan()
    assert verbs(planning) == [[("DenyProductProcurement", "a")]]
    return [one.message for one in planning.plan.problems if one.code == "approved-request"]


def test_a_product_approved_since_the_last_set_is_asked_about(trial: Trial) -> None:
    """Users may request products, and no set of reconciler allowed this one: it was most likely approved."""
    start(trial)
    trial.wish(wish("prod-a"))
    trial.converge(again=True)
    trial.twin.edit(BY_HAND)
    assert said(trial) == [ASKED]


def test_a_product_that_a_set_of_reconciler_allowed_is_not_approved(trial: Trial) -> None:
    """The product leaves the document again; whether the newest set names it makes no difference."""
    start(trial)
    trial.wish(wish("prod-a", "prod-b"))
    trial.converge()
    trial.wish(wish("prod-a"))
    assert said(trial) == [NEUTRAL]
    trial.wish(wish("prod-a", "prod-b", description="New"))
    trial.converge()
    trial.wish(wish("prod-a", description="New"))
    assert said(trial) == [NEUTRAL]


def test_a_product_that_a_later_set_denied_is_asked_about(trial: Trial) -> None:
    """The newest set of reconciler that names the product decides."""
    start(trial)
    for products in (("prod-a", "prod-b"), ("prod-a",)):
        trial.wish(wish(*products))
        trial.converge()
    trial.twin.edit(BY_HAND)
    assert said(trial) == [ASKED]


def test_without_a_set_of_reconciler_the_origin_of_a_product_is_unknown(trial: Trial) -> None:
    """The experience was adopted, or AWS has forgotten its history."""
    start(trial, "prod-a", "prod-b")
    trial.wish(wish("prod-a"))
    assert said(trial) == [NEUTRAL]


def test_where_users_may_not_request_no_product_was_approved(trial: Trial) -> None:
    """A document that permits requests from now on changes nothing about the products that are allowed."""
    start(trial, requests="Deny")
    trial.wish(wish("prod-a"))
    trial.converge()
    trial.twin.edit(BY_HAND)
    trial.wish(wish("prod-a", user_requests="allow"))
    planning = trial.plan()
    assert [one.message for one in planning.plan.problems if one.code == "approved-request"] == [NEUTRAL]


def test_naming_the_approved_product_keeps_it(trial: Trial) -> None:
    """With the product in the allow list, the next plan is empty."""
    start(trial, "prod-a")
    trial.twin.edit(BY_HAND)
    trial.wish(wish("prod-a", "prod-b"))
    planning = trial.plan()
    assert (planning.plan.operations, planning.plan.problems) == ((), ())


def test_history_is_read_only_where_it_decides(trial: Trial) -> None:
    """History is not read for an experience without differences, nor where users may not request products."""
    start(trial)
    trial.wish(wish("prod-a"))
    trial.converge()
    assert described(trial) == 0
    trial.twin.edit(BY_HAND)
    assert described(trial) == 1


def described(trial: Trial) -> int:
    """Count the change sets that a plan reads."""
    trial.twin.calls.clear()
    trial.plan()
    return trial.twin.calls.operations()["DescribeChangeSet"]
