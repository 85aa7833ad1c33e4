"""Product ids that AWS reports in another form."""

import pytest

from reconciler.model import Status
from reconciler.pipeline import effective
from tests.trial import DELEGATE, ORGANIZATION, Trial, experience, verbs, world

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
def test_an_id_that_aws_stores_in_another_form_is_a_problem_after_apply(trial: Trial, account: str) -> None:
    """The allowed id is gone and an unknown one is there: the report names both and does not converge."""
    trial.account = account
    trial.twin.reset(world(experience("A"), **ALIASED))
    trial.wish(WISH)
    run = trial.apply()
    assert [outcome.status for outcome in run.outcomes] == [Status.SUCCEEDED]
    assert (run.converged, run.remaining) == (False, ("experience.a",))
    assert [(problem.code, problem.severity, problem.message) for problem in run.problems] == [
        (
            "product-alias",
            "error",
            (
                "AWS no longer lists prod-sent and lists the unknown prod-stored as allowed: they may be ids "
                "of one product"
            ),
        )
    ]


def test_the_next_plans_never_deny_the_unknown_id(trial: Trial) -> None:
    """Every plan leaves out the experience until a user decides; other experiences are planned."""
    trial.twin.reset(world(experience("A"), experience("B"), **ALIASED))
    trial.wish(WISH)
    trial.apply()
    trial.wish("{kind: experience, name: b, title: B, status: disabled}", "b.yaml")
    planning = trial.plan()
    assert verbs(planning) == [[("UpdateExperience", "b")]]
    assert [problem.code for problem in planning.plan.problems] == ["product-alias"]
    trial.apply(planning)
    assert trial.named("A").allow == {"prod-stored", "prod-other"}
    assert trial.named("A").deny == frozenset()


def test_naming_the_alias_makes_the_plan_empty(trial: Trial) -> None:
    """With the alias, the product's document says that both ids are one product."""
    trial.twin.reset(world(experience("A"), **ALIASED))
    trial.wish(WISH)
    trial.apply()
    trial.wish(KNOWN)
    assert trial.plan().plan.operations == ()
    assert trial.apply().converged


def test_a_known_alias_is_understood_in_the_first_run(trial: Trial) -> None:
    """A product whose document states its alias converges at once."""
    trial.twin.reset(world(experience("A"), **ALIASED))
    trial.wish(KNOWN)
    trial.converge()
    assert trial.named("A").allow == {"prod-stored", "prod-other"}


def test_a_product_that_leaves_is_denied_under_the_id_that_aws_knows(trial: Trial) -> None:
    """A product that AWS stores as prod-stored is denied as prod-stored, also when the list has its other id."""
    trial.twin.reset(world(experience("A", policy={"requests": "Deny", "allow": ["prod-stored"]}), **ALIASED))
    trial.wish(KNOWN.replace("allow: [sent, prod-other]", "allow: [], deny: [sent]"))
    trial.converge()
    assert (trial.named("A").allow, trial.named("A").deny) == (frozenset(), frozenset({"prod-stored"}))


def test_aliases_are_one_product_in_the_impact(trial: Trial) -> None:
    """An account that may buy it before and after neither gains nor loses it, whichever id AWS returns."""
    trial.twin.reset(world(experience("Default", principals=[ORGANIZATION], policy={"allow": ["prod-stored"]})))
    trial.wish(KNOWN_TO_ONE_ACCOUNT)
    planning = trial.plan()
    assert [(group.accounts, group.gained, group.lost) for group in planning.plan.impact.groups] == [
        (("333333333333",), frozenset(), frozenset())
    ]


@pytest.mark.parametrize("asked", ["sent", "prod-sent", "prod-stored"])
def test_effective_answers_for_all_ids_of_a_product(trial: Trial, asked: str) -> None:
    """AWS lists the alias; the name, the id and the alias have the same answer."""
    trial.twin.reset(world(experience("Default", principals=[ORGANIZATION], policy={"allow": ["prod-stored"]})))
    trial.wish("{kind: product, name: sent, id: prod-sent, aliases: [prod-stored]}")
    answer = effective(trial.plan(whole_organization=True), product=asked)
    assert answer["product"] == "prod-sent"
    assert [group["may_buy"] for group in answer["groups"]] == [{"now": True, "after": True}]
