"""Each stage of a large plan, several times in interpreters of their own."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from .figures import Figure
from .fresh import typical, used
from .observed import fewest_calls, write_observed
from .repository import write_repository
from .world import make_world


class Stage(NamedTuple):
    """What is told of one entry of `stages.STAGES`, and what it aims at: seconds of CPU and MB."""

    name: str
    seconds: float | None = None
    megabytes: float | None = None


STAGES = {
    "load": Stage("load + validate", seconds=0.5),
    "observe": Stage("observe"),
    "diff": Stage("diff + batch", seconds=0.5),
    "text": Stage("render text, --full"),
    "json": Stage("render JSON"),
    "plan": Stage("whole plan", seconds=2, megabytes=300),
}


def planning_figures(folder: Path, repetitions: int) -> Iterator[Figure]:
    """Write the world below *folder*, plan it stage by stage, give what each took; the whole plan comes last."""
    world = make_world()
    write_repository(world, folder)
    fewest = fewest_calls(write_observed(world, folder))
    taken: dict[str, Any] = {}
    for key, stage in STAGES.items():
        taken = typical([_taken(key, folder) for _ in range(repetitions)], key=lambda one: float(one["cpu"]))
        yield Figure(name=f"{stage.name}: CPU", value=taken["cpu"], unit="s", aim=stage.seconds)
        yield Figure(name=f"{stage.name}: peak", value=taken["peak"], unit="MB", aim=stage.megabytes)
    for action, count in taken["calls"].items():
        yield Figure(name=f"calls of the whole plan: {action}", value=count, unit="", aim=fewest.get(action))


def _taken(stage: str, folder: Path) -> dict[str, Any]:
    """Give what one run of *stage* took."""
    found: dict[str, Any] = json.loads(used([sys.executable, "-m", "benchmarks.stages", stage, folder]).output)
    return found
