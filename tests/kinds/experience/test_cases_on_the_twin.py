from pathlib import Path

import pytest

from tests.ends import at_end
from tests.kinds.experience.case import Case
from tests.kinds.experience.seeding import seed_of
from tests.trial import Trial, on_twin

CASES = [case for case in Case.all() if not case.repository().errors and not case.world.change_sets]
"""All cases with a plan; cases that need history are in tests/pipeline/test_product_alias.py."""


def wish(trial: Trial, case: Case) -> None:
    """Write the repository of *case*."""
    trial.settings("change_sets: isolated\n" if case.command.get("isolated") else "")
    trial.wish((case.folder / "desired.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.folder.name)
def test_a_case_applied_on_the_twin_plans_to_nothing_afterwards(case: Case, tmp_path: Path) -> None:
    """The twin accepts every call of the plan, and the next plan is empty: its world is the one that was told."""
    options = {key: value for key, value in case.command.items() if key != "isolated"} | {"whole_organization": True}
    with on_twin(tmp_path) as trial:
        trial.twin.reset(seed_of(case.world))
        wish(trial, case)
        planning = trial.plan(**options)
        run = trial.apply(planning)
        assert [one.as_json() for one in run.outcomes if one.status != "succeeded"] == []
        again = trial.plan(**options).plan
    assert (again.changes, again.operations) == ((), ())
    assert at_end(again.world, "before") == at_end(planning.plan.world, "after")
