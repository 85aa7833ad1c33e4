"""Drift as a comment: what differs, without the guards of a plan that nobody is going to apply."""

from reconciler.render import drift_markdown
from tests.render.markdown.kinds_of_comments import DRIFT
from tests.render.plans import REFUSED, UPDATE_DEFAULT, WARNING, plan_json


def test_a_comment_of_drift_marks_no_refusals() -> None:
    """Like the text of drift, the comment is the same with and without rules that refuse the repair."""
    refused, quiet = (
        drift_markdown(plan_json(changes=[UPDATE_DEFAULT], problems=problems), DRIFT)
        for problems in ([REFUSED | {"address": "experience.default"}, WARNING], [WARNING])
    )
    assert refused == quiet
    assert "<details><summary>differs experience.default: " in refused
