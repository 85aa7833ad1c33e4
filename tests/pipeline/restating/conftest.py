from pathlib import Path

import pytest

from tests.restating import Drifted


@pytest.fixture
def drifted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drifted:
    """Return a repository without documents, which is the working directory, and an empty marketplace."""
    monkeypatch.chdir(tmp_path)
    repository = Drifted(tmp_path)
    repository.settings()
    return repository
