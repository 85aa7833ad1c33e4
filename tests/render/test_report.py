"""What a run says when it ends, whole."""

from typing import Any

from reconciler.render import report_lines
from tests.render.documents import WARNING, everything, plan_document


def outcome(operation: str, status: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of an outcome
    """Give one outcome of a run report."""
    return {
        "operation": operation,
        "status": status,
        "change_set_id": None,
        "request_id": None,
        "errors": [],
        "because": None,
        **more,
    }


def text(*outcomes: dict[str, Any], converged: bool = False, **more: Any) -> str:  # noqa: ANN401
    """Render the report of a run without colour."""
    report = {"outcomes": outcomes, "converged": converged, "remaining": [], **more}
    return "\n".join(report_lines(report, everything())) + "\n"


def test_a_run_that_met_failures_names_each_with_what_aws_said() -> None:
    """Done, failed and not attempted are told apart, and what to do next stands at the end."""
    error = {"code": "INVALID_INPUT", "message": "Name is taken\nby exp-1", "address": "experience.finance"}
    assert (
        text(
            outcome("op-1", "succeeded", change_set_id="4v9kaexample"),
            outcome("op-2", "failed", change_set_id="5w1kbexample", errors=[error], because="AWS refused 1 change"),
            outcome("op-3", "skipped", because="op-2 failed"),
            remaining=["experience.finance"],
        )
        == """\
Applied in part: of 3 calls, 1 succeeded, 1 failed and 1 skipped.

  op-1  succeeded    StartChangeSet 4v9kaexample experience.default experience.finance
  op-2  failed       StartChangeSet 5w1kbexample experience.finance
      AWS refused 1 change
      experience.finance: INVALID_INPUT: Name is taken
        by exp-1
  op-3  skipped      TagResource experience.finance
      op-2 failed

Remaining: experience.finance.
A new run can finish it: reconciler apply
"""
    )


def test_a_run_that_reached_the_wish_says_so() -> None:
    """Converged is said only when a last look at AWS found nothing left."""
    assert (
        text(outcome("op-1", "succeeded", change_set_id="4v9kaexample"), outcome("op-2", "adopted"), converged=True)
        == """\
Applied: 2 calls succeeded.

  op-1  succeeded    StartChangeSet 4v9kaexample experience.default experience.finance
  op-2  adopted      StartChangeSet experience.finance

Converged: AWS is as the repository says.
"""
    )


def test_success_without_convergence_is_not_called_success() -> None:
    """Every call succeeded, and still AWS differs: the verdict says both."""
    assert text(outcome("op-1", "succeeded"), remaining=["experience.default"]) == (
        """\
Applied, but AWS still differs: 1 call succeeded.

  op-1  succeeded    StartChangeSet experience.default experience.finance

Remaining: experience.default.
A new run can finish it: reconciler apply
"""
    )


def test_a_run_that_could_not_look_again_says_so() -> None:
    """Not knowing is not the same as nothing remaining."""
    assert "AWS could not be compared with the repository.\n" in text(
        outcome("op-1", "rolled_back", because="op-2 failed"), problems=[WARNING]
    )


def test_an_operation_that_the_plan_does_not_know_is_still_shown() -> None:
    """Retries get ids of their own and are not lost."""
    assert "  op-1.retry  rolled back\n" in text(outcome("op-1.retry", "rolled_back"))


def test_nothing_to_do_is_said_in_two_lines() -> None:
    """An empty run ends as quietly as an empty plan."""
    lines = report_lines({"outcomes": (), "converged": True, "remaining": []}, plan_document())
    assert list(lines) == ["Nothing to do.", "", "Converged: AWS is as the repository says."]
