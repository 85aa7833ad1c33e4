"""`reconciler drift` as it is installed says how a difference came about."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from reconciler.twin.twin import Twin
from tests.cli.git_repository import GitRepository, minute
from tests.cli.starting import installed, point, words
from tests.trial import MANAGEMENT, ORGANIZATION, change, experience, world

YEARS_AGO = -3_000_000
"""Minutes: a time before that of any machine that runs this test."""
SETTINGS = f"version: 1\norganization: {ORGANIZATION}\nmarketplace: {{account: '{MANAGEMENT}'}}\n"


def test_drift_tells_the_change_set_and_counts_its_calls(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text and JSON say it, and -v how many calls it took. The clients that read the plan are used again."""
    clock = [datetime.fromisoformat(minute(YEARS_AGO)).timestamp()]
    with Twin(world(experience("A", description="Old")), clock=lambda: clock[0]).start() as twin:
        point(twin, monkeypatch)
        (here / "reconciler.yaml").write_text(SETTINGS)
        (here / "desired_state").mkdir()
        (here / "desired_state" / "a.yaml").write_text("{kind: experience, name: a, title: A, description: Old}\n")
        GitRepository.begin(here).commit(YEARS_AGO + 5)
        clock[0] += 3600
        twin.catalog.call(
            "StartChangeSet",
            {
                "Catalog": "AWSMarketplace",
                "ChangeSetName": "by hand",
                "ChangeSet": [change("exp-a", "UpdateExperience", {"Description": "By hand"})],
            },
        )
        said = installed("-v", "drift", "--format", "text", "--format", "json=drift.json")
    (found,) = json.loads((here / "drift.json").read_text())["changes"]
    (by,) = found["change_sets"]
    sentence = f"changed in AWS by change set 'by hand' ({by['id']}) at {minute(YEARS_AGO + 60)}"
    assert (said.code, found["origin"], sentence in words(said.out)) == (2, "changed_in_aws", True)
    assert "finding how the differences came about took 2 API calls\n" in said.err
