"""Fixtures: each test runs its command lines in an empty repository of its own."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change to a new folder that has only settings."""
    (tmp_path / "reconciler.yaml").write_text('version: 1\nmarketplace: {account: "111111111111"}\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def empty(here: Path) -> Path:
    """Return the working directory, without settings."""
    (here / "reconciler.yaml").unlink()
    return here
