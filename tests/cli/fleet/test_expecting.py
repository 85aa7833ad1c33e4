"""`apply --expect` with a fleet: exactly the plans of all members that were reviewed, by one digest."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.pipeline import fleet_digest
from reconciler.twin.twin import Twin
from tests.cli.fakes import Said
from tests.cli.fleet.fleets import planted, write_fleet, write_member
from tests.cli.fleet.test_fleet import granted
from tests.cli.starting import installed, point

MORE = "kind: allowed_principals\nname: more\nservice: api\nprincipals: ['171717171717']\n"


@pytest.fixture
def twin(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """Return a twin with two sellers, and a repository with a change for each of them below a fleet."""
    (here / "reconciler.yaml").unlink()
    write_fleet(here)
    for number in (1, 2):
        write_member(here / "sellers" / f"s{number}", number)
    with Twin(planted(1, 2)).start() as running:
        point(running, monkeypatch)
        yield running


def fleet(*line: str) -> Said:
    """Run one command line with the fleet."""
    return installed("--config", "fleet.yaml", *line)


def reviewed(*line: str) -> dict[str, Any]:
    """Return the JSON of a plan of the fleet."""
    found: dict[str, Any] = json.loads(fleet("plan", "--format", "json", *line).out)
    return found


@pytest.mark.usefixtures("twin")
def test_the_reviewed_plans_are_applied() -> None:
    """The digest is that of the comment, too, and planning again gives the same one."""
    digest = reviewed()["digest"]
    assert fleet("plan", "--format", "markdown").out.startswith(f"<!-- reconciler plan fleet.yaml {digest} -->\n")
    assert fleet("apply", "--yes", f"--expect={digest}").code == 0
    assert (granted(1), granted(2)) == (True, True)
    assert fleet("drift").code == 0


@pytest.mark.usefixtures("twin")
def test_nothing_is_applied_if_one_plan_is_another_one(here: Path) -> None:
    """The fleet ends with 5 and says so in every format; members with changes are stale."""
    digest = reviewed()["digest"]
    (here / "sellers" / "s2" / "desired_state" / "more.yaml").write_text(MORE)
    said = fleet("apply", "--yes", f"--expect={digest}", "--format", "text", "--format", "json=a.json")
    told = json.loads((here / "a.json").read_text())
    assert (said.code, [one["state"] for one in told["members"]]) == (5, ["stale", "stale"])
    assert told["problems"][0]["message"].startswith(
        "the expected plans are stale; nothing was applied: planning again"
    )
    assert "the expected plans are stale; nothing was applied" in said.out
    assert (granted(1), granted(2)) == (False, False)


@pytest.mark.usefixtures("twin")
def test_a_fleet_without_changes_expects_the_same_digest() -> None:
    """A digest of other plans is stale also where nothing is left to apply."""
    digest = reviewed()["digest"]
    assert fleet("apply", "--yes").code == 0
    assert fleet("apply", "--yes", f"--expect={digest}").code == 5
    assert fleet("apply", "--yes", f"--expect={reviewed()['digest']}").code == 0


def test_what_cannot_be_read_is_not_taken_for_stale(twin: Twin) -> None:
    """Too little is known to tell: nothing is applied, and the fleet ends with 7."""
    digest = reviewed()["digest"]
    twin.faults.deny("AssumeRole", times=1)
    assert fleet("apply", "--yes", f"--expect={digest}", "--on", "threads:1").code == 7
    assert (granted(1), granted(2)) == (False, False)


@pytest.mark.usefixtures("twin")
def test_the_options_of_a_plan_are_in_its_json() -> None:
    """Whoever applies it later plans with the same."""
    found = reviewed("--select", "sellers/s1/*", "--no-removals")
    assert found["options"] == {
        "select": ["sellers/s1/*"],
        "exclude": [],
        "no_removals": True,
        "reject_connections": False,
    }
    line = ("--yes", "--expect", found["digest"], "--select", "sellers/s1/*", "--no-removals")
    assert (fleet("apply", *line).code, granted(1), granted(2)) == (0, True, False)


PLANS = st.dictionaries(
    st.text(max_size=3), st.none() | st.fixed_dictionaries({"digest": st.sampled_from([None, "sha256:1", "sha256:2"])})
)


@given(PLANS, PLANS)
def test_fleets_with_the_same_digest_have_the_same_plans(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Members are told apart by name, in any order; a member without a plan counts. Without any plan there is none."""
    digests = [{name: (plan or {}).get("digest") for name, plan in plans.items()} for plans in (one, other)]
    same = digests[0] == digests[1] or not any(any(each.values()) for each in digests)
    assert (fleet_digest(one) == fleet_digest(other)) is same
    assert fleet_digest(dict(reversed(one.items()))) == fleet_digest(one)
