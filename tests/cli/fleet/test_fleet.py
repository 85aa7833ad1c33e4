"""`--config fleet.yaml`: one command line for all members, on the twin."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reconciler.twin.bridge.endpoint_services import inspect
from reconciler.twin.twin import Twin
from tests.cli.fakes import Said
from tests.cli.fleet.fleets import account_of, planted, role_of, service_of, write_fleet, write_member
from tests.cli.starting import installed, point, words

MANNERS = ["threads:1", "threads:8", "processes:2"]
GRANT = "arn:aws:iam::191919191919:root"


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


def fleet(*line: str, **more: Any) -> Said:  # noqa: ANN401 - what `installed` takes
    """Run one command line with the fleet."""
    return installed("--config", "fleet.yaml", *line, **more)


def told(said: Said) -> dict[str, Any]:
    """Return the JSON of a fleet's answer."""
    found: dict[str, Any] = json.loads(said.out)
    return found


def states(said: Said) -> list[str]:
    """Return the states of the members, in their order."""
    return [one["state"] for one in told(said)["members"]]


def granted(number: int) -> bool:
    """Tell whether a member's service admits the customer."""
    return GRANT in inspect()[service_of(number)].principals


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("manner", MANNERS)
def test_whatever_runs_a_member_its_plan_is_the_same(manner: str) -> None:
    """The plan of each member has the digest that it has alone."""
    said = fleet("plan", "--format", "json", "--on", manner)
    assert (said.code, states(said)) == (0, ["changed"] * 3)
    alone = [installed("--config", f"sellers/s{n}/reconciler.yaml", "plan", "--format", "json") for n in (1, 2, 3)]
    assert [one["answer"]["digest"] for one in told(said)["members"]] == [
        json.loads(one.out)["digest"] for one in alone
    ]


@pytest.mark.usefixtures("twin")
def test_the_answer_begins_and_ends_with_all_members_together() -> None:
    """Each member that is not clean has a line and its own answer; clean ones are counted."""
    assert fleet("apply", "--yes", "--select", "sellers/s1/*").code == 0
    lines = fleet("plan", "--detailed-exitcode").out.splitlines()
    assert lines[:7] == [
        "3 members: 1 clean, 2 changed.",
        "",
        "  sellers/s2  changed     1 change",
        "  sellers/s3  changed     1 change",
        "  … and 1 clean member (--full shows them)",
        "",
        "━━ sellers/s2: changed ━━",
    ]
    assert [line.partition("  (")[0] for line in lines if "+ arn" in line] == [
        "      + arn:aws:iam::191919191919:root"
    ] * 2
    assert lines[-1] == "3 members: 1 clean, 2 changed."
    assert fleet("plan", "--detailed-exitcode", "--quiet").code == 2


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("manner", MANNERS)
def test_an_applied_fleet_plans_to_nothing(manner: str) -> None:
    """One question is asked for all members, each has its run report, and the next drift finds nothing."""
    asked = fleet("apply", "--on", manner, tty=True, answers="yes\n")
    assert (asked.code, "Apply the changes of 3 members?" in asked.err) == (0, True)
    assert [granted(number) for number in (1, 2, 3)] == [True] * 3
    after = fleet("drift", "--format", "json")
    assert (after.code, states(after)) == (0, ["clean"] * 3)


@pytest.mark.usefixtures("twin")
def test_answering_no_applies_nothing() -> None:
    """The plans are shown before the question; the exit code is 1."""
    said = fleet("apply", tty=True, answers="no\n")
    assert (said.code, "Nothing was applied." in said.err) == (1, True)
    assert "+ arn:aws:iam::191919191919:root" in said.out
    assert not any(granted(number) for number in (1, 2, 3))


@pytest.mark.usefixtures("twin")
def test_a_member_that_fails_does_not_hold_up_the_others(here: Path) -> None:
    """An invalid member is said and keeps the fleet from ending with 0; the others are applied."""
    (here / "sellers" / "s2" / "desired_state" / "api.yaml").write_text("kind: nothing\nname: x\n")
    said = fleet("apply", "--yes", "--format", "json")
    assert (said.code, states(said)) == (3, ["clean", "invalid", "clean"])
    assert "unknown kind" in said.out
    assert [granted(number) for number in (1, 3)] == [True] * 2
    assert fleet("validate", "--format", "json").code == 3


def test_a_member_that_cannot_be_read_is_never_clean(twin: Twin) -> None:
    """It ends with 7, and so does the fleet."""
    twin.faults.deny("AssumeRole", times=1)
    said = fleet("plan", "--format", "json", "--on", "threads:1")
    assert (said.code, states(said)) == (7, ["unreadable", "changed", "changed"])


