from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline.readiness.market import Market, market_on_twin


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    """Yield a service that lacks nothing, on a running twin."""
    with market_on_twin(tmp_path) as running:
        yield running
