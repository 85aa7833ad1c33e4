"""Signals of users, terminals and CI to the installed program, in a process of its own.

What shall happen soon has happened within PATIENCE; nothing in these tests waits for it.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from reconciler.parallel import THREADS
from reconciler.twin.seed import parse
from reconciler.twin.twin import Twin
from tests.cli import announcing
from tests.patience import PATIENCE
from tests.printed.strict import parse_json

ENDING = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
SEED: dict[str, Any] = {
    "version": 1,
    "organization": {
        "id": "o-abcdef1234",
        "root": "r-abcd",
        "management_account": {"id": "111111111111", "name": "Management"},
        "accounts": [{"id": "222222222222", "name": "Sandbox"}, {"id": "333333333333", "name": "Ledger"}],
    },
    "durations": {"preparing": 0, "applying": 0.2},
    "experiences": [
        {
            "id": f"exp-{name.lower()}",
            "name": name,
            "status": "Enabled",
            "policy": {"requests": "Deny"},
            "principals": ids,
        }
        for name, ids in (("Old", ["222222222222", "333333333333"]), ("New", []))
    ],
}
MOVE = """\
kind: experience
items:
  old: {title: Old, principals: ["333333333333"]}
  new: {title: New, principals: ["222222222222"]}
"""
SETTINGS = 'version: 1\nmarketplace: {account: "111111111111"}\nguards: {ungoverned: allow}\n'

BOTH = ["222222222222", "333333333333"]
APPLY = "apply --yes --report report.json"
LIST = "ListOrganizationalUnitsForParent"
Running = subprocess.Popen[str]


@contextmanager
def reconciler(line: str, environment: dict[str, str], *before: str) -> Iterator[Running]:
    """Run one command line of words without blanks; *before* is a command that runs it.

    With the file HEARD in the *environment*, the command tells there that it has handled a signal.
    """
    program = ["-P", announcing.__file__] if announcing.HEARD in environment else ["-m", "reconciler"]
    command = [*before, sys.executable, *program, *line.split()]
    streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env={**os.environ, **environment}, text=True, **streams) as running:
        try:
            yield running
        finally:
            running.kill()


def until(so: Callable[[], object]) -> None:
    """Wait until a condition is true."""
    end = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.01)


def hold(answered: Event) -> None:
    """Delay the answer of a call."""
    answered.wait(PATIENCE)


def ended(running: Running) -> tuple[int, str]:
    """Return the exit code and the last line of stderr."""
    _, errors = running.communicate(timeout=PATIENCE)
    assert "Traceback" not in errors
    return running.returncode, errors.splitlines()[-1]


def exposed(here: Path) -> list[tuple[str, bool]]:
    """Return the exposed principals of the report, each with whether the exposure is only possible."""
    return [(one["principal"], one["maybe"]) for one in parse_json((here / "report.json").read_text())["exposed"]]


@dataclass
class Silence:
    """An AWS that accepts connections and never answers; *environment* points there."""

    listener: socket.socket
    open: list[socket.socket] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment that points clients to this AWS."""
        url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        return {"AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example"}

    def called(self) -> None:
        """Wait for a call, and do not answer it."""
        connection, _ = self.listener.accept()
        self.open.append(connection)


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """Restore the default handlers of signals that the test process ignores, so that its children get them."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def silence(here: Path) -> Iterator[Silence]:
    """Return an AWS that never answers, and prepare a repository."""
    (here / "desired_state").mkdir()
    (here / "desired_state" / "move.yaml").write_text(MOVE)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(PATIENCE)
        silence = Silence(listener)
        yield silence
        for connection in silence.open:
            connection.close()


@pytest.fixture
def twin(here: Path) -> Iterator[Twin]:
    """Return a twin with a repository that moves one of two accounts."""
    (here / "reconciler.yaml").write_text(SETTINGS)
    (here / "desired_state").mkdir()
    (here / "desired_state" / "move.yaml").write_text(MOVE)
    with Twin(parse(SEED)).start() as running:
        yield running


@pytest.mark.parametrize(
    ("line", "number"),
    [
        *((APPLY, number) for number in ENDING),
        ("plan", signal.SIGTERM),
        ("drift", signal.SIGHUP),
        ("effective", signal.SIGINT),
        ("import experience.more --id exp-more", signal.SIGINT),
    ],
)
def test_a_signal_ends_a_command_while_aws_does_not_answer(
    line: str, number: signal.Signals, silence: Silence, here: Path
) -> None:
    """Any signal ends any command with 130, and the report is written."""
    with reconciler(line, silence.environment) as running:
        silence.called()
        running.send_signal(number)
        assert ended(running) == (130, "interrupted")
    report = parse_json((here / "report.json").read_text()) if line == APPLY else {"outcomes": []}
    assert report["outcomes"] == []


def test_five_interrupts_in_a_row_leave_no_traceback(silence: Silence) -> None:
    """Pressing Ctrl-C five times ends the program with 130 and without a traceback."""
    with reconciler("plan", silence.environment) as running:
        silence.called()
        for _ in range(5):
            running.send_signal(signal.SIGINT)
            time.sleep(0.01)
        assert ended(running) == (130, "interrupted")


def test_no_call_is_sent_after_the_signal(twin: Twin, here: Path) -> None:
    """An organization of 60 units takes 63 calls to read. After the signal, only calls that were already sent end.

    The units below the root are three pages, one after the other. The calls for what is below each unit are held until
    the signal was handled, in all threads that make them.
    """
    pages, answered, heard = 3, Event(), here / "heard"
    units = [{"id": f"ou-abcd-{number:08}", "name": f"Unit {number}"} for number in range(60)]
    twin.reset(parse({**SEED, "organization": {**SEED["organization"], "units": units}}))
    twin.faults.before(LIST, lambda: hold(answered) if twin.calls.operations()[LIST] > pages else None, times=100)
    with reconciler("effective", {**twin.environment(), announcing.HEARD: str(heard)}) as running:
        until(lambda: twin.calls.operations()[LIST] == pages + THREADS)
        running.send_signal(signal.SIGINT)
        until(lambda: announcing.announced(heard))
        answered.set()
        assert ended(running) == (130, "interrupted")
    assert twin.calls.operations()[LIST] == pages + THREADS


def test_signals_that_were_ignored_at_the_start_stay_ignored(silence: Silence) -> None:
    """Under nohup, and in the background of a shell, only SIGTERM ends a run."""
    with reconciler("plan", silence.environment, "sh", "-c", 'trap \'\' INT HUP; exec "$0" "$@"') as running:
        silence.called()
        for number in (signal.SIGINT, signal.SIGHUP):
            running.send_signal(number)
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(0.3)
        running.send_signal(signal.SIGTERM)
        assert ended(running) == (130, "interrupted")


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_during_a_move_completes_it_or_puts_it_back(number: signal.Signals, twin: Twin, here: Path) -> None:
    """The account that has left arrives or is put back, and then the run ends."""
    twin.faults.after("StartChangeSet", lambda: running.send_signal(number))
    with reconciler(APPLY, twin.environment()) as running:
        assert ended(running) == (130, "interrupted")
    assert sorted(one for held in twin.experiences().values() for one in held.principals) == BOTH
    report = parse_json((here / "report.json").read_text())
    assert (report["converged"], report["exposed"]) == (None, [])


def test_an_interrupted_apply_has_its_report_on_stdout(twin: Twin) -> None:
    """JSON on stdout is complete, although the signal ends the run in the middle of a move."""
    twin.faults.after("StartChangeSet", lambda: running.send_signal(signal.SIGTERM))
    with reconciler("apply --yes --format json", twin.environment()) as running:
        out, _ = running.communicate(timeout=PATIENCE)
    report = parse_json(out)
    assert (running.returncode, report["converged"], report["exposed"]) == (130, None, [])
    assert report["outcomes"]


def test_a_cancelled_ci_job_leaves_a_report(twin: Twin, here: Path) -> None:
    """After INT, TERM and KILL, the report names the account that has not arrived, although AWS does not answer."""
    (here / "report.json").write_text("{}")
    answered = Event()
    twin.faults.before("DescribeChangeSet", partial(hold, answered), times=9)
    with reconciler(APPLY, twin.environment()) as running:
        until(lambda: twin.calls.operations()["DescribeChangeSet"])
        running.send_signal(signal.SIGINT)
        until(lambda: (here / "report.json").read_text() != "{}")
        assert exposed(here) == [("222222222222", True)]
        assert running.poll() is None
        (here / "report.json").write_text("{}")
        running.send_signal(signal.SIGTERM)
        assert ended(running) == (130, "interrupted")
        answered.set()
    assert exposed(here) == [("222222222222", True)]


def test_one_signal_ends_a_last_look_that_hangs(twin: Twin, here: Path) -> None:
    """All calls succeeded, and the report says that the objects are not verified."""
    answered = Event()
    sets = twin.catalog.marketplace.change_sets
    twin.faults.before("ListAWSServiceAccessForOrganization", lambda: hold(answered) if sets else None, times=2)
    with reconciler(APPLY, twin.environment()) as running:
        until(lambda: twin.calls.operations()["ListAWSServiceAccessForOrganization"] > 1)
        running.send_signal(signal.SIGTERM)
        assert ended(running) == (130, "interrupted")
        answered.set()
    report = parse_json((here / "report.json").read_text())
    assert [one["status"] for one in report["outcomes"]] == ["succeeded", "succeeded"]
    assert (report["converged"], report["unverified"]) == (None, ["experience.new", "experience.old"])
