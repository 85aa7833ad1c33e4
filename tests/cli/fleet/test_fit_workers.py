"""Which workers may get members: those that are there, and have the versions that this machine has."""

import platform
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import dask
import pytest
from distributed import Client

from reconciler.cli.fleet.cluster import connecting
from reconciler.cli.fleet.cluster.fit_workers import FitWorkers
from reconciler.errors import UsageError
from tests.cli.fleet.fleets import write_fleet, write_member
from tests.cli.starting import installed

ONE, TWO = "tcp://10.0.0.1:4000", "tcp://10.0.0.2:4000"


@dataclass
class FakeClient:
    """A scheduler's client: the *workers* with their threads, and what some of them have instead of what is here.

    Those that are *leaving* are in its list, and answer no more.
    """

    workers: dict[str, int] = field(default_factory=dict)
    other: Mapping[tuple[str, str], str | None] = field(default_factory=dict)
    silent: bool = False
    leaving: frozenset[str] = frozenset()
    scheduler: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(address="tcp://127.0.0.1:8786"))

    def nthreads(self) -> Mapping[str, int]:
        """Return the threads of each worker."""
        if self.silent:
            raise TimeoutError
        return dict(self.workers)

    def run(
        self, ask: Callable[..., str], *names: str, workers: Sequence[str], on_error: str = "raise"
    ) -> Mapping[str, Any]:
        """Return what each of *workers* says."""
        if on_error == "raise" and self.leaving.intersection(workers):
            raise OSError("Timed out trying to connect")
        return {one: OSError("Timed out") if one in self.leaving else self._said(one, ask, *names) for one in workers}

    def _said(self, worker: str, ask: Callable[..., str], name: str = "Python") -> str | Exception:
        said = self.other.get((worker, name), "as here")
        if said == "as here":
            return platform.python_version() if name == "Python" else ask(name)
        return said or PackageNotFoundError(name)


@dataclass
class Clock:
    """A clock that tests turn."""

    seconds: float = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.seconds


def workers_of(client: FakeClient, told: list[str], clock: Clock | None = None) -> FitWorkers:
    """Look at the workers behind *client*."""
    return FitWorkers(cast("Client", client), told.append, clock or Clock())


def test_workers_with_the_versions_of_this_machine_are_fit() -> None:
    """All of them get members, as many at once as they have threads."""
    found = workers_of(FakeClient({ONE: 2, TWO: 4}), [])
    assert (found.there(), found.threads) == ((ONE, TWO), 6)


def test_a_worker_that_differs_ends_the_command_before_anything_is_sent() -> None:
    """The error names the worker, what it has and what is needed, and the hint what to install."""
    client = FakeClient(
        {ONE: 2, TWO: 4},
        {(TWO, "marketplace-reconciler"): None, (TWO, "boto3"): "1.0.0", (TWO, "Python"): "3.9.1"},
    )
    with pytest.raises(UsageError) as raised:
        workers_of(client, [])
    python = ".".join(platform.python_version().split(".")[:2])
    assert raised.value.message.splitlines() == [
        "workers differ from this machine, so nothing was sent",
        "; ".join(
            [
                f"{TWO}: Python 3.9, needed is {python}",
                f"marketplace-reconciler is missing, needed is {version('marketplace-reconciler')}",
                f"boto3 1.0.0, needed is {version('boto3')}",
            ]
        ),
    ]
    assert f"'boto3=={version('boto3')}'" in raised.value.hint


def test_a_cluster_without_workers_is_an_error() -> None:
    """Nothing would ever run."""
    with pytest.raises(UsageError, match="the scheduler has no workers") as raised:
        workers_of(FakeClient(), [])
    assert raised.value.hint == "start some: dask worker tcp://127.0.0.1:8786"


def test_a_worker_that_joins_later_is_compared_before_it_gets_anything() -> None:
    """One that differs gets nothing, which is said once."""
    clock, told = Clock(), list[str]()
    client = FakeClient({ONE: 1}, {(TWO, "botocore"): "1.0.0"})
    found = workers_of(client, told, clock)
    client.workers = {ONE: 1, TWO: 1, "tcp://10.0.0.3:4000": 1}
    clock.seconds = 2
    assert found.there() == (ONE, "tcp://10.0.0.3:4000")
    clock.seconds = 4
    assert found.there() == (ONE, "tcp://10.0.0.3:4000")
    needed = version("botocore")
    assert told == [f"a worker has joined that gets nothing: {TWO}: botocore 1.0.0, needed is {needed}"]


def test_a_worker_that_leaves_while_it_is_compared_ends_nothing() -> None:
    """It gets nothing and is not blamed; once it answers, it is compared again."""
    clock, told = Clock(), list[str]()
    client = FakeClient({ONE: 1})
    found = workers_of(client, told, clock)
    client.workers, client.leaving = {ONE: 1, TWO: 1}, frozenset({TWO})
    clock.seconds = 2
    assert found.there() == (ONE,)
    client.leaving = frozenset()
    clock.seconds = 4
    assert (found.there(), told) == ((ONE, TWO), [])


def test_how_long_no_worker_has_been_there_is_known() -> None:
    """A scheduler that does not answer has none; a new one begins the count again."""
    clock = Clock()
    client = FakeClient({ONE: 1})
    found = workers_of(client, [], clock)
    client.silent = True
    clock.seconds = 20
    assert (found.there(), found.absent()) == ((), 20)
    client.silent = False
    clock.seconds = 40
    assert found.absent() == 0


def fleet_of_one(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    """Write a fleet, and do not wait long for a scheduler."""
    write_fleet(here)
    write_member(here / "sellers" / "s1", 1)
    monkeypatch.setattr(connecting, "PATIENCE", 1)


def test_no_scheduler_is_one_clear_error(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    """The exit code is 64, nothing was done, and dask itself writes nothing."""
    fleet_of_one(monkeypatch, here)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    said = installed("--config", "fleet.yaml", "plan", "--on", f"dask://127.0.0.1:{port}")
    assert (said.code, said.out, said.err.splitlines()) == (
        64,
        "",
        [
            f"error: no scheduler of dask answers at 127.0.0.1:{port}: nothing within 1 s",
            "  hint: start one with 'dask scheduler', and see that this machine reaches its port",
        ],
    )


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    """No other way of running a fleet needs it."""
    fleet_of_one(monkeypatch, here)
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = installed("--config", "fleet.yaml", "validate", "--on", "dask://127.0.0.1:8786")
    assert (said.code, said.err.splitlines()[0]) == (64, "error: --on dask needs the package distributed")
    assert "[fleet]" in said.err
    assert installed("--config", "fleet.yaml", "validate", "--on", "threads:1").code == 0


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ({}, "tcp://cluster:8786"),
        ({"distributed.comm.require-encryption": True}, "tls://cluster:8786"),
        ({"distributed.comm.tls.client.cert": "cert.pem"}, "tls://cluster:8786"),
    ],
)
def test_the_connection_is_encrypted_where_dask_is_configured_so(
    monkeypatch: pytest.MonkeyPatch, setting: Mapping[str, Any], address: str
) -> None:
    """The certificates are those of dask's own configuration."""
    asked: list[str] = []
    monkeypatch.setattr("distributed.Client", lambda address, **_: asked.append(address))
    with dask.config.set(setting):
        assert connecting.connect("cluster:8786") is None
    assert asked == [address]
