"""`reconciler drift`: differences as an exit code."""

import json
from pathlib import Path

import pytest

from reconciler.errors import Unreadable
from reconciler.model import Plan
from reconciler.pipeline import PlanOptions
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

KEEPING = """\
To keep what AWS has instead, write it into the documents:
    reconciler drift --adopt --select experience.finance
"""


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
To keep what AWS has instead, write it into the documents:
    reconciler drift --adopt --select experience.finance
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


def test_drift_compares_only_what_is_selected() -> None:
    """Selectors of drift reach the planner, and the verdict and the command that undoes the drift keep to them."""
    program = FakeProgram(ONE_CHANGE)
    said = command("drift --select experience.fin* --exclude *.b", program)
    assert (said.code, program.asked[-1][1]) == (2, PlanOptions(select=("experience.fin*",), exclude=("*.b",)))
    assert said.out.endswith("\n    reconciler apply --select 'experience.fin*' --exclude '*.b'\n" + KEEPING)
    assert command("drift --select experience", FakeProgram()).out == (
        "No drift. AWS matches the selected part of the repository.\n"
    )


def test_revert_saves_the_plan_that_undoes_the_drift(here: Path) -> None:
    """The file of --revert is that of plan --out, and the answer names the command that applies it."""
    said = command("drift --revert undo.json", FakeProgram(ONE_CHANGE))
    assert said.code == 2
    assert said.out.endswith("\n    reconciler apply undo.json\n")
    command("plan --out plan.json", FakeProgram(ONE_CHANGE))
    assert (here / "undo.json").read_text() == (here / "plan.json").read_text()


def test_revert_without_drift_saves_an_empty_plan(here: Path) -> None:
    """A pipeline finds the file of --revert, also if there is nothing to undo."""
    assert command("drift --revert undo.json", FakeProgram()).code == 0
    assert json.loads((here / "undo.json").read_text())["changes"] == []


def test_a_refused_revert_says_what_accepts_it(here: Path) -> None:
    """A refused plan of --revert is saved and ends with 4, and the answer has the command that accepts its rules."""
    made = with_problem(ONE_CHANGE, REFUSED)
    said = command("drift --revert undo.json", FakeProgram(made))
    assert (said.code, json.loads((here / "undo.json").read_text())) == (4, made.as_json())
    assert said.out.endswith(
        "Refused, nothing was written: 1 rule must be accepted.\n"
        "To accept them, for exactly this plan:\n"
        f"    reconciler apply undo.json --accept max_removals@{made.short_digest}\n"
    )


def test_revert_spares_the_files_that_reconciler_reads(here: Path) -> None:
    """A plan is not saved over settings or documents; nothing is planned then."""
    program, before = FakeProgram(ONE_CHANGE), (here / "reconciler.yaml").read_text()
    said = command("drift --revert reconciler.yaml", program)
    assert (said.code, program.asked, (here / "reconciler.yaml").read_text()) == (64, [], before)
