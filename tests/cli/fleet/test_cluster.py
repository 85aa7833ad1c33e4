"""`--on dask://HOST:PORT`: members on two worker processes of a cluster on this machine, on the twin."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest

from reconciler.cli.fleet.cluster import dask_workers
from reconciler.twin.bridge.endpoint_services import inspect
from reconciler.twin.twin import Twin
from tests.cli.fleet.clusters import Cluster
from tests.cli.fleet.fleets import name_account, planted, service_of, write_fleet, write_member
from tests.cli.starting import installed, point
from tests.patience import PATIENCE

EDIT = "ModifyVpcEndpointServicePermissions"
READ = "DescribeVpcEndpointServicePermissions"
NUMBERS = (1, 2, 3, 4)


@pytest.fixture(scope="module")
def served() -> Iterator[Twin]:
    """Return a twin that lasts as long as the cluster, whose workers have its address."""
    with Twin(planted(*NUMBERS)).start() as running:
        yield running


@pytest.fixture(scope="module")
def cluster(served: Twin) -> Iterator[Cluster]:
    """Return a cluster of two workers, which have the credentials of the twin."""
    with Cluster.started(2, served.environment()) as running:
        yield running


@pytest.fixture
def twin(here: Path, served: Twin, monkeypatch: pytest.MonkeyPatch) -> Twin:
    """Return the twin with four sellers, and a fleet of them."""
    (here / "reconciler.yaml").unlink()
    write_fleet(here)
    for number in NUMBERS:
        write_member(here / "sellers" / f"s{number}", number)
    served.reset(planted(*NUMBERS))
    point(served, monkeypatch)
    return served


@contextmanager
def fleet(line: str, twin: Twin) -> "Iterator[subprocess.Popen[str]]":
    """Run one command line with the fleet in a process of its own."""
    command = [sys.executable, "-m", "reconciler", "--config", "fleet.yaml", *line.split()]
    streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env={**os.environ, **twin.environment()}, text=True, **streams) as running:
        try:
            yield running
        finally:
            running.kill()


def ended(running: "subprocess.Popen[str]") -> tuple[int, dict[str, Any]]:
    """Return the exit code and the answer."""
    out, errors = running.communicate(timeout=PATIENCE)
    assert "Traceback" not in errors
    assert "distributed" not in errors
    return running.returncode, json.loads(out) if out else {}


def ran(line: str) -> tuple[int, dict[str, Any]]:
    """Run one command line with the fleet in this process, to its end."""
    said = installed("--config", "fleet.yaml", *line.split())
    assert "distributed" not in said.err
    return said.code, json.loads(said.out) if said.out else {}


def states(answer: dict[str, Any]) -> list[str]:
    """Return the states of the members, in their order."""
    return [one["state"] for one in answer["members"]]


def granted() -> list[int]:
    """Return the members whose service admits the customer."""
    return [number for number in NUMBERS if inspect()[service_of(number)].principals]


def timeless(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the plans without the time of their making, and the seconds that reading took."""
    plans = [one["answer"] for one in answer["members"]]
    for plan in plans:
        plan["created_at"] = plan["budget"]["reading"]["seconds"] = None
    return plans


@pytest.mark.usefixtures("twin")
def test_a_plan_on_a_cluster_is_the_same_as_on_threads(cluster: Cluster, here: Path) -> None:
    """Each plan is equal but for its time, also with its commit and its places, and of targets; so is the exit code."""
    write_fleet(here, {"path": "sellers/s[12]"}, {"path": "sellers/s[34]", "targets": True})
    for words in ("init --quiet", "add .", "-c user.name=x -c user.email=x@example.com commit --quiet -m Begin"):
        subprocess.run(["git", *words.split()], check=True, cwd=here)
    (here / "sellers" / "s2" / "desired_state" / "notes.txt").write_text("secret")
    with (here / "sellers" / "s2" / "desired_state" / "api.yaml").open("a") as file:
        file.write("# changed\n")
    code, there = ran(f"plan --format json --detailed-exitcode --on {cluster.on}")
    local, here_too = ran("plan --format json --detailed-exitcode")
    assert (code, states(there)) == (local, ["changed"] * 4) == (2, states(here_too))
    assert timeless(there) == timeless(here_too)
    assert [one["answer"]["commit"][-6:] == "-dirty" for one in there["members"]] == [False, True, False, False]


