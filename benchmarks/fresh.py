"""Commands in processes of their own, with their time and memory."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TypeVar

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LAUNCHER = (sys.executable, "-I", "-S", str(ROOT / "benchmarks" / "launcher.py"))
T = TypeVar("T")


class FailedError(RuntimeError):
    """A measured command has failed, so there is no figure."""


@dataclass(frozen=True, slots=True)
class Used:
    """One process from start to end: seconds of wall time and CPU, peak memory in MB, and its output."""

    wall: float
    cpu: float
    peak: float
    output: str


def used(command: Sequence[str | Path], *, cwd: Path = ROOT, environment: Mapping[str, str] | None = None) -> Used:
    """Run *command* to its end, with compiled bytecode, as in an installation.

    Raises FailedError when its exit code is not 0.
    """
    compiled = {name: value for name, value in (environment or os.environ).items() if name != "PYTHONDONTWRITEBYTECODE"}
    with TemporaryFile() as answer, TemporaryFile() as errors, TemporaryFile() as told:
        launch = [*LAUNCHER, str(told.fileno()), *map(str, command)]
        fds = (told.fileno(),)
        subprocess.run(launch, cwd=cwd, env=compiled, stdout=answer, stderr=errors, pass_fds=fds, check=False)
        wall, cpu, peak, code = json.loads(_text(told) or "[0, 0, 0, 127]")
        if code:
            said = _text(errors).strip()[-500:]
            raise FailedError(f"{' '.join(map(str, command))} ended with {code}: {said}")
        return Used(wall, cpu, peak, _text(answer))


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


def typical(measured: Sequence[T], key: Callable[[T], float]) -> T:
    """Return the median of the measurements."""
    return sorted(measured, key=key)[len(measured) // 2]
