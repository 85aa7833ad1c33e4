"""`drift --notify` with a fleet: who hears of which members, in how many messages, and once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reconciler.cli.fleet import processes, workers
from reconciler.cli.fleet.crew import Crew
from reconciler.cli.fleet.task import Done
from reconciler.cli.fleet.telling import letters
from reconciler.cli.notifying import delivery, webhook
from reconciler.twin.twin import Twin
from tests.cli.fakes import Said
from tests.cli.fleet.fleets import planted, write_fleet, write_member
from tests.cli.notifying.hooks import Hook
from tests.cli.starting import installed, point
from tests.printed.strict import validator
from tests.render.test_metrics import samples

SECRETS = {1: "T1s3cret", 2: "T2s3cret", 3: "T3s3cret"}
SAME = ("--told", "told.json")
WEB = "webhook 127.0.0.1"


@pytest.fixture
def twin(here: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """Return a twin with three sellers, and a fleet of them; the first two name a webhook each."""
    (here / "reconciler.yaml").unlink()
    write_fleet(here)
    for number in (1, 2, 3):
        write_member(here / "sellers" / f"s{number}", number)
    for number in (1, 2):
        notify(here, number, f"${{HOOK{number}}}")
        monkeypatch.setenv(f"HOOK{number}", hook.url(SECRETS[number]))
    with Twin(planted(1, 2, 3)).start() as running:
        point(running, monkeypatch)
        yield running


def notify(here: Path, number: int, *recipients: str) -> None:
    """Have the settings of a member name recipients."""
    file = here / "sellers" / f"s{number}" / "reconciler.yaml"
    file.write_text(json.dumps({**json.loads(file.read_text()), "notify": [*recipients]}))


def drift(*line: str, **more: Any) -> Said:  # noqa: ANN401 - what `installed` takes
    """Run drift of the fleet."""
    return installed("--config", "fleet.yaml", "drift", *line, **more)


def told(hook: Hook) -> list[tuple[str, Any]]:
    """Return by whom each message was got, and the member or the members that it is about; and forget them."""
    messages = [(one.path[1:], json.loads(one.body)) for one in hook.posted]
    hook.posted.clear()
    return [(to, one.get("member") or [each["member"] for each in one["members"]]) for to, one in messages]


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("manner", ["threads:8", "processes:2"])
def test_each_member_is_told_to_its_own_recipients(hook: Hook, manner: str) -> None:
    """The message has its name. Nobody hears of a member that names nobody, which the answer says."""
    said = drift("--notify", "--format", "json", "--on", manner)
    assert said.code == 2
    (first, _) = (json.loads(one.body) for one in hook.posted)
    assert (first["member"], first["verdict"]) == ("sellers/s1", "AWS differs from the repository in 1 object.")
    assert first["text"].startswith("reconciler drift, sellers/s1/reconciler.yaml, sellers/s1: AWS differs")
    assert told(hook) == [(SECRETS[1], "sellers/s1"), (SECRETS[2], "sellers/s2")]
    (warned,) = json.loads(said.out)["problems"]
    assert (warned["severity"], warned["code"]) == ("warning", "nobody-told")
    assert warned["message"].endswith(": sellers/s3/reconciler.yaml")
    assert not [secret for secret in SECRETS.values() if secret in said.out + said.err]


@pytest.mark.usefixtures("twin")
def test_named_recipients_hear_of_all_members(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the settings do not; each member makes a message of its own."""
    monkeypatch.setenv("ALL", hook.url("all"))
    said = drift("--notify", "${ALL}", "--format", "json")
    assert (said.code, json.loads(said.out)["problems"]) == (2, [])
    assert told(hook) == [("all", f"sellers/s{number}") for number in (1, 2, 3)]
    assert said.err.splitlines()[-3:] == [f"told {WEB} of sellers/s{number}" for number in (1, 2, 3)]


@pytest.mark.usefixtures("twin")
def test_each_member_is_told_once(hook: Hook) -> None:
    """One file remembers all members; one that was clean in between is told again."""
    assert drift("--notify", *SAME).code == 2
    assert len(told(hook)) == 2
    again = drift("--notify", *SAME)
    assert (again.code, told(hook)) == (2, [])
    assert f"{WEB} knows of sellers/s1 already" in again.err
    assert installed("--config", "sellers/s1/reconciler.yaml", "apply", "--yes").code == 0
    assert (drift("--notify", *SAME).code, told(hook)) == (2, [])


def test_drift_that_comes_back_is_told_again(twin: Twin, hook: Hook, here: Path) -> None:
    """The file forgets members that are clean, and those that are members no more, but none that did not run."""
    drift("--notify", *SAME)
    assert installed("--config", "fleet.yaml", "apply", "--yes", "--select", "sellers/s1/*").code == 0
    drift("--notify", *SAME, "--select", "sellers/s1/*")
    assert json.loads((here / "told.json").read_text())["members"].keys() == {"sellers/s2"}
    twin.reset(planted(1, 2, 3))
    hook.posted.clear()
    drift("--notify", *SAME)
    assert told(hook) == [(SECRETS[1], "sellers/s1")]
    write_fleet(here, {"path": "sellers/s1"})
    drift("--notify", *SAME)
    assert json.loads((here / "told.json").read_text())["members"].keys() == {"sellers/s1"}


