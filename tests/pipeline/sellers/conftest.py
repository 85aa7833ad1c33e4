from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.selling import Shop, shop_on_twin


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Yield a seller's repository in a folder of its own and a running twin."""
    with shop_on_twin(tmp_path) as running:
        yield running