@pytest.mark.usefixtures("twin")
def test_exactly_the_saved_plans_are_applied(here: Path) -> None:
    """A folder has a plan of each member and an index. A stale one ends its member with 5; the others are applied."""
    assert fleet("plan", "--out", "plans").code == 0
    found = sorted(str(one.relative_to(here / "plans")) for one in (here / "plans").rglob("*.json"))
    assert found == ["index.json", "sellers/s1.json", "sellers/s2.json", "sellers/s3.json"]
    (here / "sellers" / "s2" / "desired_state" / "more.yaml").write_text(
        "kind: allowed_principals\nname: more\nservice: api\nprincipals: ['171717171717']\n"
    )
    said = fleet("apply", "plans", "--yes", "--format", "json", "--report", "reports")
    assert (said.code, states(said)) == (5, ["clean", "stale", "clean"])
    assert [granted(number) for number in (1, 2, 3)] == [True, False, True]
    reports = json.loads((here / "reports" / "index.json").read_text())
    assert [one["file"] for one in reports["members"]] == ["sellers/s1.json", "sellers/s2.json", "sellers/s3.json"]
    assert json.loads((here / "reports" / "sellers" / "s1.json").read_text())["converged"] is True


@pytest.mark.usefixtures("twin")
def test_a_plan_that_was_refused_stays_refused(here: Path) -> None:
    """Showing it again does not make it clean, and nothing of it is applied."""
    (here / "sellers" / "s1" / "desired_state" / "more.yaml").write_text(
        "kind: allowed_principals\nname: more\nservice: api\nprincipals: ['*']\n"
    )
    assert fleet("plan", "--out", "plans").code == 4
    said = fleet("apply", "plans", "--yes", "--format", "json")
    assert (said.code, states(said)) == (4, ["refused", "clean", "clean"])
    assert told(said)["members"][0]["refused"] == ["public_endpoint_service"]
    assert not granted(1)


@pytest.mark.usefixtures("twin")
def test_a_member_without_a_saved_plan_is_not_run(here: Path) -> None:
    """It came after the plans: the fleet ends with 6 and names it."""
    assert fleet("plan", "--out", "plans").code == 0
    write_member(here / "sellers" / "s4", 4)
    said = fleet("apply", "plans", "--yes")
    assert said.code == 6
    assert "  sellers/s4  not run" in said.out.splitlines()
    assert "error: the folder has no plan of this member" in said.out


@pytest.mark.usefixtures("twin")
def test_selectors_name_the_member_first(here: Path) -> None:
    """Members that no selector names do not run, and the answer says how many."""
    said = fleet("plan", "--select", "sellers/s[12]/endpoint_service.api", "--format", "json")
    assert [one["member"] for one in told(said)["members"]] == ["sellers/s1", "sellers/s2"]
    assert [one["message"] for one in told(said)["problems"]] == [
        "--select and --exclude leave out 1 member: nothing is known of it"
    ]
    assert here.exists()


