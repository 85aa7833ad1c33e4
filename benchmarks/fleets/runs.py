"""One command of a fleet against the wire, with what it used and which calls it made."""

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from sys import executable

from benchmarks.offline import NOBODY
from benchmarks.server import calls_at, serving

from .cluster import Way, started
from .usage import FleetUse, watched
from .world import FleetSize, differing

LATENCY = 0.05


@dataclass(frozen=True, slots=True)
class FleetPlan:
    """A plan of all members or targets of a fleet: what it used, and its calls by action."""

    use: FleetUse
    calls: Mapping[str, int]


def plan_fleet(fleet: Path, size: FleetSize, way: Way, latency: float = LATENCY) -> FleetPlan:
    """Plan *fleet* in one way. Raises FailedError if that fails, AssertionError unless every target was planned."""
    place = fleet.parent
    file = place / "size.json"
    file.write_text(json.dumps(size))
    rmtree(place / "plans", ignore_errors=True)
    with serving("fleets.wire", file, latency) as url:
        environment = {**os.environ, **NOBODY, "AWS_ENDPOINT_URL": url}
        with started(way, place, environment) as crew:
            use = watched(_command(fleet, crew.how), cwd=place, environment=environment, others=crew.workers)
        calls = calls_at(url)
    require_all(place / "plans", size)
    return FleetPlan(use, calls)


def _command(fleet: Path, how: str) -> Sequence[str]:
    words = ("plan", "--quiet", "--on", how, "--out", "plans")
    return (executable, "-m", "reconciler", "--config", fleet.name, *words)


def require_all(plans: Path, size: FleetSize) -> None:
    """Raise AssertionError unless the plans in the folder have every change and nothing was left unread."""
    index = json.loads((plans / "index.json").read_bytes())
    states = Counter(one["state"] for one in index["members"])
    changes = sum(one["changes"] or 0 for one in index["members"])
    if set(states) - {"clean", "changed"} or changes != differing(size):
        raise AssertionError(f"{changes} changes were planned, not {differing(size)}, by {dict(states)}")
