"""`plan --at` and `drift --at`: as on another day, and never applied."""

import json
from pathlib import Path

import pytest

from tests.cli.fakes import ONE_CHANGE, FakeProgram, command


def test_a_plan_as_on_another_day_says_so() -> None:
    """The repository is read as on that day; the options and a note of the plan name it."""
    program = FakeProgram(ONE_CHANGE)
    made = json.loads(command("plan --at 2027-01-31 --format json", program).out)
    assert made["options"]["at"] == "2027-01-31"
    assert program.asked[0][-1] == "2027-01-31"
    assert program.planned is not None
    assert [(one.code, one.message) for one in program.planned.problems] == [
        ("planned-as-on", "planned as on 2027-01-31 (UTC); such a plan is never applied")
    ]


def test_a_saved_plan_as_on_another_day_is_never_applied(here: Path) -> None:
    """It is refused before AWS is asked."""
    assert command("plan --at 2027-01-31 --out plan.json", FakeProgram(ONE_CHANGE)).code == 0
    program = FakeProgram(ONE_CHANGE)
    said = command("apply plan.json --yes", program)
    assert (said.code, program.asked) == (64, [])
    assert said.err == ("error: the plan was made as on 2027-01-31 and is never applied\n  hint: plan without --at\n")
    assert (here / "plan.json").exists()


@pytest.mark.parametrize("line", ["apply --at 2027-01-31 --yes", "drift --at 2027-01-31 --revert undo.json"])
def test_nothing_is_applied_as_on_another_day(line: str) -> None:
    """`apply` has no such option, and `drift` saves no plan of another day."""
    assert command(line, FakeProgram(ONE_CHANGE)).code == 64


@pytest.mark.parametrize("option", ["--adopt", "--notify", "--metrics drift.prom"])
def test_the_drift_of_another_day_is_only_shown(option: str) -> None:
    """Nothing is written into documents, and neither people nor a monitor are told."""
    said = command(f"drift --at 2027-01-31 {option}", FakeProgram(ONE_CHANGE))
    assert (said.code, "--at and" in said.err) == (64, True)


@pytest.mark.parametrize("day", ["2027-02-30", "tomorrow", "2027-1-1x"])
def test_a_day_is_one_of_the_calendar(day: str) -> None:
    """One clear error says how to write it."""
    said = command(f"plan --at {day}", FakeProgram(ONE_CHANGE))
    assert said.code == 64
    assert f"'{day}' is not a date: write it as YYYY-MM-DD" in said.err
