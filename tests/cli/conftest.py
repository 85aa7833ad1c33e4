"""Every command line of these tests is run in an empty repository of its own."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that has settings and nothing else."""
    (tmp_path / "reconciler.yaml").write_text('version: 1\nmarketplace: {account: "111111111111"}\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path
