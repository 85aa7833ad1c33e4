"""GitHub on loopback, and the variables that its runner sets."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ci.github_server import GitHub, serving
from tests.ci.jobs import variables
from tests.ci.scripts import Scripts


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    """Return a GitHub without permissions, to which this process is a job of pull request 7."""
    with serving(GitHub()) as running:
        for name, value in variables(running, ref="refs/pull/7/merge").items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def scripts(tmp_path: Path) -> Scripts:
    """Return the scripts in an empty folder."""
    return Scripts(tmp_path)
