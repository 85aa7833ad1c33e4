"""Fleets that are interrupted, or that lose a process, while they are applied."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from multiprocessing import active_children
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest

from reconciler.cli.fleet.processes import ProcessWorkers
from reconciler.cli.fleet.roll import Roll
from reconciler.cli.fleet.task import Done, MemberTask
from reconciler.fleet import Member
from reconciler.interruption import Interruption
from reconciler.twin.bridge.endpoint_services import inspect
from reconciler.twin.twin import Twin
from tests.cli import announcing
from tests.cli.fleet.clusters import children_of, words_of
from tests.cli.fleet.fleets import name_account, planted, service_of, write_fleet, write_member
from tests.patience import PATIENCE

EDIT = "ModifyVpcEndpointServicePermissions"
NUMBERS = (1, 2, 3, 4)


@pytest.fixture
def twin(here: Path) -> Iterator[Twin]:
    """Return a twin with four sellers, and a fleet of them."""
    (here / "reconciler.yaml").unlink()
    write_fleet(here)
    for number in NUMBERS:
        write_member(here / "sellers" / f"s{number}", number)
    with Twin(planted(*NUMBERS)).start() as running:
        yield running


@contextmanager
def fleet(line: str, twin: Twin) -> "Iterator[subprocess.Popen[str]]":
    """Run one command line with the fleet in a process of its own."""
    command = [sys.executable, "-P", announcing.__file__, "--config", "fleet.yaml", *line.split()]
    streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    environment = {**os.environ, **twin.environment(), announcing.HEARD: "heard"}
    with subprocess.Popen(command, env=environment, text=True, **streams) as running:
        try:
            yield running
        finally:
            running.kill()


def ended(running: "subprocess.Popen[str]") -> tuple[int, dict[str, str]]:
    """Return the exit code and the state of each member."""
    out, errors = running.communicate(timeout=PATIENCE)
    assert "Traceback" not in errors
    assert "resource_tracker" not in errors  # Python complains of semaphores that nobody has removed
    members = json.loads(out)["members"] if out else []
    return running.returncode, {one["member"]: one["state"] for one in members}


def interrupt(running: "subprocess.Popen[str]", here: Path) -> None:
    """Press Ctrl-C; the call is answered once the fleet and the member that runs have heard of it."""
    running.send_signal(signal.SIGINT)
    end = time.monotonic() + PATIENCE
    while announcing.announced(here / "heard") < 2:
        assert time.monotonic() < end
        time.sleep(0.01)


def arrive(both: Barrier) -> None:
    """Wait until both processes are about to write."""
    both.wait(PATIENCE)


def hold(answered: Event) -> None:
    """Delay the answer of a call."""
    answered.wait(PATIENCE)


def meet(both: Barrier, answered: Event) -> None:
    """Say that a call is there, and delay its answer."""
    both.wait(PATIENCE)
    hold(answered)


def granted() -> list[int]:
    """Return the members whose service admits the customer."""
    return [number for number in NUMBERS if inspect()[service_of(number)].principals]


@pytest.mark.parametrize("manner", ["threads:1", "processes:1"])
def test_an_interrupt_lets_no_other_member_begin(twin: Twin, here: Path, manner: str) -> None:
    """What runs ends as an apply of its own does, and the answer says who was not run; a new run does the rest."""
    twin.faults.after(EDIT, lambda: interrupt(running, here))
    with fleet(f"apply --yes --format json --on {manner}", twin) as running:
        code, states = ended(running)
    assert code == 130
    assert list(states.values()) == ["interrupted", "not_run", "not_run", "not_run"]
    assert granted() == [1]
    with fleet("apply --yes --format json", twin) as running:
        assert ended(running) == (0, dict.fromkeys(states, "clean"))
    assert granted() == [1, 2, 3, 4]


def test_an_idle_process_ends_at_an_interrupt_without_a_word(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Its members have ended. Python's own words about it would stand among those about the fleet."""
    before, told = set(active_children()), list[Done]()
    workers = ProcessWorkers(1, Interruption(), writes=True)
    workers.carry_out(
        [MemberTask(Member("s1", here / "none.yaml"), ("validate",))], Roll(lambda one, _: told.append(one))
    )
    (process,) = set(active_children()) - before
    workers.pass_on()
    process.join(PATIENCE)
    workers.leave()
    assert [one.code for one in told] == [3]
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("manner", ["threads:1", "processes:1"])
def test_a_second_interrupt_of_an_apply_leaves_what_is_known(twin: Twin, here: Path, manner: str) -> None:
    """Reports of members that have ended are in the folder, and the answer says of the others whether they began."""
    answered, calls = Event(), count()

    def interrupt_twice() -> None:
        if next(calls) == 1:
            for _ in range(2):
                running.send_signal(signal.SIGINT)
                time.sleep(1)
            hold(answered)

    twin.faults.before(EDIT, interrupt_twice, times=9)
    with fleet(f"apply --yes --format json --report reports --on {manner}", twin) as running:
        code, states = ended(running)
    answered.set()
    assert (code, [*states.values()]) == (130, ["clean", "interrupted", "not_run", "not_run"])
    index = json.loads((here / "reports" / "index.json").read_text())
    assert {one["member"]: one["state"] for one in index["members"]} == states
    assert json.loads((here / "reports" / "sellers" / "s1.json").read_text())["converged"] is True
    with fleet("apply --yes --format json", twin) as running:
        assert ended(running) == (0, dict.fromkeys(states, "clean"))
    assert granted() == [1, 2, 3, 4]


