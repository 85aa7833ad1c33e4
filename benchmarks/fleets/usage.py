"""What a command and the processes below it use, read from Linux's /proc while they run.

The client is the process of the command. Workers are all processes below it, and those of a cluster that runs already.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, Popen, TimeoutExpired
from tempfile import TemporaryFile
from time import perf_counter
from typing import Final, NamedTuple

from benchmarks.fresh import FailedError

EVERY: Final = 0.2
"""Seconds between two looks: what a process uses after the last one is not told."""
_PROC: Final = Path("/proc")
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_KILOBYTES: Final = 1024
_PARENT, _OWN, _REAPED = 1, slice(11, 13), slice(13, 15)
"""Members of /proc/PID/stat behind the name: the parent, the ticks of a process, and those of its ended children."""


class Process(NamedTuple):
    """One process: its parent, the seconds of CPU that it and its ended children have used, its peak in MB."""

    parent: int
    own: float
    reaped: float
    peak: float


@dataclass(frozen=True, slots=True)
class FleetUse:
    """One command: seconds of wall time, seconds of CPU and peaks in MB of the client and of its workers."""

    wall: float
    client_cpu: float
    client_peak: float
    workers_cpu: float = 0.0
    worker_peak: float = 0.0

    @property
    def cpu(self) -> float:
        """Return the seconds of CPU of all processes."""
        return self.client_cpu + self.workers_cpu


class Watch:
    """Adds up what a client and its workers have used so far."""

    def __init__(self, client: int, others: Sequence[int]) -> None:
        """Watch the process *client*, all below it, and the processes *others* with those below them from now on."""
        self._client = client
        self._others = others
        self._before = _total(self._of_others(_processes()))
        self._peaks: dict[int, float] = {}
        self._client_cpu = self._client_peak = self._workers_cpu = 0.0

    def look(self) -> None:
        """Read what all have used by now; one that has ended keeps the peak of the last look."""
        every = _processes()
        if self._client not in every:
            return
        client = every[self._client]
        workers = below(every, [self._client]) | self._of_others(every)
        self._client_cpu, self._client_peak = client.own, max(client.peak, self._client_peak)
        self._workers_cpu = max(self._workers_cpu, _total(workers) + client.reaped - self._before)
        self._peaks |= {pid: one.peak for pid, one in workers.items()}

    def used(self, wall: float) -> FleetUse:
        """Return all of it, for a command that took *wall* seconds."""
        worker = max(self._peaks.values(), default=0.0)
        return FleetUse(wall, self._client_cpu, self._client_peak, self._workers_cpu, worker)

    def _of_others(self, every: Mapping[int, Process]) -> dict[int, Process]:
        return {**{pid: every[pid] for pid in self._others if pid in every}, **below(every, self._others)}


def watched(
    command: Sequence[str], *, cwd: Path, environment: Mapping[str, str], others: Sequence[int] = ()
) -> FleetUse:
    """Run *command* to its end with compiled bytecode. Raises FailedError when its exit code is not 0."""
    compiled = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with TemporaryFile() as errors:
        began = perf_counter()
        with Popen(command, cwd=cwd, env=compiled, stdin=DEVNULL, stdout=DEVNULL, stderr=errors) as process:
            watch = Watch(process.pid, others)
            while _runs(process):
                watch.look()
            wall = perf_counter() - began
        if process.returncode:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()[-500:]
            raise FailedError(f"{' '.join(command)} ended with {process.returncode}: {said}")
    return watch.used(wall)


def _runs(process: Popen[bytes]) -> bool:
    """Wait for the next look; tell whether *process* runs still."""
    with suppress(TimeoutExpired):
        process.wait(EVERY)
    return process.returncode is None


def below(every: Mapping[int, Process], roots: Sequence[int]) -> dict[int, Process]:
    """Return the processes below *roots* at any depth, without these."""
    found: dict[int, Process] = {}
    above = set(roots)
    while above:
        above = {pid for pid, one in every.items() if one.parent in above and pid not in found}
        found |= {pid: every[pid] for pid in above}
    return found


def _total(processes: Mapping[int, Process]) -> float:
    return sum(one.own + one.reaped for one in processes.values())


def _processes() -> dict[int, Process]:
    """Return all processes of this machine."""
    return {int(folder.name): one for folder in _PROC.iterdir() if folder.name.isdigit() for one in _read(folder)}


def _read(folder: Path) -> Iterator[Process]:
    """Yield one process, or nothing when it has ended meanwhile."""
    try:
        stat, status = (folder / "stat").read_text(), (folder / "status").read_text()
    except OSError:
        return
    told = stat.rpartition(")")[2].split()
    _, named, peak = status.partition("VmHWM:")
    own, reaped = (sum(map(int, told[which])) / _TICKS for which in (_OWN, _REAPED))
    yield Process(int(told[_PARENT]), own, reaped, int(peak.split()[0]) / _KILOBYTES if named else 0.0)
