from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trial import Trial, on_twin


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trial]:
    """Yield a repository, which is the working directory, and a running twin of the small organization."""
    monkeypatch.chdir(tmp_path)
    with on_twin(tmp_path) as running:
        running.settings()
        yield running
