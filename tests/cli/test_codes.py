from typing import Any

import pytest

from reconciler.cli.codes import drift_code, plan_code, run_code

STAYS = {"severity": "warning", "code": "ending-refused"}
ERROR = {"severity": "error", "code": "some-error"}


def plan(*problems: dict[str, str]) -> Any:  # noqa: ANN401 - the keys of a plan that its exit code is made of
    """Return a plan with problems."""
    return {"changes": [], "operations": [{"id": "op-1"}], "problems": [*problems]}


def report(*, converged: bool) -> Any:  # noqa: ANN401 - the keys of a report that its exit code is made of
    """Return the report of a run that did everything."""
    return {"outcomes": [{"operation": "op-1", "status": "succeeded"}], "converged": converged}


def test_an_ending_that_a_rule_refuses_ends_plan_with_4_and_drift_with_2() -> None:
    """An error comes first."""
    assert [plan_code(plan(STAYS), detailed=detailed) for detailed in (False, True)] == [4, 4]
    assert drift_code(plan(STAYS)) == 2
    assert plan_code(plan(STAYS, ERROR), detailed=False) == 3


@pytest.mark.parametrize(
    ("problems", "converged", "code"),
    [((), True, 0), ((STAYS,), True, 4), ((STAYS,), False, 6), ((STAYS, ERROR), True, 6)],
)
def test_an_apply_that_leaves_only_refused_endings_ends_with_4(
    *, problems: tuple[dict[str, str], ...], converged: bool, code: int
) -> None:
    """An apply in part comes first."""
    assert run_code(plan(*problems), report(converged=converged)) == code
