"""Times of answers, as botocore reads them."""

from datetime import UTC, datetime, timedelta

import pytest
from botocore.utils import parse_timestamp
from hypothesis import given
from hypothesis import strategies as st

from reconciler.aws.timestamps import timestamp
from reconciler.spelling import moment

LAST = 253_402_300_799
"""The last second of the year 9999."""


@given(st.one_of(st.integers(-(2**31), LAST), st.floats(-(2**31), LAST)))
def test_a_number_is_the_same_time_as_in_botocore(seconds: float) -> None:
    """Only the zone differs, which messages and comparisons never show."""
    assert abs(timestamp(seconds) - parse_timestamp(seconds)) < timedelta(microseconds=2)
    assert timestamp(seconds).tzinfo is UTC


@pytest.mark.parametrize("text", ["2027-01-31T00:00:00Z", "2027-01-31T01:00:00+01:00", "1801353600"])
def test_a_text_is_read_by_botocore(text: str) -> None:
    """Services write times as ISO 8601, or as seconds in quotes."""
    assert moment(timestamp(text)) == "2027-01-31T00:00:00Z"


def test_9999_is_a_year_like_others() -> None:
    """AWS writes it where an agreement has no end (subscribers 1.2)."""
    assert timestamp(253_370_764_800.0) == datetime(9999, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("wrong", ["tomorrow", 1e13, 1e20, None])
def test_anything_else_is_the_error_of_botocore(wrong: object) -> None:
    """The answer is then told as one that cannot be read."""
    with pytest.raises((ValueError, RuntimeError)) as theirs:
        parse_timestamp(wrong)
    with pytest.raises(theirs.type):
        timestamp(wrong)
