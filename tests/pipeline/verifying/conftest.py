from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.observing import Observatory
from tests.selling import shop_on_twin


@pytest.fixture
def observatory(tmp_path: Path) -> Iterator[Observatory]:
    """Yield a seller with an observer, and a running twin that `begin` starts again."""
    with shop_on_twin(tmp_path) as running:
        yield Observatory(running)
