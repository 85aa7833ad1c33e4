"""`drift --notify` with the targets of a repository: one message for all of them, each target once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reconciler.twin.twin import Twin
from tests.cli.fleet.targets import planted, write_sellers, write_service
from tests.cli.fleet.test_telling import SAME, WEB
from tests.cli.notifying.hooks import Hook
from tests.cli.starting import installed, point
from tests.render.test_metrics import samples

TARGETS = ["s1/eu-west-1", "s1/us-east-1", "s2/eu-west-1", "s2/us-east-1"]


@pytest.fixture
def twin(here: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """Return a twin with two sellers in two regions, and the repository of them, which names a webhook."""
    write_sellers(here, [1, 2], notify=["${HOOK}"])
    monkeypatch.setenv("HOOK", hook.url("s3cret"))
    with Twin(planted([1, 2])).start() as running:
        point(running, monkeypatch)
        yield running


def told(hook: Hook) -> list[Any]:
    """Return the messages, and forget them."""
    messages = [json.loads(one.body) for one in hook.posted]
    hook.posted.clear()
    return messages


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("manner", ["threads:8", "processes:2"])
def test_targets_of_a_repository_are_one_message(here: Path, hook: Hook, manner: str) -> None:
    """A target that differs otherwise later is told alone; the metrics have all of them."""
    same = ("--notify", *SAME, "--metrics", "drift.prom", "--on", manner)
    said = installed("drift", *same)
    (message,) = told(hook)
    assert (said.code, said.err.splitlines()[-1]) == (2, f"told {WEB} of 4 members")
    assert message["verdict"] == "AWS differs from the repository in 4 objects of 4 members."
    assert [one["member"] for one in message["members"]] == TARGETS
    assert [one["member"] for one in message["changes"]] == TARGETS
    assert (installed("drift", *same).code, told(hook)) == (2, [])
    write_service(here, 2, 0, "eu-west-1", tags={"team": "x"})
    assert installed("drift", *same).code == 2
    assert [one["member"] for one in told(hook)] == ["s2/eu-west-1"]
    found = samples((here / "drift.prom").read_text())
    assert found['reconciler_drift_changes{member="s2/eu-west-1",kind="endpoint_service"}'] == "1"
    assert found["reconciler_drift_fleet_complete{}"] == "1"


@pytest.mark.usefixtures("twin")
def test_an_error_that_belongs_to_no_target_is_told_once(here: Path, hook: Hook) -> None:
    """The repository answers as a whole; what its targets were told is not forgotten meanwhile."""
    same = ("--notify", *SAME, "--on", "threads:8")
    assert installed("drift", *same).code == 2
    (here / "desired_state" / "broken.yaml").write_text("kind: [\n")
    assert installed("drift", *same).code == 3
    assert installed("drift", *same).code == 3
    (_, broken) = told(hook)
    assert (broken["member"], broken["digest"]) == ("repository", None)
    (here / "desired_state" / "broken.yaml").unlink()
    assert (installed("drift", *same).code, told(hook)) == (2, [])
