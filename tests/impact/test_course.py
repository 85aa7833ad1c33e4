"""The course of a plan: governance before and after it, and what an earlier, unfinished run took away."""

from reconciler.impact import Course, with_products
from reconciler.model import Plan
from tests.organizations import FINANCE, WALK_THROUGH, by_id, experience

OLD = "experience.old"
BETWEEN = by_id(experience("old"), experience("new"))
AFTER = by_id(experience("old"), experience("new", FINANCE))
PLAN = Plan(created_at="", commit=None)


def test_a_principal_that_an_earlier_run_took_out_counts_as_held() -> None:
    """A principal between two experiences counts with its source if the plan places it."""
    course = Course(WALK_THROUGH, (BETWEEN, AFTER), {FINANCE: OLD})
    assert course.had[OLD].principals == {FINANCE}


def test_a_principal_that_the_plan_does_not_place_is_not_counted() -> None:
    """The plan does nothing to such a principal."""
    assert Course(WALK_THROUGH, (BETWEEN, BETWEEN), {FINANCE: OLD}).had == BETWEEN


def test_a_plan_that_changes_no_experience_has_no_impact() -> None:
    """The plan stays the same object, with the same order of calls."""
    assert Course(WALK_THROUGH, (AFTER, AFTER)).felt(PLAN) is PLAN


def test_a_product_has_one_id_whichever_id_aws_returns() -> None:
    """States that are equal stay the same object, so that they are not compared again."""
    world = by_id(experience("old", products="xb"))
    first, second = with_products((world, world), {"prod-x": "prod-a"})
    assert first[OLD].products == frozenset({"prod-a", "prod-b"})
    assert first is second
