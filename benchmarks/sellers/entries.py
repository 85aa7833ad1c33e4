"""How long a user waits for the plan of 10,000, 100,000 and 1,000,000 allowed principals, with 50 ms to AWS and back.

The time is that of the whole process by the clock on the wall, the start of Python included. The server answers from
prepared texts in another process. EC2's token buckets are left out (`hasty`) and told in the note.

Example: 100 services with 1,000 principals each are read in 100 calls of 50 ms. Through 8 connections these take at
least 0.65 s, through 32 at least 0.2 s.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from sys import executable

from benchmarks.figures import Figure
from benchmarks.fresh import ROOT, Used, typical, used
from benchmarks.offline import NOBODY
from benchmarks.server import calls_at, serving

from .live import write_live
from .repository import write_repository
from .terraform import seconds
from .world import Size, make_world

LATENCY = 0.05
MEGABYTES = 300
PLAN = (executable, "-m", "benchmarks.hasty", "plan", "-q", "--out", "plan.json")


@dataclass(frozen=True, slots=True)
class Aim:
    """A number of services with a thousand principals each, the seconds of its plan, and the most repetitions."""

    services: int
    seconds: float
    repetitions: int


AIMS = (Aim(10, 0.4, 7), Aim(100, 0.8, 5), Aim(1_000, 5, 3))
QUICK = AIMS[:2]


@dataclass(frozen=True, slots=True)
class Waited:
    """The typical run of one plan, the seconds of the fastest one, and the calls of one run by action."""

    run: Used
    fastest: float
    calls: dict[str, int]


def entries_figures(folder: Path, repetitions: int, *, quick: bool = False) -> Iterator[Figure]:
    """Yield wall time and peak memory for each number of entries."""
    for aim in QUICK if quick else AIMS:
        size = Size(services=aim.services)
        waited = wait(folder, size, min(repetitions, aim.repetitions))
        name = f"{size.entries:,} entries, {LATENCY * 1000:.0f} ms a call"
        told = f"fastest {waited.fastest:.2f} s; {waited.run.cpu:.2f} s of CPU; {sum(waited.calls.values())} calls"
        note = f"{told}, EC2's token buckets would add {seconds(waited.calls):.0f} s"
        yield Figure(name=f"{name}: wall", value=round(waited.run.wall, 3), unit="s", aim=aim.seconds, note=note)
        yield Figure(name=f"{name}: peak", value=round(waited.run.peak), unit="MB", aim=MEGABYTES)


def wait(folder: Path, size: Size, repetitions: int) -> Waited:
    """Plan a seller's repository of *size* some times and return the typical run."""
    place = written(folder, size)
    with serving("sellers.wire", place / "ec2.json", LATENCY) as url:
        environment = {**os.environ, **NOBODY, "AWS_ENDPOINT_URL": url, "PYTHONPATH": str(ROOT)}
        runs = [used(PLAN, cwd=place, environment=environment) for _ in range(repetitions)]
        calls = {name: count // repetitions for name, count in calls_at(url).items()}
    _require_plan(place / "plan.json", size)
    return Waited(typical(runs, key=lambda one: one.wall), min(one.wall for one in runs), calls)


def written(folder: Path, size: Size) -> Path:
    """Return the folder with the repository and the live state of *size*; it is written once."""
    place = folder / f"sellers-{size.services}-{size.principals}"
    if not place.exists():
        world = make_world(size)
        write_repository(world, place)
        write_live(world, place)
    return place


def _require_plan(file: Path, size: Size) -> None:
    """Raise AssertionError unless the plan has a change for every list that differs: nothing was skipped."""
    changes = len(json.loads(file.read_bytes())["changes"])
    if changes != len(make_world(size).differing):
        raise AssertionError(f"{changes} changes were planned")