@pytest.mark.parametrize("manner", ["threads:4", "processes:4"])
def test_an_interrupt_ends_a_plan_at_once(twin: Twin, manner: str) -> None:
    """Members that only read are not waited for, and no process of the fleet is left."""
    answered = Event()
    twin.faults.before("DescribeVpcEndpointServiceConfigurations", partial(hold, answered), times=9)
    twin.faults.before("AssumeRole", lambda: running.send_signal(signal.SIGTERM))
    with fleet(f"plan --format json --on {manner}", twin) as running:
        assert ended(running) == (130, {})
        answered.set()


def test_processes_end_with_a_program_that_is_killed(twin: Twin) -> None:
    """Nobody is left who would know of what they do, or who would end them."""
    both, answered = Barrier(3), Event()
    twin.faults.before("AssumeRole", partial(meet, both, answered), times=2)
    with fleet("apply --yes --on processes:2", twin) as running:
        both.wait(PATIENCE)
        started = [*children_of(running.pid)]
        running.kill()
        end = time.monotonic() + PATIENCE
        while any(words_of(one) for one in started):
            assert time.monotonic() < end
            time.sleep(0.01)
        answered.set()
    assert len(started) >= 2


@pytest.mark.parametrize("line", ["plan --on processes:2", "apply --yes --on processes:2"])
def test_a_lost_process_takes_no_other_member_with_it(twin: Twin, line: str) -> None:
    """A plan is made again elsewhere. Of an apply, the member that had begun failed, and the next run converges."""
    call = EDIT if line.startswith("apply") else "DescribeVpcEndpointServicePermissions"
    both = Barrier(2)
    twin.faults.before(EDIT, partial(arrive, both), times=2)  # both processes have begun a member
    twin.faults.after(call, lambda: os.kill(_youngest(running.pid), signal.SIGKILL))
    with fleet(f"{line} --format json", twin) as running:
        code, states = ended(running)
    if line.startswith("plan"):
        assert (code, set(states.values())) == (0, {"changed"})
        return
    assert (code, sorted(states.values())) == (1, ["clean", "clean", "clean", "failed"])
    with fleet("apply --yes --format json", twin) as running:
        assert ended(running) == (0, dict.fromkeys(states, "clean"))
    assert granted() == [1, 2, 3, 4]


def test_what_has_ended_is_known_when_its_process_is_lost(twin: Twin, here: Path) -> None:
    """Two members run in one process, which is killed while the second one is applied."""
    name_account(here / "sellers" / "s2", 2, 1)
    twin.faults.after(EDIT, lambda: twin.faults.after(EDIT, lambda: os.kill(_youngest(running.pid), signal.SIGKILL)))
    with fleet("apply --yes --format json --on processes:1 --select sellers/s[12]/*", twin) as running:
        assert ended(running) == (1, {"sellers/s1": "clean", "sellers/s2": "failed"})
    with fleet("apply --yes --format json", twin) as running:
        assert ended(running)[0] == 0
    assert granted() == [1, 2, 3, 4]


def _youngest(parent: int) -> int:
    """Return a process that runs members: the last one that *parent* has started, from any of its threads."""
    return max(one for one in children_of(parent) if b"spawn_main" in words_of(one))
