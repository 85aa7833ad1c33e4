"""Product ids that AWS reports in another form."""

import pytest

from reconciler.model import Status
from reconciler.pipeline import effective
from tests.turns import DELEGATE, ORGANIZATION, Turns, experience, verbs, world

ALIASED = {"product_aliases": {"prod-sent": "prod-stored"}}
WISH = "{kind: experience, name: a, title: A, products: {allow: [prod-sent, prod-other]}}"
KNOWN = """
{kind: product, name: sent, id: prod-sent, aliases: [prod-stored]}
---
{kind: experience, name: a, title: A, products: {allow: [sent, prod-other]}}
"""

KNOWN_TO_ONE_ACCOUNT = """
{kind: product, name: sent, id: prod-sent, aliases: [prod-stored]}
---
{kind: experience, name: own, title: Own, status: enabled, principals: ["333333333333"], products: {allow: [sent]}}
"""


@pytest.mark.parametrize("account", ["111111111111", DELEGATE])
def test_an_id_that_aws_stores_in_another_form_is_a_problem_after_apply(turns: Turns, account: str) -> None:
    """The allowed id is gone and an unknown one is there: the report names both and does not converge."""
    turns.account = account
    turns.twin.reset(world(experience("A"), **ALIASED))
    turns.wish(WISH)
    run = turns.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.SUCCEEDED]
    assert (run.converged, run.remaining) == (False, ("experience.a",))
    assert [(problem.code, problem.severity, problem.message) for problem in run.problems] == [
        (
            "product-alias",
            "error",
            "prod-sent was allowed and is listed no more, while prod-stored appeared: one product, two ids?",
        )
    ]


def test_the_next_plans_never_deny_the_unknown_id(turns: Turns) -> None:
    """Every plan leaves out the experience until a user decides; other experiences are planned."""
    turns.twin.reset(world(experience("A"), experience("B"), **ALIASED))
    turns.wish(WISH)
    turns.apply()
    turns.wish("{kind: experience, name: b, title: B, status: disabled}", "b.yaml")
    planning = turns.plan()
    assert verbs(planning) == [[("UpdateExperience", "b")]]
    assert [problem.code for problem in planning.plan.problems] == ["product-alias"]
    turns.apply(planning)
    assert turns.named("A").allow == {"prod-stored", "prod-other"}
    assert turns.named("A").deny == frozenset()


def test_naming_the_alias_makes_the_plan_empty(turns: Turns) -> None:
    """With the alias, the product's document says that both ids are one product."""
    turns.twin.reset(world(experience("A"), **ALIASED))
    turns.wish(WISH)
    turns.apply()
    turns.wish(KNOWN)
    assert turns.plan().plan.operations == ()
    assert turns.apply().converged


def test_a_known_alias_is_understood_in_the_first_run(turns: Turns) -> None:
    """A product whose document states its alias converges at once."""
    turns.twin.reset(world(experience("A"), **ALIASED))
    turns.wish(KNOWN)
    turns.turn()
    assert turns.named("A").allow == {"prod-stored", "prod-other"}


def test_a_product_that_leaves_is_denied_under_the_id_that_aws_knows(turns: Turns) -> None:
    """A product that AWS stores as prod-stored is denied as prod-stored, also when the list has its other id."""
    turns.twin.reset(world(experience("A", policy={"requests": "Deny", "allow": ["prod-stored"]}), **ALIASED))
    turns.wish(KNOWN.replace("allow: [sent, prod-other]", "allow: [], deny: [sent]"))
    turns.turn()
    assert (turns.named("A").allow, turns.named("A").deny) == (frozenset(), frozenset({"prod-stored"}))


def test_aliases_are_one_product_in_the_impact(turns: Turns) -> None:
    """An account that may buy it before and after neither gains nor loses it, whichever id AWS returns."""
    turns.twin.reset(world(experience("Default", principals=[ORGANIZATION], policy={"allow": ["prod-stored"]})))
    turns.wish(KNOWN_TO_ONE_ACCOUNT)
    planning = turns.plan()
    assert [(group.accounts, group.gained, group.lost) for group in planning.plan.impact.groups] == [
        (("333333333333",), frozenset(), frozenset())
    ]


@pytest.mark.parametrize("asked", ["sent", "prod-sent", "prod-stored"])
def test_effective_answers_for_all_ids_of_a_product(turns: Turns, asked: str) -> None:
    """AWS lists the alias; the name, the id and the alias have the same answer."""
    turns.twin.reset(world(experience("Default", principals=[ORGANIZATION], policy={"allow": ["prod-stored"]})))
    turns.wish("{kind: product, name: sent, id: prod-sent, aliases: [prod-stored]}")
    answer = effective(turns.plan(), product=asked)
    assert answer["product"] == "prod-sent"
    assert [group["may_buy"] for group in answer["groups"]] == [{"now": True, "after": True}]
