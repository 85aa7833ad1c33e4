"""A dask cluster on this machine, started by dask's own commands as on any machine."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from subprocess import DEVNULL, Popen
from time import sleep
from typing import Any, Final, NamedTuple

from benchmarks.fresh import FailedError

HERE: Final = ("--host", "127.0.0.1", "--no-dashboard")
_PATIENCE: Final = 60.0
_PAUSE: Final = 0.1


class Way(NamedTuple):
    """One way to carry out a fleet: what `--on` takes; or *workers* of dask that carry out so many groups at once."""

    name: str
    workers: int = 0
    threads: int = 0


class Started(NamedTuple):
    """What carries out a fleet: what `--on` takes, and the processes that run already."""

    how: str
    workers: tuple[int, ...] = ()


@contextmanager
def started(way: Way, folder: Path, environment: Mapping[str, str]) -> Iterator[Started]:
    """Start the cluster of *way*, if it needs one, in *environment*. Raises FailedError without dask."""
    if not way.workers:
        yield Started(way.name)
        return
    distributed = _dask()
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    with ExitStack() as running:

        def start(program: str, *words: str) -> int:
            command = (sys.executable, "-m", f"distributed.cli.{program}", *HERE, "--scheduler-file", str(file), *words)
            return running.enter_context(_ending(command, folder, environment)).pid

        start("dask_scheduler", "--port", "0")
        address = _address(file)
        pids = [start("dask_worker", "--nthreads", str(way.threads), "--no-nanny") for _ in range(way.workers)]
        with distributed.Client(address, timeout=_PATIENCE) as client:
            client.wait_for_workers(way.workers, timeout=_PATIENCE)
        yield Started(f"dask://{address.removeprefix('tcp://')}", tuple(pids))


def _dask() -> Any:  # noqa: ANN401 - a module without types
    """Import dask, which no other part of the benchmark needs. Raises FailedError."""
    try:
        return import_module("distributed")
    except ImportError as error:
        raise FailedError(f"dask is not there ({error}): the extra fleet installs it") from error


@contextmanager
def _ending(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Iterator[Popen[bytes]]:
    """Run a command until the end of the block."""
    with Popen(command, cwd=folder, env=environment, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()


def _address(file: Path) -> str:
    """Return the address that the scheduler writes into *file* once it listens."""
    for _ in range(int(_PATIENCE / _PAUSE)):
        if file.exists() and (told := file.read_text("utf-8")).endswith("}"):
            return str(json.loads(told)["address"])
        sleep(_PAUSE)
    raise FailedError("dask's scheduler does not start")
