"""What drift says to its reader, whole."""

from typing import Any

from reconciler.render import drift_lines
from tests.render.documents import ERROR, OBSERVED, UPDATE_DEFAULT, everything, plan_document


def text(document: dict[str, Any]) -> str:
    """Render drift without colour."""
    return "\n".join(drift_lines(document)) + "\n"


def test_drift_tells_the_same_differences_from_the_side_of_aws() -> None:
    """What apply would remove is what AWS has too much; guards have no say, and calls are only counted."""
    assert (
        text(everything())
        == """\
AWS differs from the repository in 2 objects.

desired_state/principals.yaml:9:3: warning[principal-gone] 444444444444 is closed
  hint: take it out of experience.finance

~ differs experience.default "Default Experience" (exp-default1)
    desired_state/experiences/default.yaml:2:1
    description     "What everyone may buy" in the repository, not set in AWS
    user_requests   deny in the repository, allow in AWS
    principals      1 only in AWS, 1 equal
      + 222222222222  finance-prod
    products.allow  1 only in AWS, 12 equal
      + prod-ledger0000001  Ledger One
    products.deny   1 missing in AWS
      - prod-ledger0000001  Ledger One

- missing in AWS experience.finance "Finance Unit Experience"
    desired_state/experiences/finance.yaml:3:1: not in AWS
    status          enabled
    products        only what is listed
    principals      2 missing in AWS
    products.allow  2 missing in AWS

Unmanaged (in AWS, in no document, never touched)
  experience exp-handmade  Made by hand

Plan 1a2b3c4d would make AWS equal to the repository again, with 2 change sets and 1 TagResource call.
"""
    )


def test_no_drift_is_one_sentence() -> None:
    """A quiet night reads in a second."""
    assert text(plan_document()) == "No drift. AWS is as the repository says.\n"


def test_what_is_only_observed_counts_as_drift() -> None:
    """A difference that nothing will repair is told all the same."""
    assert text(plan_document(problems=[OBSERVED])).startswith("AWS differs from the repository in 1 object.\n")


def test_an_incomplete_comparison_is_never_called_equal_without_saying_so() -> None:
    """An error stands before any good news."""
    assert text(plan_document(problems=[ERROR])).startswith("Incomplete: 1 error left out what they are about.")


def test_long_values_show_the_side_of_the_repository_first() -> None:
    """Minus is what AWS lacks, plus what only AWS has."""
    change = UPDATE_DEFAULT | {"fields": [{"path": "description", "before": "a" * 60, "after": "b" * 60}]}
    assert "    description\n      - " + "b" * 60 + "\n      + " + "a" * 60 + "\n" in text(
        plan_document(changes=[change])
    )
