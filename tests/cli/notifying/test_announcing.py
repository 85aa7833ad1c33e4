"""`reconciler drift --notify --told --metrics`: who hears of what, once, and what a monitor sees."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from reconciler.cli import outputs
from reconciler.cli.notifying import told as remembering
from reconciler.errors import InvalidInput, ReconcilerError, Refused, Unreadable
from reconciler.model import Plan
from tests.cli.fakes import (
    LEFT_OUT,
    NOTHING_MANAGED,
    NOTHING_TO_DO,
    ONE_CHANGE,
    ONLY_OBSERVED,
    OTHER_CALLS,
    REFUSED,
    FakeProgram,
    command,
    with_problem,
)

TOPIC = "arn:aws:sns:us-east-1:111111111111:drift"
HOOK = "https://hooks.example.com/s3cret"
SNS, WEB = f"SNS topic {TOPIC}", "webhook hooks.example.com"
BOTH = f"drift --notify {TOPIC} {HOOK} --told told.json --metrics drift.prom"
GONE = ReconcilerError("HTTP 404 Not Found: no_service")


def told(program: FakeProgram) -> list[str]:
    """Return who was told, and forget it."""
    found = [recipient for recipient, _ in program.delivered]
    program.delivered.clear()
    return found


def code_of(here: Path) -> str:
    """Return the exit code that the metrics have."""
    found = re.search(r"^reconciler_drift_exit_code\{.*\} (\d+)$", (here / "drift.prom").read_text(), re.MULTILINE)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("made", "code", "recipients"),
    [
        (NOTHING_TO_DO, 0, []),
        (ONE_CHANGE, 2, [SNS, WEB]),
        (with_problem(ONE_CHANGE, REFUSED), 2, [SNS, WEB]),
        (with_problem(NOTHING_TO_DO, ONLY_OBSERVED), 2, [SNS, WEB]),
        (with_problem(NOTHING_TO_DO, LEFT_OUT), 3, [SNS, WEB]),
        (with_problem(NOTHING_TO_DO, NOTHING_MANAGED), 3, [SNS, WEB]),
    ],
)
def test_recipients_are_told_unless_there_is_no_drift(here: Path, made: Plan, code: int, recipients: list[str]) -> None:
    """Also of refusals and of what could not be compared. The metrics have the exit code."""
    program = FakeProgram(made)
    assert (command(BOTH, program).code, told(program), code_of(here)) == (code, recipients, str(code))


@pytest.mark.parametrize(
    ("failure", "code"), [(InvalidInput("bad"), 3), (Refused("wrong account"), 4), (Unreadable("no credentials"), 7)]
)
def test_recipients_are_told_that_nothing_could_be_compared(here: Path, failure: ReconcilerError, code: int) -> None:
    """The digest is null, the verdict says why, and the metrics have the exit code."""
    (here / "drift.prom").write_text("reconciler_drift_exit_code{} 0\n")
    program = FakeProgram(failure=failure)
    assert (command(BOTH, program).code, code_of(here)) == (code, str(code))
    (_, message), _ = program.delivered
    body = json.loads(message.body)
    assert (body["digest"], body["verdict"]) == (
        None,
        f"AWS was not compared with the repository: {failure.message}",
    )
    assert message.subject == "reconciler: could not compare with AWS: reconciler.yaml"


def test_a_chat_gets_the_message_with_a_text() -> None:
    """Its other keys are those that every recipient gets."""
    program = FakeProgram(ONE_CHANGE)
    command(BOTH, program)
    message = program.delivered[0][1]
    assert json.loads(message.body)["digest"] == ONE_CHANGE.digest
    assert json.loads(message.chat) == {
        **json.loads(message.body),
        "text": "reconciler drift, reconciler.yaml: AWS differs from the repository in 1 object.\n"
        "• experience.finance: products.allow",
    }


def test_each_recipient_is_told_the_same_once(here: Path) -> None:
    """Other drift is told, drift that comes back while there is some is not; a new recipient is told."""
    program, line = FakeProgram(ONE_CHANGE), f"drift --notify {TOPIC} --told told.json"
    first = command(line, program)
    assert (told(program), first.err.splitlines()[-1]) == ([SNS], f"told {SNS}")
    second = command(line, program)
    assert (second.code, told(program), second.err.splitlines()[-1]) == (2, [], f"{SNS} knows this already")
    program.made = OTHER_CALLS
    command(line, program)
    assert told(program) == [SNS]
    program.made = ONE_CHANGE
    command(BOTH, program)
    assert told(program) == [WEB]
    assert "hooks" not in (here / "told.json").read_text()


def test_drift_that_comes_back_is_told_again(here: Path) -> None:
    """The file forgets when there is no drift. Without a file nothing is written then."""
    program = FakeProgram(NOTHING_TO_DO)
    command(BOTH, program)
    assert not (here / "told.json").exists()
    program.made = ONE_CHANGE
    command(BOTH, program)
    program.made = NOTHING_TO_DO
    command(BOTH, program)
    assert json.loads((here / "told.json").read_text()) == {"format_version": "1.0", "told": {}}
    program.made, program.delivered = ONE_CHANGE, []
    command(BOTH, program)
    assert told(program) == [SNS, WEB]


def test_a_failure_between_two_equal_drifts_is_told_once() -> None:
    """The id of a request and the session of a role, which change from run to run, make no other failure."""
    program = FakeProgram(ONE_CHANGE)
    command(BOTH, program)
    told(program)
    for run in ("1", "2"):
        who = f"arn:aws:sts::111111111111:assumed-role/ci/job-{run} is not authorized"
        program.failure = Unreadable(f"organizations:ListRoots: AccessDenied: {who} (request {run})")
        command(BOTH, program)
    assert told(program) == [SNS, WEB]
    program.failure = Unreadable("another")
    command(BOTH, program)
    assert told(program) == [SNS, WEB]
    program.failure = None
    command(BOTH, program)
    assert told(program) == []


def test_another_problem_of_the_same_plan_is_told() -> None:
    """An object that is only observed, or that has an error, does not change the digest."""
    program = FakeProgram(with_problem(NOTHING_TO_DO, LEFT_OUT))
    command(BOTH, program)
    program.made = with_problem(NOTHING_TO_DO, replace(LEFT_OUT, message="333333333333 is held by exp-other"))
    command(BOTH, program)
    assert told(program) == [SNS, WEB, SNS, WEB]


@pytest.mark.parametrize(
    ("made", "failure", "code"),
    [(ONE_CHANGE, None, 1), (ONE_CHANGE, Unreadable("none"), 7), (with_problem(ONE_CHANGE, LEFT_OUT), None, 3)],
)
def test_a_recipient_that_fails_spares_the_others(
    here: Path, made: Plan, failure: ReconcilerError | None, code: int
) -> None:
    """It is a problem on stderr, ends the command with 1 unless its answer is worse, and is tried again."""
    program = FakeProgram(made, failure=failure, deaf={SNS: GONE})
    said = command(BOTH, program)
    assert (said.code, told(program), code_of(here)) == (code, [WEB], str(code))
    assert (
        f"error[not-delivered] {SNS} was not told: HTTP 404 Not Found: no_service\n"
        "  hint: it is tried again by the next run that finds drift\n"
    ) in said.err
    assert "Traceback" not in said.err
    assert re.search(r"^reconciler_drift_recipients_not_told\{.*\} 1$", (here / "drift.prom").read_text(), re.MULTILINE)
    program.deaf = {}
    command(BOTH, program)
    assert told(program) == [SNS]


def test_the_settings_name_recipients(here: Path) -> None:
    """`--notify` without a value tells those, with variables of the environment; each once."""
    with (here / "reconciler.yaml").open("a") as settings:
        settings.write("notify: ['${HOOK}', 'https://hooks.example.com/s3cret']\n")
    program = FakeProgram(ONE_CHANGE, environment={"HOOK": HOOK})
    assert (command("drift --notify", program).code, told(program)) == (2, [WEB])


def test_a_recipient_of_the_settings_is_named_with_their_file(here: Path) -> None:
    """A variable that is missing in a job is looked for where it is written."""
    with (here / "reconciler.yaml").open("a") as settings:
        settings.write("notify: ['${HOOK}']\n")
    said = command("drift --notify", FakeProgram(ONE_CHANGE))
    first = "error: entry 1 of notify in reconciler.yaml: the environment variable HOOK is not set"
    assert (said.code, said.err.splitlines()[0]) == (64, first)


def test_settings_that_are_not_valid_still_name_recipients(here: Path) -> None:
    """So somebody hears that they are not valid."""
    (here / "reconciler.yaml").write_text(f"version: 2\nnotify: [5, '{TOPIC}']\n")
    program = FakeProgram(failure=InvalidInput("reconciler.yaml is not valid"))
    assert (command("drift --notify", program).code, told(program)) == (3, [SNS])


@pytest.mark.parametrize(("named", "recipients"), [("", []), (TOPIC, [SNS])])
def test_a_folder_without_settings_is_told_to_recipients_that_are_named(
    empty: Path, named: str, recipients: list[str]
) -> None:
    """Nobody else is known then."""
    program = FakeProgram(ONE_CHANGE)
    said = command(f"drift --metrics drift.prom --notify {named}", program)
    assert (said.code, told(program), code_of(empty)) == (3, recipients, "3")
    assert said.err.splitlines()[-2] == "error: no reconciler.yaml here or in a folder above"


USAGE = {
    "drift --notify": "--notify names nobody, and reconciler.yaml has no notify",
    "drift --notify https://me:s3cret@hooks.example.com/": (
        "entry 1 of --notify: the URL has a user name or a password in it"
    ),
    f"drift --notify {TOPIC} ${{HOOK}}": "entry 2 of --notify: the environment variable HOOK is not set",
    f"drift --adopt --select experience.finance --notify {TOPIC}": "--adopt tells nobody",
    "drift --told told.json": "--told remembers whom --notify told",
    f"drift --notify {TOPIC} --told old.json": "old.json is not a file of --told, or is broken",
    f"drift --notify {TOPIC} --told x --format json=x": "x is named twice",
    f"drift --notify {TOPIC} --told reconciler.yaml": "cannot write reconciler.yaml: reconciler reads from it",
    "drift --metrics none/drift.prom": "cannot write none/drift.prom: No such file or directory",
}


@pytest.mark.parametrize(("line", "said"), USAGE.items())
def test_a_wrong_recipient_or_file_is_told_before_aws_is_read(here: Path, line: str, said: str) -> None:
    """Nothing is planned and nobody is told; the metrics have the exit code, and no file is overwritten."""
    (here / "old.json").write_text('{"format_version": "1.0", "digest": null}')
    before = (here / "reconciler.yaml").read_text()
    program = FakeProgram(ONE_CHANGE)
    ended = command(line if "--metrics" in line else f"{line} --metrics drift.prom", program)
    assert (ended.code, ended.err.splitlines()[0], program.asked, program.delivered) == (64, f"error: {said}", [], [])
    assert "s3cret" not in ended.err
    assert (here / "reconciler.yaml").read_text() == before


@pytest.mark.parametrize(
    "text",
    ["", "[", "[]", '{"told": {}}', '{"format_version": "2.0", "told": {}}', '{"format_version": "1.0", "told": []}']
    + [
        f'{{"format_version": "1.0", "told": {told}}}'
        for told in ('{"x": []}', '{"x": 1}', f'{{"sha256:{"0" * 64}": [1]}}')
    ],
)
def test_a_broken_file_of_what_was_told_is_refused(here: Path, text: str) -> None:
    """It could be a file of another program: it is neither believed nor overwritten."""
    (here / "told.json").write_text(text)
    program = FakeProgram(ONE_CHANGE)
    assert (command(BOTH, program).code, program.delivered, code_of(here)) == (64, [], "64")
    assert (here / "told.json").read_text() == text


def test_a_run_that_ends_otherwise_leaves_no_old_metrics(here: Path) -> None:
    """A bug and an interruption have their exit codes, and nobody is told."""
    for failure, code in ((KeyError("bug"), "1"), (KeyboardInterrupt(), "130")):
        program = FakeProgram(failure=failure)
        assert (str(command(BOTH, program).code), code_of(here), told(program)) == (code, code, [])


def test_an_answer_that_cannot_be_written_is_told_all_the_same(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drift was found; the command ends with 1."""

    def full(file: Path, _text: str) -> None:
        message = f"cannot write {file}: No space left on device"
        raise ReconcilerError(message)

    monkeypatch.setattr(outputs, "write_pieces", full)
    program = FakeProgram(ONE_CHANGE)
    said = command(f"{BOTH} --format json=drift.json", program)
    assert (said.code, told(program), code_of(here)) == (1, [SNS, WEB], "1")


def test_a_file_that_cannot_remember_ends_the_command_with_1(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody is told; the next run tells them again."""

    def full(file: Path, _text: str) -> None:
        message = f"cannot write {file}: No space left on device"
        raise ReconcilerError(message)

    monkeypatch.setattr(remembering, "write_whole", full)
    program = FakeProgram(ONE_CHANGE)
    said = command(BOTH, program)
    assert (said.code, told(program), code_of(here)) == (1, [SNS, WEB], "1")
    assert said.err.count("error: cannot write told.json: No space left on device") == 2


def test_drift_without_the_options_tells_nobody(here: Path) -> None:
    """Recipients in the settings alone are not told, and no file is written."""
    with (here / "reconciler.yaml").open("a") as settings:
        settings.write(f"notify: [{TOPIC}]\n")
    program = FakeProgram(ONE_CHANGE)
    assert (command("drift", program).code, told(program)) == (2, [])
    assert [path.name for path in here.iterdir()] == ["reconciler.yaml"]
