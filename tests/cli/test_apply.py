"""`reconciler apply`: its question, and its exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest

from reconciler.cli.program import Progress
from reconciler.cli.terminal import Terminal
from reconciler.model import Plan, Status
from reconciler.model.problem import error
from reconciler.pipeline import Planning, Run
from tests.cli.fakes import (
    FINANCE,
    LEFT_OUT,
    NOTHING_TO_DO,
    ONE_CHANGE,
    ONLY_OBSERVED,
    REFUSED,
    FakeProgram,
    applied,
    command,
    finish,
    outcome,
    with_problem,
)


def test_apply_prints_the_plan_and_the_run_report() -> None:
    """The plan and the report go to stdout, the progress to stderr."""
    said = command("apply --yes", FakeProgram(ONE_CHANGE))
    assert said.code == 0
    assert said.out.startswith("Changes\n\n~ update experience.finance (exp-finance1)\n")
    assert said.out.endswith(
        """\
1 change set, about 31 s. No safe order needs
    fewer change sets.

  op-1  succeeded    StartChangeSet 4v9example experience.finance

Spent        forecast    actual
  API calls         1         8
  wall time      31 s      33 s
  throttled         –         0

────────────────────────────────────────────────────────────────────────────────────────────────────
Applied: 1 API call succeeded.
Converged: AWS matches the repository.
"""
    )
    assert said.err == (
        "waiting for nothing\n"
        "[0/1] op-1 started: change set 4v9example (experience.finance)\n"
        "[1/1] op-1 succeeded (experience.finance)\n"
    )


@pytest.mark.parametrize(("answer", "code"), [("yes\n", 0), (" yes \n", 0), ("y\n", 1), ("YES\n", 1), ("", 1)])
def test_apply_accepts_only_the_word_yes(answer: str, code: int) -> None:
    """Any other reply to the question applies nothing."""
    program = FakeProgram(ONE_CHANGE)
    said = command("apply", program, tty=True, answer=answer)
    assert said.code == code
    assert applied(program) is (code == 0)
    assert "Apply these changes? Only 'yes' will be accepted: " in said.err
    assert ("Nothing was applied.\n" in said.err) is (code == 1)


def test_an_interrupt_at_the_question_applies_nothing_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is no consent, and the answer leaves no doubt about that."""

    def interrupted(_terminal: Terminal, _question: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(Terminal, "ask", interrupted)
    program = FakeProgram(ONE_CHANGE)
    said = command("apply", program, tty=True)
    assert (said.code, applied(program)) == (130, False)
    assert said.err.endswith("Nothing was applied.\ninterrupted\n")


def test_apply_without_terminal_needs_yes() -> None:
    """Without a terminal and without --yes, apply is a usage error and reads nothing."""
    program = FakeProgram(ONE_CHANGE)
    assert command("apply", program, answer="yes\n").code == 64
    assert program.asked == []


@pytest.mark.parametrize(
    ("made", "code", "converged"),
    [
        (NOTHING_TO_DO, 0, True),
        (with_problem(NOTHING_TO_DO, ONLY_OBSERVED), 0, True),
        (with_problem(NOTHING_TO_DO, LEFT_OUT), 6, False),
    ],
)
def test_an_empty_plan_is_applied_without_a_question(made: Plan, code: int, *, converged: bool, here: Path) -> None:
    """The run ends with 0 if AWS matches, and with 6 if some objects could not be compared."""
    program = FakeProgram(made)
    assert command("apply --report r.json", program, tty=True).code == code
    assert not applied(program)
    assert json.loads((here / "r.json").read_text()) == {
        "format_version": "1.0",
        "plan_digest": made.digest,
        "started_at": "2026-11-22T12:00:00Z",
        "ended_at": "2026-11-22T12:00:00Z",
        "outcomes": [],
        "converged": converged,
        "remaining": [],
        "unverified": [],
        "exposed": [],
        "names": {},
        "spent": {"calls": {"ListEntities": 2}, "throttled": 0, "seconds": 1.5},
        "problems": [one.as_json() for one in made.problems if one.severity == "error"],
    }


def test_a_refused_plan_is_shown_and_not_applied(here: Path) -> None:
    """A rule that was not accepted ends the run with 4, also with --yes. The report lists the remaining objects."""
    program = FakeProgram(with_problem(ONE_CHANGE, REFUSED))
    said = command("apply --yes --report r.json", program)
    assert (said.code, applied(program)) == (4, False)
    ending = [
        "Refused, nothing was written: 1 rule must be accepted.",
        "To accept them, for exactly this plan:",
        f"    reconciler apply --accept max_removals@{ONE_CHANGE.short_digest}",
    ]
    assert [line for line in said.out.splitlines() if line in ending] == ending
    assert said.err.splitlines()[-3:] == ending
    report = json.loads((here / "r.json").read_text())
    assert (report["outcomes"], report["converged"], report["remaining"]) == ([], False, ["experience.finance"])
    assert [problem["code"] for problem in report["problems"]] == ["max_removals"]


@pytest.mark.parametrize(
    ("status", "more", "code"),
    [
        (Status.SUCCEEDED, {}, 0),
        (Status.ADOPTED, {}, 0),
        (Status.SUCCEEDED, {"converged": False, "remaining": ("experience.finance",)}, 6),
        (Status.SUCCEEDED, {"converged": None, "unverified": ("experience.finance",)}, 6),
        (Status.FAILED, {"converged": False}, 6),
        (Status.SKIPPED, {}, 6),
        (Status.ROLLED_BACK, {}, 6),
    ],
)
def test_a_run_ends_with_0_only_if_it_converged(status: Status, more: dict[str, Any], code: int) -> None:
    """A failed, skipped or rolled back operation, or an object that still differs, ends the run with 6."""

    def execute(planning: Planning, _tell: Progress) -> Run:
        return finish(planning.plan, outcome(status), **more)

    assert command("apply --yes", FakeProgram(ONE_CHANGE, execution=execute)).code == code


def test_an_error_in_one_object_does_not_stop_the_others() -> None:
    """The other objects are changed, and the exit code 6 says that the run is incomplete."""
    program = FakeProgram(with_problem(ONE_CHANGE, LEFT_OUT))
    assert command("apply --yes", program).code == 6
    assert applied(program)


def test_an_apply_that_could_read_nothing_ends_with_7() -> None:
    """A run that could not read AWS has applied nothing, so it does not end with 6."""
    unread = error("unreadable", "saas in us-east-1 could not be read", address=FINANCE)
    assert command("apply --yes", FakeProgram(with_problem(NOTHING_TO_DO, unread))).code == 7
