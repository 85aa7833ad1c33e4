"""A fleet of many members that differ is still an answer that can be read."""

from typing import Any

from reconciler.pipeline import fleet_answer, member_answer
from reconciler.render import fleet_lines

PLAN: dict[str, Any] = {"changes": [{}], "problems": []}


def test_of_many_members_those_are_shown_first_that_need_attention() -> None:
    """Fifty members are listed with their answers, in their order; the others are counted, and --full shows them."""
    codes = [*([2] * 60), 7, *([0] * 3)]
    members = [member_answer(f"s/{at:02}", "reconciler.yaml", code, PLAN) for at, code in enumerate(codes)]
    lines = [*fleet_lines(fleet_answer("plan", members), {})]
    listed = [line.split()[0] for line in lines if line.startswith("  s/")]
    assert listed == [*(f"s/{at:02}" for at in range(49)), "s/60"]
    assert "  … and 11 other members and 3 clean members (--full shows them)" in lines
    assert sum(line.startswith("━━") for line in lines) == 50
    every = [*fleet_lines(fleet_answer("plan", members), {}, full=True)]
    assert sum(line.startswith("━━") for line in every) == 64
