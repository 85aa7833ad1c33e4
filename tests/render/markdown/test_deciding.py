"""The lines that accept refused rules, and the problems below them."""

import pytest

from reconciler.render import Marker, plan_markdown
from reconciler.render.markdown.problems import last_sunday
from tests.render.markdown.samples import whole_plan
from tests.render.people import EXPOSURE
from tests.render.plans import REFUSED, WARNING, impact_json, plan_json

MARKER = Marker("plan", "reconciler.yaml")
UNGOVERNED = {**REFUSED, "code": "ungoverned", "hint": "--accept ungoverned@1a2b3c4d", "address": None, "path": None}


def accepting(comment: str) -> list[str]:
    """Return the lines of `accepted:`."""
    return [line.strip() for line in comment.splitlines() if line.startswith("  - ")]


def test_an_acceptance_says_every_harm_of_its_rule() -> None:
    """The strongest harm is first: accounts that become ungoverned stand before those that are so for a while."""
    plan = plan_json(impact=impact_json(ungoverned=["1", "2"]), exposures=[EXPOSURE], problems=[UNGOVERNED])
    harms = (
        "2 accounts become ungoverned and can buy every product",
        "1 account is ungoverned for about 30 s during the apply",
    )
    assert accepting(plan_markdown(plan, MARKER)) == [f"- ungoverned@1a2b3c4d until 2026-12-20  # {'; '.join(harms)}"]


def test_an_acceptance_says_its_harm_also_if_points_are_merged() -> None:
    """The ninth point shares a line with others, and its rule still says what it accepts."""
    rules = ["public_endpoint_service", "delete", "reject_connections", "private_dns", "payer", "max_removals"]
    problems = [{**REFUSED, "code": rule, "hint": f"--accept {rule}@1a2b3c4d"} for rule in rules]
    plan = whole_plan(problems=[*problems, UNGOVERNED, {**UNGOVERNED, "code": "max_grants_removed"}])
    lines = {line.partition("@")[0]: line.partition("# ")[2] for line in accepting(plan_markdown(plan, MARKER))}
    assert lines["- max_removals"] == "1 list loses more members than the limit allows"
    assert "more points" not in " ".join(lines.values())


@pytest.mark.parametrize(
    ("planned", "until"),
    [
        ("2026-11-26T10:00:00Z", "2026-12-20"),
        ("2026-11-22T00:00:00Z", "2026-12-20"),
        ("2026-11-28T23:59:59Z", "2026-12-20"),
        ("2026-11-29T00:00:00Z", "2026-12-27"),
        ("2026-12-30T12:00:00Z", "2027-01-24"),
    ],
)
def test_an_acceptance_ends_on_the_last_sunday_within_28_days(planned: str, until: str) -> None:
    """The suggested day changes once a week, so that a comment does not change every day."""
    assert str(last_sunday(planned)) == until
    assert last_sunday(planned).isoweekday() == 7


@pytest.mark.parametrize(
    ("hint", "shown"),
    [
        ("take it out", "Take it out"),
        ("exp-handmade is another", "`exp-handmade` is another"),
        ("--accept all", "`--accept` all"),
        ("desired_state/a.yaml has it", "`desired_state/a.yaml` has it"),
        ("222222222222 is closed", "`222222222222` is closed"),
    ],
)
def test_a_hint_begins_with_a_capital_unless_it_begins_with_a_name(hint: str, shown: str) -> None:
    """An id, an option and a path keep their first letter."""
    plan = plan_json(problems=[{**WARNING, "hint": hint, "message": "gone"}])
    assert f"`principal-gone` gone. {shown}\n" in plan_markdown(plan, MARKER)
