"""Text, comment and JSON of a plan say the same numbers, for every case of the kinds."""

from typing import Final

import pytest

from reconciler.model import Idle, Rule
from reconciler.printed import PlanJson
from reconciler.render import Marker, Style, drift_lines, drift_markdown, plan_lines, plan_markdown
from reconciler.render.wording import DRIFTED, PLANNED
from tests.fakes.endpoint_services import FakeEndpointServices
from tests.kinds.endpoint_service.planning import ACME, GLOBEX, INITECH, planned, root
from tests.kinds.experience.case import Case
from tests.render.markdown.figures import of_comment, of_json, of_text
from tests.render.markdown.samples import whole_plan

MARKER = Marker("plan", "reconciler.yaml")
UNFOLDED = Style(width=100_000)
CASES = Case.all()
ID: Final = "vpce-svc-0123456789abcdef0"
API = f"""\
kind: endpoint_service
name: api
region: us-east-1
id: {ID}
principals: exclusive
---
kind: allowed_principals
name: a
service: api
principals: ["{ACME}", "{GLOBEX}"]
"""
GRANTED = {
    "added": [root(ACME)],
    "revoked": [root(ACME), root(GLOBEX), root(INITECH)],
    "both": [root(INITECH), "*"],
    "equal": [root(ACME), root(GLOBEX)],
}


INVALID = {
    "offline-allowed-and-denied",
    "offline-archived-with-principals",
    "offline-arn-in-an-audience",
    "offline-principal-in-two",
    "offline-shared-title-and-id",
    "offline-unknown-names",
}
"""The cases whose documents are in error, so that there is no plan to compare."""
WITH_PLAN = [case for case in CASES if case.folder.name not in INVALID]


def agrees(plan: PlanJson) -> None:
    """Check that a plan says the same numbers in text, comment and JSON, also as drift."""
    expected = of_json(plan, PLANNED, drift=False)
    assert of_text(plan_lines(plan, UNFOLDED, full=True), PLANNED) == expected
    assert of_comment(plan_markdown(plan, MARKER), PLANNED) == expected
    told: list[str] = [*Rule, *Idle]
    differing: PlanJson = {**plan, "problems": [one for one in plan["problems"] if one["code"] not in told]}
    expected = of_json(differing, DRIFTED, drift=True)
    expected = expected._replace(calls=expected.calls if plan["changes"] else {})
    assert of_text(drift_lines(plan, UNFOLDED, full=True), DRIFTED) == expected
    assert of_comment(drift_markdown(plan, MARKER), DRIFTED) == expected


@pytest.mark.parametrize("case", WITH_PLAN, ids=lambda case: case.folder.name)
def test_each_case_says_the_same_numbers_three_times(case: Case) -> None:
    """Changes, members, accounts, calls and problems are counted alike, for plan and drift."""
    agrees(case.plan(case.world).plan.as_json())


@pytest.mark.parametrize("live", GRANTED)
def test_a_service_says_the_same_numbers_three_times(live: str) -> None:
    """Grants that are added and revoked are counted alike, for plan and drift."""
    services = FakeEndpointServices()
    services.add(ID, GRANTED[live])
    agrees(planned(API, services).plan.as_json())


def test_a_plan_with_everything_says_the_same_numbers_three_times() -> None:
    """Refused rules, errors, exposures and accounts that become ungoverned are counted alike."""
    agrees(whole_plan())
