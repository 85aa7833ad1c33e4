from collections.abc import Iterator

import pytest

from reconciler.twin.twin import Twin
from tests.in_process import followed
from tests.twin.sdk import port
from tests.twin.worlds import Hand, small


@pytest.fixture(autouse=True)
def _followed() -> Iterator[None]:
    """Let coverage follow the twin: the tests of this folder have to reach all of it."""
    with followed():
        yield


@pytest.fixture
def clock() -> Hand:
    """A clock that stands still until the test moves it."""
    return Hand()


@pytest.fixture
def twin(clock: Hand) -> Iterator[Twin]:
    """A running twin with the small organization."""
    with Twin(small(), clock=clock).start(port()) as running:
        yield running
