"""`reconciler drift`: differences as an exit code."""

import json

import pytest

from reconciler.errors import Unreadable
from reconciler.model import Plan
from tests.cli.fakes import (
    LEFT_OUT,
    NOTHING_MANAGED,
    NOTHING_TO_DO,
    ONE_CHANGE,
    ONLY_OBSERVED,
    REFUSED,
    FakeProgram,
    command,
    with_problem,
)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (NOTHING_TO_DO, 0),
        (ONE_CHANGE, 2),
        (with_problem(ONE_CHANGE, REFUSED), 2),
        (with_problem(NOTHING_TO_DO, ONLY_OBSERVED), 2),
        (with_problem(ONE_CHANGE, LEFT_OUT), 3),
        (with_problem(NOTHING_TO_DO, NOTHING_MANAGED), 3),
    ],
)
def test_drift_ends_with_2_if_aws_differs(made: Plan, code: int) -> None:
    """Changes and differences of observed objects are drift; guards do not change the exit code."""
    assert command("drift", FakeProgram(made)).code == code


def test_an_unreadable_aws_is_not_called_without_drift() -> None:
    """If AWS cannot be read, the command ends with 7 and prints no verdict."""
    assert command("drift", FakeProgram(failure=Unreadable("no credentials"))).code == 7


def test_drift_shows_members_that_are_missing_in_aws() -> None:
    """A member that apply would add is shown as missing in AWS."""
    assert command("drift", FakeProgram(ONE_CHANGE)).out == (
        f"""\
Differences

~ differs experience.finance (exp-finance1)
    desired_state/finance.yaml:1:1: differs from AWS
    products.allow  1 missing in AWS, 3 equal
      - prod-new0000000001

Impact (AWS compared with the repository)
  1 account is under experience.finance
      Ledger
      - missing in AWS: prod-new0000000001

{"─" * 100}
AWS differs from the repository in 1 object.

  1 account cannot buy products that the repository allows: Ledger under experience.finance cannot
      buy prod-new0000000001.

Plan {ONE_CHANGE.short_digest} would make AWS match the repository again, with 1 change set:
    reconciler apply
"""
    )


def test_drift_as_json_is_the_plan() -> None:
    """The JSON of drift has the format of the plan."""
    assert json.loads(command("drift --format json", FakeProgram(ONE_CHANGE)).out) == ONE_CHANGE.as_json()


def test_drift_without_documents_says_that_nothing_was_compared() -> None:
    """If no document is about objects in AWS, nothing was compared and the text says so."""
    said = command("drift", FakeProgram(with_problem(NOTHING_TO_DO, NOTHING_MANAGED)))
    assert said.out == (
        "Errors\n"
        "error[nothing-managed] nothing is managed: 'desired_state' holds no document\n\n"
        "Nothing is managed, so there was nothing to compare with AWS.\n"
    )
    planned = command("plan", FakeProgram(with_problem(NOTHING_TO_DO, NOTHING_MANAGED)))
    assert (planned.code, planned.out.splitlines()[-1]) == (0, "Nothing is managed, so there is nothing to change.")
