"""The course of a plan: who governed whom, who shall, and what was had before an earlier run."""

from reconciler.impact import Course, with_products
from reconciler.model import Plan
from tests.organizations import FINANCE, WALK_THROUGH, by_id, experience

OLD = "experience.old"
BETWEEN = by_id(experience("old"), experience("new"))
AFTER = by_id(experience("old"), experience("new", FINANCE))
PLAN = Plan(created_at="", commit=None)


def test_what_was_taken_out_by_an_earlier_run_counts_as_had() -> None:
    """A principal on its way is counted from where it was, once the plan places it."""
    course = Course(WALK_THROUGH, (BETWEEN, AFTER), {FINANCE: OLD})
    assert course.had[OLD].principals == {FINANCE}


def test_what_the_plan_does_not_place_was_not_had() -> None:
    """To the others it does nothing, so nothing is counted."""
    assert Course(WALK_THROUGH, (BETWEEN, BETWEEN), {FINANCE: OLD}).had == BETWEEN


def test_a_plan_that_changes_no_experience_is_felt_by_nobody() -> None:
    """It stays the very same, and the order of its calls with it."""
    assert Course(WALK_THROUGH, (AFTER, AFTER)).felt(PLAN) is PLAN


def test_a_product_has_one_id_whichever_aws_tells() -> None:
    """What does not change stays the very same world, so that nothing is weighed again."""
    world = by_id(experience("old", products="xb"))
    first, second = with_products((world, world), {"prod-x": "prod-a"})
    assert first[OLD].products == frozenset({"prod-a", "prod-b"})
    assert first is second
