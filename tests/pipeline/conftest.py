from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.turns import Turns, on_twin


@pytest.fixture
def turns(tmp_path: Path) -> Iterator[Turns]:
    """Yield a repository in a folder of its own and a running twin of the small organisation."""
    with on_twin(tmp_path) as running:
        yield running
