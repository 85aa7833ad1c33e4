from datetime import timedelta

from reconciler.aws.clock import SystemClock


def test_the_day_has_its_zone() -> None:
    """Times are UTC and say so."""
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_sleeping_takes_at_least_as_long_as_asked() -> None:
    """The steady clock goes on while we wait."""
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(0.01)
    assert clock.monotonic() - before >= 0.01
