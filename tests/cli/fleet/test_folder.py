"""Folders of plans and reports: which plans are applied, what is no such folder, and what cannot be written."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reconciler.twin.twin import Twin
from tests.cli.fleet.fleets import planted, write_fleet, write_member
from tests.cli.fleet.test_fleet import fleet, granted, states, told
from tests.cli.starting import point


@pytest.fixture
def twin(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """Return a twin with three sellers, and a repository for each of them below a fleet."""
    (here / "reconciler.yaml").unlink()
    write_fleet(here)
    for number in (1, 2, 3):
        write_member(here / "sellers" / f"s{number}", number)
    with Twin(planted(1, 2, 3)).start() as running:
        point(running, monkeypatch)
        yield running


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("choice", [("--select", "sellers/s1/*"), ("--exclude", "sellers/s[23]/*")])
def test_a_folder_of_chosen_members_is_applied_as_a_whole(here: Path, choice: tuple[str, str]) -> None:
    """Members that were not planned are left out again, also one that is new; the answer counts them."""
    assert fleet("plan", *choice, "--out", "plans").code == 0
    write_member(here / "sellers" / "s4", 4)
    said = fleet("apply", "plans", "--yes", "--format", "json")
    assert (said.code, states(said)) == (0, ["clean"])
    assert [one["message"] for one in told(said)["problems"]] == [
        "--select and --exclude leave out 3 members: nothing is known of them"
    ]
    assert [granted(number) for number in (1, 2, 3)] == [True, False, False]


@pytest.mark.usefixtures("twin")
def test_saved_plans_are_applied_and_shown_in_full() -> None:
    """--full chooses nothing: it is no error, and clean members are shown, too."""
    assert fleet("plan", "--select", "sellers/s1/*", "--out", "plans").code == 0
    assert fleet("apply", "plans", "--yes").code == 0
    assert fleet("plan", "--select", "sellers/s[12]/*", "--out", "more").code == 0
    said = fleet("apply", "more", "--yes", "--full")
    assert said.code == 0
    assert "━━ sellers/s1: clean ━━" in said.out


EDITS: tuple[Callable[[Any], object], ...] = (
    lambda index: index["members"][0].update(file=5),
    lambda index: index["members"][0].update(file="/etc/hostname"),
    lambda index: index["members"][0].update(file="sellers/../../reconciler.json"),
    lambda index: index["members"][0].update(file="sellers/s2.json"),
    lambda index: index["members"][0].update(member=["sellers/s1"]),
    lambda index: index["members"][0].update(member=1, file="1.json"),
    lambda index: index["members"][0].update(code=99),
    lambda index: index["members"][0].update(code=[]),
    lambda index: index["members"].append(index["members"][0]),
    lambda index: index.update(members={}),
    lambda index: index.update(options={"select": []}),
    lambda index: index.update(format_version="2.0"),
)


@pytest.mark.usefixtures("twin")
def test_an_index_that_was_edited_is_one_clear_error(here: Path) -> None:
    """No other file is read, nothing is sent to a worker, and nothing is applied."""
    assert fleet("plan", "--out", "plans").code == 0
    file = here / "plans" / "index.json"
    whole = file.read_text()
    for edit in EDITS:
        index = json.loads(whole)
        edit(index)
        file.write_text(json.dumps(index))
        said = fleet("apply", "plans", "--yes")
        assert (said.code, said.out) == (64, "")
        assert said.err.splitlines() == [
            "error: plans/index.json is not an index as this version writes it",
            "  hint: plan again",
        ]
    assert not granted(1)


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("line", ["plan --out", "apply --yes --report"])
@pytest.mark.parametrize(
    ("folder", "why"), [("fleet.yaml/x", "Not a directory"), ("/proc/x/y", "No such file or directory")]
)
def test_a_folder_that_cannot_be_written_is_told_before_anything_happens(line: str, folder: str, why: str) -> None:
    """Nothing is planned and nothing is applied."""
    said = fleet(*line.split(), folder)
    assert (said.code, said.out) == (64, "")
    assert said.err.splitlines() == [
        f"error: cannot write {folder}: {why}",
        "  hint: name a folder that can be made",
    ]
    assert not granted(1)


@pytest.mark.usefixtures("twin")
def test_a_report_that_cannot_be_written_hides_no_answer(here: Path, twin: Twin) -> None:
    """The folder became a file meanwhile: the command fails, and says what was applied all the same."""
    twin.faults.after("ModifyVpcEndpointServicePermissions", (here / "reports").touch)
    said = fleet("apply", "--yes", "--report", "reports", "--format", "json")
    assert (said.code, states(said)) == (1, ["clean", "clean", "clean"])
    assert said.err.splitlines()[-1] == "error: cannot write reports/sellers: Not a directory"


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(("members", "file"), [(("index", "sellers/s1"), "index.json"), (("a", "a.json/b"), "a.json")])
@pytest.mark.parametrize("line", ["plan --out", "apply --yes --report"])
def test_two_files_of_one_name_are_told_before_anything_happens(
    here: Path, members: tuple[str, ...], file: str, line: str
) -> None:
    """The index is a file of the folder, too. Without a folder, the names of members are no error."""
    for number, member in enumerate(members, 2):
        if not (here / member).exists():
            write_member(here / member, number)
    write_fleet(here, *({"path": one} for one in members))
    said = fleet(*line.split(), "folder")
    assert (said.code, said.out) == (64, "")
    assert said.err.splitlines()[0] == f"error: folder cannot have {file} twice"
    assert fleet("plan").code == 0
