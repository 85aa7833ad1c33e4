"""Rules that reconciler.yaml accepts count for 30 days at most, and never silently after their last day."""

from datetime import date

import pytest

from reconciler.acceptances import in_force, untimely
from reconciler.model import Acceptance

TODAY = date(2026, 11, 26)


def until(day: str) -> Acceptance:
    """Return an acceptance with its last day."""
    return Acceptance("ungoverned", "1a2b3c4d", date.fromisoformat(day), "reconciler.yaml:3:5")


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2026-11-25", False), ("2026-11-26", True), ("2026-12-26", True), ("2026-12-27", False)],
)
def test_an_acceptance_counts_until_its_last_day_and_30_days_ahead(day: str, *, counts: bool) -> None:
    """The last day itself counts; 31 days ahead does not."""
    assert in_force([until(day)], TODAY) == ((until(day),) if counts else ())
    assert (list(untimely([until(day)], TODAY)) == []) is counts


def test_an_acceptance_that_has_ended_is_a_warning_to_remove_it() -> None:
    """The warning names the place of the line."""
    (found,) = untimely([until("2026-11-25")], TODAY)
    assert (found.severity.value, found.code, found.message, found.source, found.hint) == (
        "warning",
        "acceptance-ended",
        "accepted: ungoverned@1a2b3c4d ended on 2026-11-25: it accepts nothing",
        "reconciler.yaml:3:5",
        "remove the line from 'accepted'",
    )


def test_an_acceptance_of_more_than_30_days_is_an_error() -> None:
    """The hint has the last day that is possible."""
    (found,) = untimely([until("2026-12-27")], TODAY)
    assert (found.severity.value, found.code, found.hint) == (
        "error",
        "acceptance-too-long",
        "end it on 2026-12-26 or earlier",
    )


@pytest.mark.parametrize("text", ["", "ungoverned", "ungoverned@1a2b", "ungoverned@1a2b3c4d until soon", "@1a2b3c4d"])
def test_what_is_no_acceptance_is_not_read_as_one(text: str) -> None:
    """Callers turn the error into their own."""
    with pytest.raises(ValueError, match="is not RULE@DIGEST"):
        Acceptance.read(text)
