"""Every format of a fleet's answer, on the twin: all members together, then what each one has alone."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.twin.twin import Twin
from tests.cli.fakes import Said
from tests.cli.fleet.fleets import planted, write_fleet, write_member
from tests.cli.starting import installed, point

WRONG = "kind: nothing\nname: x\n"
PUBLIC = "kind: allowed_principals\nname: more\nservice: api\nprincipals: ['*']\n"


@pytest.fixture
def twin(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """Return a twin with three sellers: s1 has a change, s2 is not valid, and s3 is refused."""
    (here / "reconciler.yaml").unlink()
    (here / ".git").mkdir(exist_ok=True)
    write_fleet(here)
    for number in (1, 2, 3):
        write_member(here / "sellers" / f"s{number}", number)
    (here / "sellers" / "s2" / "desired_state" / "api.yaml").write_text(WRONG)
    (here / "sellers" / "s3" / "desired_state" / "more.yaml").write_text(PUBLIC)
    with Twin(planted(1, 2, 3)).start() as running:
        point(running, monkeypatch)
        yield running


def fleet(*line: str) -> Said:
    """Run one command line with the fleet."""
    return installed("--config", "fleet.yaml", *line)


@pytest.mark.usefixtures("twin")
def test_annotations_of_a_fleet_are_those_of_its_members() -> None:
    """They follow a notice that counts the members; each is on the line that it has alone, and names its member."""
    said = fleet("plan", "--format", "github")
    first, *lines = said.out.splitlines()
    assert said.code == 3
    assert first == "::notice title=reconciler plan::3 members: 1 changed, 1 invalid, 1 refused."
    alone = installed("--config", "sellers/s2/reconciler.yaml", "plan", "--format", "github").out.splitlines()
    assert [line for line in lines if "sellers/s2" in line] == [f"{line}%0AMember: sellers/s2" for line in alone]
    (refusal,) = [line for line in lines if "title=public_endpoint_service" in line]
    assert refusal.endswith("%0AMember: sellers/s3")


@pytest.mark.usefixtures("twin")
def test_annotations_have_paths_from_the_root_of_git(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GitHub finds the file, whatever folder the fleet is run in."""
    monkeypatch.chdir(here / "sellers")
    said = installed("--config", "../fleet.yaml", "validate", "--format", "github")
    assert (said.code, "::error file=sellers/s2/desired_state/api.yaml,line=1," in said.out) == (3, True)


@pytest.mark.usefixtures("twin")
def test_a_fleet_without_problems_says_so(here: Path) -> None:
    """An empty list would not tell a check that passed from one that did not run."""
    (here / "sellers" / "s2" / "desired_state" / "api.yaml").unlink()
    (here / "sellers" / "s3" / "desired_state" / "more.yaml").unlink()
    write_fleet(here, {"path": "sellers/s1"}, {"path": "sellers/s3"})
    said = fleet("validate", "--format", "github")
    assert (said.code, said.out) == (
        0,
        "::notice title=reconciler validate::2 members: 2 clean.\nNo problems found.\n",
    )


@pytest.mark.usefixtures("twin")
def test_sarif_of_a_fleet_is_one_run(here: Path) -> None:
    """GitHub takes 20 runs in a file. The run has the results of all members, and counts the members."""
    assert fleet("plan", "--format", "sarif=all.sarif").code == 3
    log = json.loads((here / "all.sarif").read_text())
    (run,) = log["runs"]
    found = {
        (one["ruleId"], one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) for one in run["results"]
    }
    assert {
        ("unknown-kind", "sellers/s2/desired_state/api.yaml"),
        ("public_endpoint_service", "sellers/s3/desired_state/more.yaml"),
    } <= found
    assert run["invocations"] == [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [
                {"level": "note", "message": {"text": "3 members: 1 changed, 1 invalid, 1 refused."}}
            ],
        }
    ]


def test_a_member_that_cannot_be_read_makes_sarif_incomplete(twin: Twin, here: Path) -> None:
    """Who takes the results for all that there are is told otherwise."""
    twin.faults.deny("AssumeRole", times=1)
    assert fleet("plan", "--format", "sarif=all.sarif", "--on", "threads:1").code == 3
    (run,) = json.loads((here / "all.sarif").read_text())["runs"]
    assert run["invocations"][0]["executionSuccessful"] is False


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("command", ["plan", "drift"])
def test_the_page_of_a_fleet_has_those_of_its_members(command: str, here: Path) -> None:
    """Each member's page says its own command and settings; the exit code is that of text."""
    said = fleet(command, "--format", "html=all.html", "--format", "text")
    assert said.code == fleet(command).code
    page = (here / "all.html").read_text()
    for name in ("sellers/s1", "sellers/s2", "sellers/s3"):
        (payload,) = re.findall(f'data-payload="{name}"[^>]*>(.*?)</script>', page)
        assert json.loads(payload)["config"] == f"{name}/reconciler.yaml"
        assert json.loads(payload)["command"] == command
    assert "reconciler apply --config sellers/s3/reconciler.yaml" in page
    assert re.search(r"<pre[^>]*>\nChanges|<pre[^>]*>\nDifferences", page)


@pytest.mark.usefixtures("twin")
def test_files_have_no_colours(here: Path) -> None:
    """A terminal has them; text and the page in files do not."""
    said = installed(
        *("--config", "fleet.yaml", "--color", "always", "plan", "--format", "text", "--format", "html=all.html"),
        *("--select", "sellers/s1/*"),
    )
    assert "\x1b[" in said.out
    installed("--config", "fleet.yaml", "--color", "always", "plan", "--format", "json", "--format", "text=all.txt")
    assert ["\x1b" in (here / name).read_text() for name in ("all.html", "all.txt")] == [False, False]
