from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from reconciler.twin.twin import Twin
from tests.twin.ec2.sellers import seed
from tests.twin.sdk import port
from tests.twin.worlds import Hand

Start = Callable[..., Twin]


@pytest.fixture
def start(clock: Hand) -> Iterator[Start]:
    """Start a twin whose seller has one service; the parameters are those of `sellers.seed`."""
    with ExitStack() as stack:

        def begin(**stated: Any) -> Twin:  # noqa: ANN401 - JSON
            return stack.enter_context(Twin(seed(**stated), clock=clock).start(port()))

        yield begin


@pytest.fixture
def twin(start: Start) -> Twin:
    """A twin whose seller has one service without permissions."""
    return start()
