"""Drift as a comment: what differs, and the two ways out. Guards are named where they refuse one of them."""

from reconciler.render import drift_markdown
from tests.render.markdown.kinds_of_comments import DRIFT
from tests.render.plans import REFUSED, UPDATE_DEFAULT, WARNING, plan_json


def test_a_comment_of_drift_marks_no_refusals() -> None:
    """Like the text of drift, the comment names rules that refuse the repair in the sentence about it alone."""
    refused, quiet = (
        drift_markdown(plan_json(changes=[UPDATE_DEFAULT], problems=problems), DRIFT)
        for problems in ([REFUSED | {"address": "experience.default"}, WARNING], [WARNING])
    )
    assert refused.replace(", once `max_removals` is accepted. To keep", ". To keep") == quiet
    assert "0 change sets, once `max_removals` is accepted. To keep what AWS has" in refused
    assert "<details><summary>differs experience.default: " in refused


def test_a_comment_offers_no_adoption_of_a_grant_of_everyone() -> None:
    """It is never adopted, so the command would end in a refusal."""
    field = {"path": "allowed_principals", "added": [], "removed": ["*"], "unchanged": 1}
    change = UPDATE_DEFAULT | {"address": "endpoint_service.api", "fields": [field]}
    assert "--adopt" not in drift_markdown(plan_json(changes=[change]), DRIFT)
    assert "--adopt" in drift_markdown(plan_json(changes=[change, UPDATE_DEFAULT]), DRIFT)
