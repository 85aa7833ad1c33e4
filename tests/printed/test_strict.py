"""Every JSON that tests make is validated, and strictly."""

from typing import Any

import pytest

from reconciler.model import Plan
from reconciler.pipeline import Run
from reconciler.render import to_json
from tests.printed.strict import UndescribedError, check, counted, parse_json

PLAN = Plan(created_at="2026-11-22T10:00:00Z", commit=None)


def test_a_key_that_no_schema_describes_is_a_failure() -> None:
    """At the top and at any depth; so is a key that is missing."""
    plan: dict[str, Any] = {**PLAN.as_json()}
    assert check("plan", plan) == plan
    with pytest.raises(UndescribedError, match="'more' was unexpected"):
        check("plan", {**plan, "more": 1})
    with pytest.raises(UndescribedError, match=r"impact: .*'more' was unexpected"):
        check("plan", {**plan, "impact": {**plan["impact"], "more": 1}})
    with pytest.raises(UndescribedError, match='"digest" is a required property'):
        check("plan", {key: part for key, part in plan.items() if key != "digest"})


def test_what_is_made_and_written_is_watched() -> None:
    """Plans and run reports are validated when they are made, and all JSON when it is written or read back."""
    before = counted.copy()
    plan = PLAN.as_json()
    Run(plan=PLAN, outcomes=(), started_at="2026-11-22T10:00:00Z", ended_at="2026-11-22T10:00:00Z").as_json()
    assert parse_json(to_json(plan)) == plan
    assert counted - before == {"plan": 3, "report": 1}
    with pytest.raises(UndescribedError, match="'more' was unexpected"):
        to_json({**plan, "more": 1})