def test_a_recipient_of_many_members_gets_one_message(twin: Twin, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts all of them first, and those that could not be compared come before the others."""
    monkeypatch.setattr(letters, "MOST", 2)
    monkeypatch.setenv("ALL", hook.url("all"))
    twin.faults.deny("AssumeRole", times=1)
    said = drift("--notify", "${ALL}", *SAME, "--on", "threads:1")
    assert (said.code, said.err.splitlines()[-1]) == (7, f"told {WEB} of 3 members")
    message = json.loads(hook.posted[0].body)
    text = message.pop("text")
    assert list(validator("notification").iter_errors(message)) == []
    assert message["verdict"] == (
        "AWS differs from the repository in 2 objects of 2 members. 1 member was not compared, or not as a whole."
    )
    assert [(one["member"], one["verdict"].partition(":")[0]) for one in message["members"]] == [
        ("sellers/s1", "Incomplete"),
        ("sellers/s2", "AWS differs from the repository in 1 object."),
        ("sellers/s3", "AWS differs from the repository in 1 object."),
    ]
    assert [(one["member"], one["address"]) for one in message["changes"]] == [
        ("sellers/s2", "endpoint_service.api"),
        ("sellers/s3", "endpoint_service.api"),
    ]
    assert text.splitlines()[2] == "• sellers/s2: AWS differs from the repository in 1 object."
    hook.posted.clear()
    assert (drift("--notify", "${ALL}", *SAME).code, told(hook)) == (2, [("all", "sellers/s1")])


@pytest.mark.usefixtures("twin")
def test_a_recipient_that_fails_does_not_hold_up_the_others(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, ends the command with 1, and is told by the next run."""
    monkeypatch.setenv("HOOK1", "http://127.0.0.1:1/T1s3cret")
    said = drift("--notify", *SAME)
    assert (said.code, told(hook)) == (1, [(SECRETS[2], "sellers/s2")])
    error = f"error[not-delivered] {WEB} (of sellers/s1) was not told: no connection: Connection refused"
    assert (error in said.err, SECRETS[1] in said.err) == (True, False)
    monkeypatch.setenv("HOOK1", hook.url(SECRETS[1]))
    assert (drift("--notify", *SAME).code, told(hook)) == (2, [(SECRETS[1], "sellers/s1")])


@pytest.mark.usefixtures("twin")
def test_a_recipient_that_cannot_be_read_does_not_hold_up_the_others(
    hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its member is compared all the same; the error names the settings, and the command ends with 1."""
    entry = "entry 1 of notify in sellers/s1/reconciler.yaml"
    monkeypatch.delenv("HOOK1")
    said = drift("--notify")
    assert (said.code, told(hook)) == (1, [(SECRETS[2], "sellers/s2")])
    assert said.err.splitlines()[:2] == [
        f"error[not-delivered] {entry}: the environment variable HOOK1 is not set",
        "  hint: set it where reconciler runs",
    ]


@pytest.mark.usefixtures("twin")
def test_a_member_that_is_not_valid_is_told(hook: Hook, here: Path) -> None:
    """The digest is null, and the verdict says why."""
    (here / "sellers" / "s1" / "desired_state" / "api.yaml").write_text("kind: nothing\nname: x\n")
    assert drift("--notify").code == 3
    message = json.loads(hook.posted[0].body)
    assert (message["member"], message["digest"]) == ("sellers/s1", None)
    assert message["verdict"].startswith("AWS was not compared with the repository: unknown kind")


@pytest.mark.usefixtures("twin")
def test_a_member_whose_process_is_lost_is_told(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no answer: the message says that it was not compared, and why."""
    lost = processes.LOST
    monkeypatch.setattr(workers, "carry_out", lambda task, _program: Done(task, 1, told=lost))
    assert (drift("--notify").code, len(hook.posted)) == (1, 2)
    message = json.loads(hook.posted[0].body)
    assert message["verdict"] == (
        "AWS was not compared with the repository: "
        "the process that ran this member ended; what it did in AWS is found by the next run"
    )


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize("sent", [False, True])
def test_a_run_that_is_killed_loses_nothing(hook: Hook, monkeypatch: pytest.MonkeyPatch, *, sent: bool) -> None:
    """Before the second message or behind it: the next run tells what was not noted, and no more."""
    deliver, calls = webhook.post, []

    def killed(*given: Any) -> int:  # noqa: ANN401 - as the function has it
        calls.append(given)
        if len(calls) == 2:
            if sent:
                deliver(*given)
            raise KeyboardInterrupt
        return deliver(*given)

    monkeypatch.setattr(delivery, "post", killed)
    assert drift("--notify", *SAME).code == 130
    monkeypatch.setattr(delivery, "post", deliver)
    hook.posted.clear()
    assert (drift("--notify", *SAME).code, told(hook)) == (2, [(SECRETS[2], "sellers/s2")])


@pytest.mark.usefixtures("twin")
def test_a_fleet_that_is_not_valid_is_told_to_recipients_that_are_named(
    here: Path, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else is known then; the same is told once."""
    monkeypatch.setenv("ALL", hook.url("all"))
    (here / "fleet.yaml").write_text("version: 1\nmembers: [{path: nothing}]\n")
    assert drift("--notify", "${ALL}", *SAME).code == 3
    (message,) = (json.loads(one.body) for one in hook.posted)
    assert (message["digest"], message["repository"]) == (None, "fleet.yaml")
    assert drift("--notify", "${ALL}", *SAME).code == 3
    assert len(hook.posted) == 1


USAGE = {
    ("--told", "told.json"): "--told remembers whom --notify told",
    ("--notify", "ftp://x"): "entry 1 of --notify: it is neither ARN nor URL",
    ("--notify", "--at", "2099-01-31"): "--at and --notify cannot be combined",
    ("--notify", "--told", "sellers/s2/desired_state/told.json"): (
        "cannot write sellers/s2/desired_state/told.json: reconciler reads from it"
    ),
    ("--metrics", "sellers/s2/reconciler.yaml"): "cannot write sellers/s2/reconciler.yaml: reconciler reads from it",
    ("--notify", "--told", "x", "--format", "json=x"): "x is named twice",
    ("--notify", "--told", "fleet.yaml"): "cannot write fleet.yaml: reconciler reads from it",
    ("--revert", "x.json"): "drift --revert is for one repository, not for a fleet",
    ("--adopt",): "drift --adopt is for one repository, not for a fleet",
}


@pytest.mark.parametrize(("line", "error"), USAGE.items())
def test_a_wrong_recipient_or_file_is_said_before_aws_is_read(
    twin: Twin, hook: Hook, line: tuple[str, ...], error: str
) -> None:
    """The exit code is 64, and nobody is told."""
    before = Path("sellers/s2/reconciler.yaml").read_text()
    said = drift(*line)
    assert (said.code, said.err.splitlines()[0], hook.posted) == (64, f"error: {error}", [])
    assert Path("sellers/s2/reconciler.yaml").read_text() == before
    assert len(twin.calls) == 0


@pytest.mark.usefixtures("twin")
def test_notify_that_names_nobody_is_an_error(here: Path) -> None:
    """No settings have recipients."""
    for number in (1, 2):
        notify(here, number)
    said = drift("--notify")
    assert (said.code, said.err.splitlines()[0]) == (
        64,
        "error: --notify names nobody, and no member has notify in its settings",
    )


def metrics(here: Path) -> dict[str, str]:
    """Return each number by its name and its labels, without that of the repository."""
    return samples((here / "drift.prom").read_text())


def test_a_monitor_sees_each_member(twin: Twin, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that could not be read, and one of whom nobody could be told."""
    monkeypatch.setenv("HOOK2", "http://127.0.0.1:1/T2s3cret")
    twin.faults.deny("AssumeRole", times=1)
    assert drift("--notify", "--metrics", "drift.prom", "--on", "threads:1").code == 7
    found = metrics(here)
    codes = [found[f'reconciler_drift_exit_code{{member="sellers/s{one}"}}'] for one in (1, 2, 3)]
    assert (codes, found["reconciler_drift_fleet_exit_code{}"]) == (["7", "1", "2"], "7")
    assert found['reconciler_drift_changes{member="sellers/s3",kind="endpoint_service"}'] == "1"
    assert found['reconciler_drift_complete{member="sellers/s1"}'] == "0"
    assert found["reconciler_drift_fleet_recipients_not_told{}"] == "1"
    assert found['reconciler_drift_fleet_members{state="unreadable"}'] == "1"


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(("failure", "code"), [(KeyError("bug"), "1"), (KeyboardInterrupt(), "130")])
def test_a_run_that_ends_otherwise_leaves_no_old_metrics(
    here: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, code: str
) -> None:
    """Each member that was to run has the exit code of the run."""

    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(Crew, "carry_out", fail)
    assert str(drift("--metrics", "drift.prom").code) == code
    found = metrics(here)
    assert found["reconciler_drift_fleet_exit_code{}"] == code
    assert found['reconciler_drift_exit_code{member="sellers/s3"}'] == code
    assert [name for name in found if "changes" in name] == []


@pytest.mark.usefixtures("twin")
def test_the_metrics_of_a_fleet_that_is_not_valid_have_its_exit_code(here: Path) -> None:
    """No member is known."""
    (here / "fleet.yaml").write_text("version: 1\nmembers: [{path: nothing}]\n")
    assert drift("--metrics", "drift.prom").code == 3
    assert metrics(here)["reconciler_drift_fleet_exit_code{}"] == "3"
    assert metrics(here)["reconciler_drift_fleet_complete{}"] == "0"
