from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.twin.sdk import MANAGEMENT, port
from tests.twin.worlds import Hand

Start = Callable[..., Twin]
ZONE = "Z0EXAMPLE"
OTHERS = "v=spf1 -all"


@pytest.fixture
def start(clock: Hand) -> Iterator[Start]:
    """Start a twin with a public zone that has one TXT record; the parameters are further fields of the seed."""
    with ExitStack() as stack:

        def begin(**stated: Any) -> Twin:  # noqa: ANN401 - JSON
            record = {"name": "example.com", "type": "TXT", "values": [f'"{OTHERS}"']}
            zone = {"id": ZONE, "account": MANAGEMENT, "name": "example.com", "records": [record]}
            seed = parse({"version": 1, "caller": MANAGEMENT, "hosted_zones": [zone], **stated})
            return stack.enter_context(Twin(seed, clock=clock).start(port()))

        yield begin


@pytest.fixture
def twin(start: Start) -> Twin:
    """A twin with a public zone that has one TXT record."""
    return start()
