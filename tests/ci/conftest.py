"""GitHub on loopback, and the variables that its runner sets."""

from collections.abc import Iterator

import pytest

from tests.ci.github_server import GitHub, serving
from tests.ci.jobs import variables


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    """Return a GitHub without permissions, to which this process is a job of pull request 7."""
    with serving(GitHub()) as running:
        for name, value in variables(running, ref="refs/pull/7/merge").items():
            monkeypatch.setenv(name, value)
        yield running
