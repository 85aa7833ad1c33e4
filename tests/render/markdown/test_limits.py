"""What a comment shows of a long plan, and that it is never longer than GitHub allows."""

from itertools import pairwise

import pytest

from reconciler.render.markdown.limits import MOST, Limits, _steps, fitted


def test_each_step_takes_something_away_and_gives_nothing() -> None:
    """The limits from the widest to the narrowest: one number falls at each step, and none rises."""
    steps = _steps()
    assert steps[0] == Limits()
    for wider, narrower in pairwise(steps):
        assert sum(after < before for before, after in zip(wider, narrower, strict=True)) == 1
        assert sum(after == before for before, after in zip(wider, narrower, strict=True)) == len(wider) - 1


def test_errors_and_refusals_stay_whole_at_every_step() -> None:
    """The first 50 of them are shown, however narrow the limits are."""
    assert {step.problems for step in _steps()} == {50}


def test_the_middle_is_cut_before_warnings_and_these_before_messages() -> None:
    """Members of lists go first, then whole changes, their names, rows, warnings, and last parts of messages."""
    steps = _steps()
    first = {
        name: next(n for n, step in enumerate(steps) if getattr(step, name) != getattr(Limits(), name))
        for name in ORDER
    }
    assert sorted(first, key=first.__getitem__) == ORDER


ORDER = ["members", "whole", "named", "rows", "warnings", "value", "message"]


@pytest.mark.parametrize(
    ("width", "shown"), [(10, 200), (300, 200), (400, 100), (1_000, 50), (2_000, 30), (10_000, 5), (70_000, 0)]
)
def test_the_widest_limits_that_fit_are_taken(width: int, shown: int) -> None:
    """A text is as long as it may be."""
    text = fitted(lambda limits: ["x" * width] * limits.members)
    assert text.count("x\n") == shown
    assert len(text) <= MOST


def test_empty_lines_do_not_follow_one_another() -> None:
    """Blocks end and begin with an empty line; only one is written, and none at the end."""
    assert fitted(lambda _limits: ["a", "", "", "b", ""]) == "a\n\nb\n"


def test_few_calls_are_all_shown_unless_tables_are_cut() -> None:
    """Forty calls are shown whole; of more, and where rows are cut, as many as a table has rows."""
    assert [Limits().calls(40), Limits().calls(41), Limits(rows=5).calls(40)] == [40, 20, 5]
    assert [Limits().reasons, Limits(rows=10).reasons, Limits(rows=0).reasons] == [5, 2, 1]