def test_the_role_of_an_entry_is_assumed_first(twin: Twin, here: Path) -> None:
    """The role of the member's own settings trusts only that one."""
    twin.reset(planted(1, 2, 3, trusted="222222222222"))
    assert fleet("plan").code == 7
    write_fleet(here, {"path": "sellers/*", "role": "arn:aws:iam::222222222222:role/fleet"})
    said = fleet("apply", "--yes", "--format", "json", "--on", "processes:1")
    assert (said.code, states(said)) == (0, ["clean"] * 3)


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("line", "error"),
    [
        (("show", "x"), "error: fleet.yaml is a fleet, and show works in one repository"),
        (("drift", "--adopt"), "error: drift --adopt is for one repository, not for a fleet"),
        (("plan", "--accept", "max_removals@1a2b3c4d"), "error: plan --accept is for one repository, not for a fleet"),
        (("validate", "sellers"), "error: validate PATH is for one repository, not for a fleet"),
        (("plan", "--select", "experience"), "error: --select experience names no member of the fleet"),
        (("plan", "--select", "sellers/s9/*"), "error: --select sellers/s9/*: no member is called sellers/s9"),
        (("plan", "--exclude", "sellers/*/*"), "error: no member is left, so nothing was done"),
        (("plan", "--out", "sellers"), "error: sellers is not an empty folder"),
        (("apply", "sellers", "--yes"), "error: cannot read sellers/index.json: No such file or directory"),
        (("apply",), "error: apply has to ask, and there is no terminal"),
        (
            ("plan", "--on", "clouds:2"),
            "error: --on: 'clouds:2' is not threads:N or processes:N with N from 1 to 999, or dask://HOST:PORT",
        ),
        (
            ("plan", "--on", "dask://127.0.0.1:65536"),
            "error: --on: 'dask://127.0.0.1:65536' is not threads:N or processes:N with N from 1 to 999, or dask://HOST:PORT",
        ),
        (("drift", "--format", "sarif=x.sarif"), "error: --format sarif is for plan and validate"),
        (
            ("apply", "--yes", "--format", "html=x.html"),
            "error: --format html is for plan, show, drift, effective and checklist",
        ),
    ],
)
def test_what_a_fleet_cannot_do_is_one_error(line: tuple[str, ...], error: str) -> None:
    """The exit code is 64, and nothing was done."""
    said = fleet(*line)
    assert (said.code, said.out, said.err.splitlines()[0]) == (64, "", error)


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("plan --select sellers/s1", "all of sellers/s1: --select 'sellers/s1/*'"),
        (
            "plan --select sellers/endpoint_service.*",
            "all members below sellers: --select 'sellers/*/endpoint_service.*'",
        ),
        ("plan --select sellers/s11/*", "did you mean 'sellers/s1'?"),
        ("plan --select other/*", "members: sellers/s1, sellers/s2, sellers/s3"),
        ("plan --exclude sellers/s2", "all of sellers/s2: --exclude 'sellers/s2/*'"),
        ("plan --accept ungoverned@1a2b3c4d", "name the settings of one member: --config sellers/s1/reconciler.yaml"),
    ],
)
def test_a_selector_without_a_member_is_told_which_one_was_meant(line: str, hint: str) -> None:
    """A member alone, or a folder of members, is not a selector; the hint has the one to write."""
    said = fleet(*line.split())
    assert (said.code, said.err.splitlines()[1:]) == (64, [f"  hint: {hint}"])


@pytest.mark.usefixtures("twin")
def test_a_stale_plan_of_a_folder_has_the_command_that_plans_again() -> None:
    """Nothing of it was applied; the command runs as it is written, and its folder is applied."""
    assert fleet("plan", "--out", "plans").code == 0
    assert installed("--config", "sellers/s1/reconciler.yaml", "apply", "--yes").code == 0
    said = fleet("apply", "plans", "--yes")
    assert said.code == 5
    assert "  sellers/s1  stale       1 change, not applied\n" in said.out
    command = "reconciler --config fleet.yaml plan --select 'sellers/s1/*' --out plans-again"
    assert said.out.splitlines()[2:4] == [
        "error[failed] the plan of sellers/s1 is stale; nothing of it was applied",
        f"  hint: plan again, and have it reviewed: {command}",
    ]
    assert installed(*shlex.split(command)[1:]).code == 0
    assert fleet("apply", "plans-again", "--yes").code in {0, 6}


@pytest.mark.usefixtures("twin")
def test_a_folder_of_plans_is_not_taken_for_one_plan() -> None:
    """The hint says with what the folder is applied."""
    assert fleet("plan", "--out", "plans").code == 0
    said = installed("--config", "sellers/s1/reconciler.yaml", "apply", "plans", "--yes")
    hint = "a folder of plans is applied with --config fleet.yaml, or with --on HOW; or name one plan in it"
    assert (said.code, said.err.splitlines()) == (64, ["error: cannot read plans: Is a directory", f"  hint: {hint}"])


@pytest.mark.usefixtures("twin")
def test_on_makes_a_repository_a_fleet_of_its_targets() -> None:
    """Its members are the accounts and regions of its settings."""
    said = installed("--config", "sellers/s1/reconciler.yaml", "plan", "--on", "threads:2", "--format", "json")
    assert (said.code, [one["member"] for one in told(said)["members"]]) == (0, ["saas/us-east-1"])


@pytest.mark.usefixtures("twin")
def test_a_comment_of_a_fleet_has_those_of_its_members() -> None:
    """It begins with its marker and a table; each member's comment is folded."""
    lines = fleet("plan", "--format", "markdown").out.splitlines()
    digest = told(fleet("plan", "--format", "json"))["digest"]
    assert lines[:2] == [f"<!-- reconciler plan fleet.yaml {digest} -->", "## 3 members: 3 changed"]
    assert "| `sellers/s1` | changed | 1 change |" in lines
    assert lines.count("## Ready: 1 object to change. 1 grant is added") == 3
    assert "sellers/s1" in words(" ".join(lines))
    assert (role_of(1), account_of(1)) == ("arn:aws:iam::800000000001:role/reconciler", "800000000001")
