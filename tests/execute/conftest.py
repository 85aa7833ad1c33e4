from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trial import Trial, on_twin


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    """Yield a repository in a folder of its own and a running twin of the small organization."""
    with on_twin(tmp_path) as running:
        yield running
