from datetime import timedelta

import pytest

from reconciler.aws.clock import SystemClock
from reconciler.interruption import Interruption


def test_the_time_of_day_has_its_zone() -> None:
    """Times are in UTC with zone."""
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_sleeping_takes_at_least_as_long_as_asked() -> None:
    """The monotonic clock advances meanwhile."""
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(0.01)
    assert clock.monotonic() - before >= 0.01


def test_sleeping_ends_when_the_user_interrupts() -> None:
    """The run looks at running operations at once, and no sleep starts once the program ends."""
    interruption = Interruption()
    clock = SystemClock(interruption)
    with interruption.deferred(lambda: True, lambda: None):
        interruption.ask()
        before = clock.monotonic()
        clock.sleep(60)
        assert clock.monotonic() - before < 30
    with pytest.raises(KeyboardInterrupt):
        clock.sleep(60)