@pytest.mark.usefixtures("twin")
def test_an_apply_on_a_cluster_converges(cluster: Cluster, here: Path) -> None:
    """Saved plans are applied there, one invalid member does not hold up the others, and drift finds nothing."""
    assert ran("plan --format json --out plans")[0] == 0
    (here / "sellers" / "s2" / "desired_state" / "api.yaml").write_text("kind: nothing\nname: x\n")
    code, answer = ran(f"apply plans --yes --format json --on {cluster.on}")
    assert (code, states(answer)) == (5, ["clean", "stale", "clean", "clean"])
    assert granted() == [1, 3, 4]
    code, answer = ran("drift --format json")
    assert (code, states(answer)) == (3, ["clean", "invalid", "clean", "clean"])


@pytest.mark.parametrize("line", ["plan", "apply --yes"])
def test_a_lost_worker_takes_no_other_member_with_it(twin: Twin, cluster: Cluster, line: str) -> None:
    """A plan is made again elsewhere. Of an apply, the member that had begun failed, and the next run converges."""
    call = EDIT if line.startswith("apply") else READ
    both = Barrier(2)
    twin.faults.before(EDIT, partial(arrive, both), times=2)  # both workers have begun a member
    twin.faults.after(call, cluster.kill_a_worker)
    code, answer = ran(f"{line} --format json --on {cluster.on}")
    if line == "plan":
        assert (code, states(answer)) == (0, ["changed"] * 4)
        return
    assert (code, sorted(states(answer))) == (1, ["clean", "clean", "clean", "failed"])
    assert ran("apply --yes --format json")[0] == 0
    assert granted() == [1, 2, 3, 4]


def test_what_has_ended_is_known_when_its_worker_is_lost(twin: Twin, cluster: Cluster, here: Path) -> None:
    """Two members run on one worker, which is killed while the second one is applied."""
    name_account(here / "sellers" / "s2", 2, 1)
    twin.faults.after(EDIT, lambda: twin.faults.after(EDIT, cluster.kill_a_worker))
    code, answer = ran(f"apply --yes --format json --on {cluster.on} --select sellers/s[12]/*")
    assert (code, states(answer)) == (1, ["clean", "failed"])
    assert ran("apply --yes --format json")[0] == 0
    assert granted() == [1, 2, 3, 4]


@pytest.mark.parametrize(("line", "code", "expected"), [("plan", 6, {"not_run"}), ("apply --yes", 1, {"failed"})])
def test_a_cluster_that_ends_is_waited_for_a_while(
    twin: Twin, monkeypatch: pytest.MonkeyPatch, line: str, code: int, expected: set[str]
) -> None:
    """No member is taken for done: what may have begun is told as lost, and the next run converges."""
    monkeypatch.setattr(dask_workers, "PATIENCE", 2)
    with Cluster.started(1, twin.environment()) as own:
        twin.faults.after(EDIT if line.startswith("apply") else READ, lambda: os.kill(own.pid, signal.SIGKILL))
        found, answer = ran(f"{line} --format json --on {own.on}")
    assert (found, set(states(answer))) == (code, expected)
    assert ran("apply --yes --format json")[0] == 0
    assert granted() == [1, 2, 3, 4]


def test_an_interrupt_lets_no_other_member_begin(twin: Twin, cluster: Cluster) -> None:
    """What runs ends as an apply of its own does; a new run does the rest."""
    both = Barrier(2, lambda: running.send_signal(signal.SIGINT))
    twin.faults.before(EDIT, partial(meet, both), times=2)
    with fleet(f"apply --yes --format json --on {cluster.on}", twin) as running:
        code, answer = ended(running)
    assert code == 130
    assert sorted(states(answer)) == ["interrupted", "interrupted", "not_run", "not_run"]
    assert len(granted()) == 2
    assert ran("apply --yes --format json")[0] == 0
    assert granted() == [1, 2, 3, 4]


def test_an_interrupt_ends_a_plan_at_once(twin: Twin, cluster: Cluster) -> None:
    """Members that only read are not waited for, and no process of theirs is left."""
    answered = Event()
    twin.faults.before("DescribeVpcEndpointServiceConfigurations", partial(hold, answered), times=9)
    twin.faults.before("AssumeRole", lambda: running.send_signal(signal.SIGTERM))
    with fleet(f"plan --format json --on {cluster.on}", twin) as running:
        assert ended(running) == (130, {})
    assert cluster.is_idle_within(PATIENCE)
    answered.set()


def arrive(both: Barrier) -> None:
    """Wait until both workers are about to write."""
    both.wait(PATIENCE)


def meet(both: Barrier) -> None:
    """Wait until both workers are about to write; then Ctrl-C is pressed, and has a moment to reach them."""
    both.wait(PATIENCE)
    time.sleep(4)


def hold(answered: Event) -> None:
    """Delay the answer of a call."""
    answered.wait(PATIENCE)
