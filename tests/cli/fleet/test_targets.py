"""A repository whose sellers have several regions: each of them is planned and applied alone, on the twin."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reconciler.twin.bridge.endpoint_services import inspect
from reconciler.twin.twin import Twin
from tests.cli.fakes import Said
from tests.cli.fleet.fleets import write_fleet
from tests.cli.fleet.targets import admit, planted, service_of, write, write_sellers, write_service
from tests.cli.starting import installed, point

TARGETS = ["s1/eu-west-1", "s1/us-east-1", "s2/eu-west-1", "s2/us-east-1"]
MANNERS = ["threads:8", "processes:2"]
GRANT = "arn:aws:iam::191919191919:root"


@pytest.fixture
def twin(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """Return a twin with two sellers in two regions, and the repository of them."""
    write_sellers(here, [1, 2])
    with Twin(planted([1, 2])).start() as running:
        point(running, monkeypatch)
        yield running


def targets(*line: str, on: str = "threads:8", **more: Any) -> Said:  # noqa: ANN401 - what `installed` takes
    """Run one command line with the targets of the repository."""
    return installed(*line, "--on", on, **more)


def answer(said: Said) -> dict[str, Any]:
    """Return the JSON of the answer."""
    found: dict[str, Any] = json.loads(said.out)
    return found


def states(said: Said) -> dict[str, str]:
    """Return the state of each target."""
    return {one["member"]: one["state"] for one in answer(said)["members"]}


def essence(operation: dict[str, Any]) -> str:
    """Return an operation without the number that it has in its plan."""
    return json.dumps({key: part for key, part in operation.items() if key not in {"id", "after"}}, sort_keys=True)


def granted() -> list[tuple[int, int]]:
    """Return the sellers and regions, by their numbers, whose service admits the customer."""
    return [(n, at) for n in (1, 2) for at in (0, 1) if GRANT in inspect()[service_of(n, at)].principals]


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("manner", MANNERS)
def test_targets_together_plan_what_the_repository_plans(manner: str) -> None:
    """Each account and region is a target; their changes and calls are those of the plan of the whole."""
    said = targets("plan", "--format", "json", on=manner)
    whole = answer(installed("plan", "--format", "json"))
    plans = [one["answer"] for one in answer(said)["members"]]
    assert (said.code, states(said)) == (0, dict.fromkeys(TARGETS, "changed"))
    assert sorted(map(essence, whole["operations"])) == sorted(essence(o) for p in plans for o in p["operations"])
    assert [c for p in plans for c in p["changes"]] == whole["changes"]
    assert [p["options"]["target"] for p in plans] == TARGETS
    assert "target" not in whole["options"]


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("manner", MANNERS)
def test_applied_targets_leave_nothing_to_plan(manner: str) -> None:
    """The plan of the whole repository is empty afterwards."""
    assert targets("apply", "--yes", on=manner).code == 0
    assert granted() == [(1, 0), (1, 1), (2, 0), (2, 1)]
    assert installed("plan", "--detailed-exitcode").code == 0
    assert targets("drift").out == "4 members: 4 clean.\n"


@pytest.mark.usefixtures("twin")
def test_one_saved_plan_is_applied_alone(here: Path) -> None:
    """A folder has a plan of each target; each of them can be applied without the others, and is stale afterwards."""
    assert targets("plan", "--out", "plans").code == 0
    saved = "plans/s2/eu-west-1.json"
    assert (here / saved).exists()
    assert installed("apply", saved, "--yes").code == 0
    assert granted() == [(2, 0)]
    said = targets("apply", "plans", "--yes", "--format", "json")
    assert (said.code, states(said)) == (5, dict.fromkeys(TARGETS, "clean") | {"s2/eu-west-1": "stale"})
    assert len(granted()) == 4


@pytest.mark.usefixtures("twin")
def test_a_plan_of_a_target_that_is_gone_is_stale(here: Path) -> None:
    """The settings name the region no more: nothing is applied."""
    assert targets("plan", "--out", "plans").code == 0
    write_sellers(here, [1, 2], ["us-east-1"])
    (here / "desired_state" / "endpoint_service.s1-eu-west-1.yaml").unlink()
    (here / "desired_state" / "endpoint_service.s2-eu-west-1.yaml").unlink()
    said = installed("apply", "plans/s2/eu-west-1.json", "--yes")
    assert (said.code, "reconciler.yaml has no target s2/eu-west-1" in said.err) == (5, True)
    assert granted() == []


@pytest.mark.usefixtures("twin")
def test_selectors_choose_targets_and_their_objects() -> None:
    """Only targets run that have something which is selected; the answer says how many do not."""
    said = targets("plan", "--select", "*/eu-west-1/endpoint_service.s2-*", "--format", "json")
    assert states(said) == {"s2/eu-west-1": "changed"}
    assert "leave out 3 members" in answer(said)["problems"][0]["message"]
    assert states(targets("plan", "--select", "s1/eu-west-1/*", "--format", "json")) == {"s1/eu-west-1": "changed"}
    kept = targets("plan", "--exclude", "*/endpoint_service.s1-eu-west-1", "--format", "json")
    assert list(states(kept)) == ["s1/us-east-1", "s2/eu-west-1", "s2/us-east-1"]
    wrong = targets("plan", "--select", "*/endpoint_service.s3")
    assert (wrong.code, wrong.err.splitlines()[0]) == (
        64,
        "error: --select */endpoint_service.s3: 'endpoint_service.s3' selects nothing there",
    )


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("manner", MANNERS)
def test_an_error_in_a_document_concerns_its_targets_alone(here: Path, manner: str) -> None:
    """The others are planned."""
    write_service(here, 1, 0, "eu-west-1", payer="nobody")
    said = targets("plan", "--format", "json", on=manner)
    assert (said.code, states(said)) == (3, dict.fromkeys(TARGETS, "changed") | {"s1/eu-west-1": "invalid"})
    assert answer(said)["problems"] == []
    assert [one["code"] for one in answer(said)["members"][0]["answer"]["problems"]] == ["unknown-value"]
    assert states(targets("validate", "--format", "json", on=manner)) == (
        dict.fromkeys(TARGETS, "clean") | {"s1/eu-west-1": "invalid"}
    )


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("command", ["plan", "drift", "validate"])
@pytest.mark.parametrize("selected", [(), ("--select", "s1/eu-west-1/*")])
def test_an_error_that_belongs_to_no_target_keeps_all_from_running(
    here: Path, command: str, selected: tuple[str, ...]
) -> None:
    """What was not read may be a grant in any of them: it is said once, and nothing is planned."""
    (here / "desired_state" / "broken.yaml").write_text("kind: [\n")
    said = targets(command, "--format", "json", *(selected if command != "validate" else ()))
    assert (said.code, states(said)) == (3, {"repository": "invalid"})


@pytest.mark.usefixtures("twin")
def test_a_seller_that_the_settings_do_not_name_is_an_error_of_all(here: Path) -> None:
    """No target takes its documents: they are never left out without a word."""
    write(here, "x", kind="endpoint_service", seller="s9", region="eu-west-1", id="vpce-svc-99999999999999999")
    said = targets("plan", "--format", "json")
    assert (said.code, states(said)) == (3, {"repository": "invalid"})
    assert "no seller is called 's9'" in said.out


@pytest.mark.usefixtures("twin")
def test_a_region_without_documents_is_read_all_the_same(here: Path) -> None:
    """Its services are unmanaged."""
    (here / "desired_state" / "endpoint_service.s1-eu-west-1.yaml").unlink()
    write(
        here,
        "customers",
        kind="allowed_principals",
        services=["s1-us-east-1", "s2-eu-west-1", "s2-us-east-1"],
        principals=["acme"],
    )
    said = targets("drift", "--format", "json")
    assert states(said) == dict.fromkeys(TARGETS, "changed") | {"s1/eu-west-1": "clean"}
    assert [one["remote_id"] for one in answer(said)["members"][0]["answer"]["unmanaged"]] == [service_of(1, 0)]


@pytest.mark.usefixtures("twin")
def test_what_belongs_to_no_target_is_told_once(here: Path) -> None:
    """A name that nothing uses is a note of the whole repository; and so are uncommitted changes."""
    write(here, "idle", kind="principal", id="171717171717")
    said = targets("plan", "--format", "json")
    assert [one["message"] for one in answer(said)["problems"]] == ["nothing uses principal.idle"]
    assert [one["answer"]["problems"] for one in answer(said)["members"]] == [[], [], [], []]


@pytest.mark.usefixtures("twin")
def test_members_of_a_fleet_can_be_divided(here: Path) -> None:
    """The names of the targets begin with that of the member; a folder beside fleet.yaml has no name."""
    write_sellers(here / "sellers" / "big", [1, 2])
    write_fleet(here, {"path": "sellers/big", "targets": True})
    said = installed("--config", "fleet.yaml", "plan", "--format", "json")
    assert states(said) == dict.fromkeys([f"sellers/big/{name}" for name in TARGETS], "changed")
    write_fleet(here, {"path": ".", "targets": True}, {"path": "sellers/big"})
    said = installed("--config", "fleet.yaml", "plan", "--format", "json")
    assert states(said) == dict.fromkeys([*TARGETS, "sellers/big"], "changed")


def test_a_target_that_cannot_be_read_does_not_hold_up_the_others(twin: Twin) -> None:
    """It ends with 7, and the others are planned."""
    twin.faults.deny("AssumeRole", times=1)
    said = targets("plan", "--format", "json", on="threads:1")
    assert (said.code, states(said)) == (7, dict.fromkeys(TARGETS, "changed") | {"s1/eu-west-1": "unreadable"})


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(("line", "loses"), [(("plan",), 1), (("drift",), 0), (("apply", "--yes"), 1)])
def test_a_customer_who_loses_several_targets_is_one_customer(here: Path, line: tuple[str, ...], loses: int) -> None:
    """All targets together count customers, each target its own; nobody loses anything by looking."""
    admit(here, "171717171717", "181818181818", "161616161616")
    assert targets("apply", "--yes").code == 0
    admit(here, "171717171717", "181818181818")
    found = answer(targets(*line, "--format", "json"))
    assert found["summary"]["customers_losing"] == loses
    assert [one["customers_losing"] for one in found["members"]] == [loses, loses, 0, 0]


@pytest.mark.usefixtures("twin")
def test_saved_plans_of_a_repository_with_errors_are_not_applied(here: Path) -> None:
    """The errors are said, and nothing is applied."""
    assert targets("plan", "--out", "plans").code == 0
    (here / "desired_state" / "broken.yaml").write_text("kind: [\n")
    said = targets("apply", "plans", "--yes", "--format", "json")
    assert (said.code, states(said), granted()) == (3, {"repository": "invalid"}, [])
