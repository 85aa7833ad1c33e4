"""Each stage of a plan of a thousand endpoint services, several times in interpreters of its own, and its calls."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure
from benchmarks.fresh import typical, used
from benchmarks.planning import Stage
from reconciler.kinds.endpoint_service.verbs import PERMIT

from .entries import written
from .live import CONNECTIONS, fewest_calls
from .terraform import forms, seconds
from .world import Size, World, make_world

STAGES = {
    "floor": Stage("libyaml alone on the same files"),
    "load": Stage("load + validate", seconds=2),
    "pages": Stage("read the pages over HTTP", seconds=3),
    "diff": Stage("diff + batch", seconds=1),
    "plan": Stage("whole plan over HTTP", megabytes=300),
    "apply": Stage("whole apply over HTTP", megabytes=300),
    "import": Stage("import of everything over HTTP", megabytes=300),
}
"""Stages over HTTP call a server in another process as often as EC2; aims are for the full size."""

ONCE = ("apply", "import")
"""The longest stages, which are measured once."""

Taken = Mapping[str, Any]


def selling_figures(folder: Path, repetitions: int, size: Size) -> Iterator[Figure]:
    """Write a world of *size* below *folder*, plan and apply it in turns; yield times, memory and calls."""
    world, place = make_world(size), written(folder, size)
    rounds = [{key: _taken(key, place) for key in STAGES if not n or key not in ONCE} for n in range(repetitions)]
    runs = {key: [one[key] for one in rounds if key in one] for key in STAGES}
    taken = {key: typical(runs[key], key=lambda stage: float(stage["cpu"])) for key in STAGES}
    for key, stage in STAGES.items():
        seconds_aimed, megabytes = (stage.seconds, stage.megabytes) if size == Size() else (None, None)
        note = f"{taken[key]['wall']:.2f} s of wall time" if stage.seconds else ""
        name = f"services: {stage.name}"
        yield Figure(name=f"{name}: CPU", value=taken[key]["cpu"], unit="s", aim=seconds_aimed, note=note)
        yield Figure(name=f"{name}: peak", value=taken[key]["peak"], unit="MB", aim=megabytes)
    yield from _calls(world, taken["plan"]["calls"], taken["apply"]["calls"])
    yield from _reads_of_import(world, taken["import"]["calls"])


def _calls(world: World, planned: Mapping[str, int], applied: Mapping[str, int]) -> Iterator[Figure]:
    """Yield the calls of a plan and an apply, the fewest possible ones, and those of other tools."""
    made, fewest = {**planned, PERMIT.name: applied.get(PERMIT.name, 0)}, fewest_calls(world)
    for action, count in sorted(made.items()):
        yield Figure(name=f"calls: {action}", value=count, unit="", aim=fewest.get(action, 0))
    yield _all("calls: all", made, sum(fewest.values()))
    yield _all("calls: apply, with its readings before and after", applied)
    for form in forms(world):
        yield _all(f"calls: {form.name}", form.calls)


def _reads_of_import(world: World, made: Mapping[str, int]) -> Iterator[Figure]:
    """Yield the calls of an import of everything: it reads what a plan reads, but for connections."""
    fewest = {
        action: count for action, count in fewest_calls(world).items() if action not in {CONNECTIONS, PERMIT.name}
    }
    yield _all("calls: import, all", made, sum(fewest.values()))


def _all(name: str, calls: Mapping[str, int], aim: float | None = None) -> Figure:
    """Return the sum of calls, with the time that EC2's token buckets require."""
    waiting, edits = seconds(calls), calls.get(PERMIT.name, 0)
    time = f"{waiting:.0f} s" if waiting < 600 else f"{waiting / 3600:.1f} h"
    return Figure(
        name=name, value=sum(calls.values()), unit="", aim=aim, note=f"{edits} edits; {time} at EC2's token buckets"
    )


def _taken(stage: str, folder: Path) -> Taken:
    """Return the figures of one run of *stage*."""
    found: Taken = json.loads(used([sys.executable, "-m", "benchmarks.sellers.stages", stage, folder]).output)
    return found
