"""Clusters of worker processes on this machine, each started in a process of its own.

Run as a program, this is the cluster: it writes the address of the scheduler, and ends with its stdin.
"""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHILD = b"reconciler.cli.fleet.cluster.child"


@dataclass(frozen=True)
class Cluster:
    """A running cluster: the *address* of its scheduler, and the process *pid*, which has started all others."""

    address: str
    pid: int

    @property
    def on(self) -> str:
        """Return what `--on` gets."""
        return f"dask://{self.address}"

    @classmethod
    @contextmanager
    def started(cls, workers: int, environment: Mapping[str, str]) -> "Iterator[Cluster]":
        """Start a cluster whose workers have *environment*."""
        streams: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        command = [sys.executable, __file__, str(workers)]
        with subprocess.Popen(command, env={**os.environ, **environment}, **streams) as running:
            assert running.stdout
            yield cls(running.stdout.readline().strip(), running.pid)

    def kill_a_worker(self) -> None:
        """Kill a worker that carries out a group; its nanny starts another one."""
        child = self._children()[0]
        worker = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[1]
        os.kill(int(worker), signal.SIGKILL)

    def is_idle_within(self, seconds: float) -> bool:
        """Tell whether the workers' children end within some seconds."""
        until = time.monotonic() + seconds
        while self._children() and time.monotonic() < until:
            time.sleep(0.1)
        return not self._children()

    def _children(self) -> list[int]:
        return [one for one in _below(self.pid) if CHILD in words_of(one)]


def _below(pid: int) -> Iterator[int]:
    """Return the processes that *pid* has started, and those that they have started."""
    for one in children_of(pid):
        yield one
        yield from _below(one)


def children_of(pid: int) -> Iterator[int]:
    """Return the processes that any thread of *pid* has started; a thread that has just ended has none."""
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            yield from map(int, tasks.read_text().split())


def words_of(pid: int) -> bytes:
    """Return the command line of a process, or nothing if it has just ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def serve(workers: int) -> None:
    """Run a cluster until stdin is closed."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        host="127.0.0.1",
        protocol="tcp://",
        dashboard_address=None,
        silence_logs=logging.CRITICAL,
    ) as cluster:
        sys.stdout.write(cluster.scheduler_address.removeprefix("tcp://") + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
