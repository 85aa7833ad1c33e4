"""The plans that reports are drawn from have everything that a report has to show."""

from pathlib import Path

from benchmarks.enterprise import SMALL
from tests.render.html.worlds import plan_of


def test_a_small_enterprise_has_each_fate(tmp_path: Path) -> None:
    """Accounts move, lose, gain, become ungoverned and are exposed; customers lose grants and stay connected."""
    plan = plan_of(tmp_path, SMALL, whole_organization=True)
    groups = plan["impact"]["groups"]
    world = plan["world"]
    experiences = world["experiences"] or []
    assert (len(world["accounts"] or ()), len(experiences), len(world["services"] or ())) == (285, 12, 3)
    assert any(group["before"] == group["after"] and group["lost"] for group in groups)
    assert any(group["before"] and group["after"] and group["before"] != group["after"] for group in groups)
    assert any(group["before"] is None for group in groups)
    assert (len(plan["impact"]["ungoverned"]), len(plan["exposures"]), len(plan["residual_access"])) == (23, 1, 3)
    assert {"create", "archive", "update"} <= {change["action"] for change in plan["changes"]}
    assert [one["title"] for one in experiences if one["before"] and one["before"]["allow"] is None] != []
    assert plan["read"] == {"organization": "whole"}


def test_a_plan_of_an_enterprise_may_read_some_subtrees(tmp_path: Path) -> None:
    """A report shows parts of an organization, too: without the account at the root."""
    plan = plan_of(tmp_path, SMALL)
    assert (plan["read"], len(plan["world"]["accounts"] or ())) == ({"organization": "subtrees"}, 284)
