import pytest

from reconciler.errors import InvalidInput
from tests.kinds.experience.case import Case, in_short
from tests.kinds.experience.replay import carry_out

CASES = Case.all()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.folder.name)
def test_a_wish_and_a_world_give_the_plan_expected(case: Case) -> None:
    """What the comment on top of each desired.yaml promises is what is planned: changes, calls, problems."""
    assert case.outcome() == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.folder.name)
def test_a_plan_carried_out_leaves_nothing_to_do(case: Case) -> None:
    """Once a plan is carried out to the letter, the next one is empty."""
    try:
        planning = case.plan(case.world)
    except InvalidInput:
        return
    again = in_short(case.plan(carry_out(planning, case.world)).plan)
    assert (again.get("changes"), again.get("operations")) == (None, None)
