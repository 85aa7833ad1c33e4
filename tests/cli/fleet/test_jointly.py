"""What the targets of one repository do together: limits that they pass only so, acceptances that none of them uses."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reconciler.twin.twin import Twin
from tests.cli.fakes import Said
from tests.cli.fleet.targets import admit, planted, write_sellers, write_service
from tests.cli.starting import installed, point

TARGETS = ["s1/eu-west-1", "s1/us-east-1", "s2/eu-west-1", "s2/us-east-1"]
THREE = ("171717171717", "181818181818", "161616161616")


@pytest.fixture
def twin(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """Return a twin with two sellers in two regions, whose services admit what the repository says."""
    write_sellers(here, [1, 2])
    with Twin(planted([1, 2])).start() as running:
        point(running, monkeypatch)
        admit(here, *THREE)
        assert installed("apply", "--yes").code == 0
        yield running


def targets(*line: str) -> Said:
    """Run one command line with the targets of the repository."""
    return installed(*line, "--on", "threads:8")


def answer(said: Said) -> dict[str, Any]:
    """Return the JSON of the answer."""
    found: dict[str, Any] = json.loads(said.out)
    return found


def states(said: Said) -> dict[str, str]:
    """Return the state of each target."""
    return {one["member"]: one["state"] for one in answer(said)["members"]}


def settle(here: Path, **more: Any) -> None:  # noqa: ANN401 - settings
    """Change the settings."""
    settings = json.loads((here / "reconciler.yaml").read_text())
    (here / "reconciler.yaml").write_text(json.dumps({**settings, **more}))


def refuse(here: Path) -> None:
    """Have the two targets of seller 1 revoke a grant each, where the repository may revoke one."""
    admit(here, *THREE[:2])
    settle(here, guards={"max_grants_removed": 1})


@pytest.mark.usefixtures("twin")
def test_limits_count_all_targets_of_a_repository(here: Path) -> None:
    """Two that revoke more than the repository may are refused; the others are applied, and each of the two alone."""
    refuse(here)
    write_service(here, 2, 0, "eu-west-1", tags={"team": "x"})
    planned = targets("plan", "--out", "plans", "--format", "json")
    told = [(one["severity"], one["code"], one["message"]) for one in answer(planned)["problems"]]
    refusal = ("refused", "max_grants_removed", "2 targets revoke 2 grants together (limit: 1)")
    assert (planned.code, told) == (4, [refusal])
    assert states(planned) == dict(zip(TARGETS, ["refused", "refused", "changed", "clean"], strict=True))
    said = targets("apply", "plans", "--yes", "--format", "json")
    assert (said.code, states(said)) == (4, dict.fromkeys(TARGETS, "clean") | dict.fromkeys(TARGETS[:2], "refused"))
    assert installed("apply", "plans/s1/eu-west-1.json", "--yes").code == 0
    assert targets("apply", "--yes").code == 0


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("line", [("plan",), ("apply", "--yes")])
def test_what_is_refused_jointly_is_refused_in_every_format(here: Path, line: tuple[str, ...]) -> None:
    """The members, their counts and the reason say so; a list of problems names the members that are concerned."""
    refuse(here)
    names = ["json", "markdown", *(["html"] if line == ("plan",) else [])]
    said = targets(*line, "--format", "text", *(f"--format={name}=answer.{name}" for name in names))
    texts = {name: (here / f"answer.{name}").read_text() for name in names}
    assert (said.code, said.out.splitlines()[0]) == (4, "4 members: 2 clean, 2 refused.")
    assert "  s1/eu-west-1  refused     1 change; refused by max_grants_removed; 1 customer loses access\n" in said.out
    assert "━━ s1/eu-west-1: refused ━━\n" in said.out
    members = json.loads(texts["json"])["members"]
    assert [(one["state"], one["code"], one["refused"]) for one in members] == [
        *[("refused", 4, ["max_grants_removed"])] * 2,
        *[("clean", 0, [])] * 2,
    ]
    assert "| `s1/us-east-1` | refused | 1 change; refused by " in texts["markdown"]
    if line == ("plan",):
        assert 'data-states="refused:2:refused clean:2:clean "' in texts["html"]


@pytest.mark.usefixtures("twin")
def test_annotations_name_the_members_that_are_refused_jointly(here: Path) -> None:
    """One problem says so, and no other one says that these members had no answer."""
    refuse(here)
    said = targets("plan", "--format", "github", "--format", "sarif=answer.sarif")
    (error,) = [one for one in said.out.splitlines() if one.startswith("::error")]
    assert error.endswith("%0AMembers: s1/eu-west-1, s1/us-east-1")
    results = json.loads((here / "answer.sarif").read_text())["runs"][0]["results"]
    assert [one["ruleId"] for one in results if one["level"] == "error"] == ["max_grants_removed"]


@pytest.mark.usefixtures("twin")
def test_saved_plans_that_were_refused_jointly_are_judged_anew(here: Path) -> None:
    """Once the limit lets them pass, the folder is applied: no plan in it is refused alone."""
    refuse(here)
    assert targets("plan", "--out", "plans").code == 4
    settle(here, guards={"max_grants_removed": 2})
    said = targets("apply", "plans", "--yes", "--format", "json")
    assert (said.code, states(said)) == (0, dict.fromkeys(TARGETS, "clean"))


def told(said: Said) -> list[str]:
    """Return the warnings of the answer and of all its members."""
    every = [answer(said)["problems"], *(one["answer"]["problems"] for one in answer(said)["members"])]
    return [one["message"] for problems in every for one in problems if one["severity"] == "warning"]


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("line", [("plan",), ("apply", "--yes")])
def test_an_acceptance_that_no_target_uses_is_told_once(here: Path, line: tuple[str, ...]) -> None:
    """It is told at its line of the settings, whatever number of targets there is."""
    until = datetime.now(UTC).date() + timedelta(days=3)
    settle(here, accepted=[f"max_removals@00000000 until {until}"])
    said = targets(*line, "--format", "json")
    assert told(said) == ["accepted: max_removals@00000000 is for another plan; no target has this plan"]
    (problem,) = answer(said)["problems"]
    assert problem["code"] == "stale-acceptance"
    assert problem["source"].startswith("reconciler.yaml:1:")
    selected = targets("plan", "--select", "s1/eu-west-1/*", "--format", "json")
    assert told(selected) == []


@pytest.mark.usefixtures("twin")
def test_an_acceptance_that_a_target_uses_is_no_finding(here: Path) -> None:
    """The others know nothing of its plan."""
    admit(here, *THREE[:2])
    settle(here, guards={"max_grants_removed": 0})
    plan = answer(targets("plan", "--format", "json"))["members"][0]["answer"]
    until = datetime.now(UTC).date() + timedelta(days=3)
    settle(here, accepted=[f"max_grants_removed@{plan['digest'].removeprefix('sha256:')[:8]} until {until}"])
    said = targets("plan", "--format", "json")
    assert (states(said)["s1/eu-west-1"], states(said)["s1/us-east-1"]) == ("changed", "refused")
    assert told(said) == []


def test_nothing_is_said_of_acceptances_where_a_target_has_no_plan(twin: Twin, here: Path) -> None:
    """The acceptance may be for the plan of the target that could not be read."""
    until = datetime.now(UTC).date() + timedelta(days=3)
    settle(here, accepted=[f"max_removals@00000000 until {until}"])
    twin.faults.deny("AssumeRole", times=1)
    said = installed("plan", "--format", "json", "--on", "threads:1")
    assert (said.code, told(said)) == (7, [])
