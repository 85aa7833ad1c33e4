import pytest

from reconciler.errors import InvalidInput
from tests.kinds.experience.case import Case, in_short
from tests.kinds.experience.replay import carry_out

CASES = Case.all()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.folder.name)
def test_each_case_has_the_expected_plan(case: Case) -> None:
    """Changes, calls and problems are those that the comment on top of desired.yaml promises."""
    assert case.outcome() == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.folder.name)
def test_a_plan_carried_out_leaves_nothing_to_do(case: Case) -> None:
    """After a plan is carried out, the next plan is empty."""
    try:
        planning = case.plan(case.world)
    except InvalidInput:
        return
    again = in_short(case.plan(carry_out(planning, case.world)).plan)
    assert (again.get("changes"), again.get("operations")) == (None, None)
