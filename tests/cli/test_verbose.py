"""`-v` shows each API call on stderr, `-vv` retries and waits, too; both leave the answer on stdout as it is."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from reconciler.cli.arguments import understand
from reconciler.cli.terminal import Terminal
from reconciler.errors import UsageError
from reconciler.twin.twin import Twin
from tests.cli.fakes import Screen
from tests.cli.test_installed import reconciler, twin

__all__ = ["twin"]

CALL = re.compile(
    r"(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (?P<service>[a-z0-9-]+):(?P<operation>\w+) in 111111111111 us-east-1: "
    r"(?P<outcome>\w+) in \d+\.\d\d s(?P<retried> after 1 retry)?, request (?P<id>\S+)$"
)
LEVELS = {
    "plan": 0,
    "-v plan": 1,
    "plan -v": 1,
    "plan --verbose": 1,
    "-vv plan": 2,
    "plan -vv": 2,
    "-v plan -v": 2,
    "-v -v plan": 2,
}


@pytest.mark.parametrize(("line", "level"), LEVELS.items())
def test_verbose_is_counted_before_and_after_the_command(line: str, level: int) -> None:
    """Global options may stand on both sides (contract 2)."""
    _, arguments = understand(line.split())
    assert arguments.verbose == level


@pytest.mark.parametrize("line", ["-v -q plan", "plan -qvv"])
def test_verbose_and_quiet_exclude_each_other(line: str) -> None:
    """One asks for more lines, the other for fewer."""
    with pytest.raises(UsageError, match="-v and -q cannot be combined"):
        understand(line.split())


@pytest.mark.parametrize(("level", "said"), [(0, ""), (1, "call\n"), (2, "call\nwait\n")])
def test_a_terminal_shows_the_lines_of_its_level(level: int, said: str) -> None:
    """Calls are shown with -v, waits only with -vv."""
    errors = Screen()
    terminal = Terminal(Screen(), Screen(), errors, {})
    terminal.obey(color="auto", verbose=level, quiet=False)
    terminal.add("call")
    terminal.add_more("wait")
    assert errors.getvalue() == said


@pytest.mark.parametrize(("level", "animated"), [(0, True), (1, False), (2, False)])
def test_progress_does_not_move_between_the_lines_of_calls(level: int, *, animated: bool) -> None:
    """Lines from several threads would be written into the moving one."""
    terminal = Terminal(Screen(tty=True), Screen(tty=True), Screen(tty=True), {"TERM": "xterm"})
    terminal.obey(color="auto", verbose=level, quiet=False)
    assert terminal.animated is animated


def test_verbose_shows_each_call_that_aws_has_received(twin: Twin) -> None:
    """Each call is one line with its status and an id of its own. The plan on stdout is that of a run without -v."""
    quiet = reconciler("plan --detailed-exitcode")
    assert CALL.search(quiet.err) is None
    twin.calls.clear()
    said = reconciler("-v plan --detailed-exitcode")
    assert (said.code, said.out) == (2, quiet.out)
    calls = list(CALL.finditer(said.err))
    assert Counter(call["operation"] for call in calls) == twin.calls.operations()
    assert {call["outcome"] for call in calls} == {"200"}
    assert re.search(rf"(?m)^reading AWS took {len(calls)} API calls$", said.err)
    assert len({call["id"] for call in calls}) == len(calls)


def test_very_verbose_shows_retries(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS throttles the first listing; the line of -v tells that it was retried, and a line of -vv when and why."""
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0.0)
    twin.faults.throttle("ListEntities")
    said = reconciler("plan -vv")
    assert said.code == 0
    assert len([call for call in CALL.finditer(said.err) if call["retried"]]) == 1
    retry = (
        r"(?m)^\S+Z marketplace-catalog:ListEntities in 111111111111 us-east-1: retry 1, \d\.\d\d s after Throttling"
    )
    assert re.search(retry, said.err)
    assert re.search(r"(?m)^reading AWS took \d+ API calls, 1 of them throttled$", said.err)


def test_a_denied_read_is_told_with_its_request_id(twin: Twin, here: Path) -> None:
    """The message of the error and the line of -v have the same id, and the plan's JSON has it, too."""
    twin.faults.deny("ListAWSServiceAccessForOrganization")
    said = reconciler("-v plan --format json=plan.json")
    assert said.code == 7
    (denied,) = [call["id"] for call in CALL.finditer(said.err) if call["outcome"] == "AccessDeniedException"]
    (problem,) = json.loads((here / "plan.json").read_text())["problems"]
    assert problem["message"].endswith(f"(request {denied})")
    assert f"(request {denied})" in said.err


def test_a_run_has_spent_the_calls_that_aws_has_received(twin: Twin, here: Path) -> None:
    """Reading, writing, waiting and reading again, over the clients of plan and of apply."""
    said = reconciler("apply --yes --report report.json")
    assert said.code == 0
    report = json.loads((here / "report.json").read_text())
    assert report["spent"]["calls"] == twin.calls.operations()
    assert report["spent"]["throttled"] == 0
    assert "\nSpent        forecast    actual\n  API calls  " in said.out


def test_a_plan_that_could_not_be_made_says_what_reading_has_spent(twin: Twin, here: Path) -> None:
    """So does the report of an apply that could not plan."""
    twin.faults.deny("ListAWSServiceAccessForOrganization")
    assert reconciler("plan --out plan.json").code == 7
    budget = json.loads((here / "plan.json").read_text())["budget"]
    assert (budget["calls"], budget["expected_seconds"]) == ({}, 0)
    assert budget["reading"]["calls"] == twin.calls.operations()
    twin.calls.clear()
    assert reconciler("apply --yes --report report.json").code == 7
    assert json.loads((here / "report.json").read_text())["spent"]["calls"] == twin.calls.operations()
