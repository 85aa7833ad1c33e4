from collections.abc import Iterator

import pytest

from reconciler.twin.twin import Twin
from tests.twin.sdk import port
from tests.twin.worlds import Hand, small


@pytest.fixture
def clock() -> Hand:
    """A clock that stands still until the test moves it."""
    return Hand()


@pytest.fixture
def twin(clock: Hand) -> Iterator[Twin]:
    """A running twin with the small organization."""
    with Twin(small(), clock=clock).start(port()) as running:
        yield running
