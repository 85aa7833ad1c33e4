from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trial import Trial, on_twin


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trial]:
    """Yield an empty folder, which is the working directory, and a running twin."""
    monkeypatch.chdir(tmp_path)
    with on_twin(tmp_path) as running:
        yield running
