"""Each stage of a large plan, several times, in interpreters of its own."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reconciler.aws.calls import CallList
from reconciler.aws.rates import rates_of
from reconciler.kinds import all_verbs

from .figures import Beside, Figure
from .fresh import typical, used
from .observed import entity_types, write_observed
from .organization import Needed, fewest_of_catalogue, fewest_of_organization, of_tree
from .repository import write_repository
from .world import World, make_world


class Stage(NamedTuple):
    """The label and the aims of one entry of `stages.STAGES`: seconds of CPU and MB."""

    name: str
    seconds: float | None = None
    megabytes: float | None = None


STAGES = {
    "floor": Stage("libyaml alone on the same files"),
    "load": Stage("load + validate", seconds=0.5),
    "observe": Stage("observe"),
    "diff": Stage("diff + batch", seconds=0.5),
    "text": Stage("render text, --full"),
    "json": Stage("render JSON"),
    "plan": Stage("whole plan", seconds=2, megabytes=300),
    "http": Stage("whole plan, boto3 over HTTP"),
    "import": Stage("import of everything, boto3 over HTTP", megabytes=300),
}
"""The last two call a server, with as many calls as AWS would get; all others call a fake in their own process."""


def planning_figures(folder: Path, repetitions: int) -> Iterator[Figure]:
    """Write the world below *folder* and plan it stage by stage, in turns; yield times, memory and calls."""
    world = make_world()
    write_repository(world, folder)
    file = write_observed(world, folder)
    rounds = [{key: _taken(key, folder) for key in STAGES} for _ in range(repetitions)]
    taken = {key: typical([one[key] for one in rounds], key=lambda stage: float(stage["cpu"])) for key in STAGES}
    for key, stage in STAGES.items():
        cpu, peak = taken[key]["cpu"], taken[key]["peak"]
        note = f"{cpu / taken['floor']['cpu']:.0f} times libyaml alone" if stage.seconds else ""
        yield Figure(name=f"{stage.name}: CPU", value=cpu, unit="s", aim=stage.seconds, note=note)
        yield Figure(name=f"{stage.name}: peak", value=peak, unit="MB", aim=stage.megabytes)
    for what, read in (("", "http"), ("import: ", "import")):
        yield from _calls(what, taken[read]["calls"], entity_types(file), world)


def _calls(what: str, calls: Mapping[str, int], entities: Counter[str], world: World) -> Iterator[Figure]:
    """Yield the calls of one reading; lists and descriptions of entities, and of the tree, beside the fewest.

    Every account may be governed by another experience here, so the answer needs the whole tree.
    """
    for action, count in sorted(calls.items()):
        yield Figure(name=f"{what}calls: {action}", value=count, unit="", note=_at_rate(action, count))
    of_catalogue = sum(calls.get(action, 0) for action in ("ListEntities", "BatchDescribeEntities", "DescribeEntity"))
    fewest = fewest_of_catalogue(entities)
    beside = Beside("fewest for this answer", fewest)
    yield Figure(name=f"{what}calls: all of the catalogue", value=of_catalogue, unit="", aim=fewest, beside=beside)
    tree = fewest_of_organization(world.organization, Needed(below=frozenset({world.organization.root})))
    beside = Beside("fewest for this answer", tree)
    yield Figure(name=f"{what}calls: all of the tree", value=of_tree(calls), unit="", beside=beside)


def _at_rate(action: str, calls: int) -> str:
    """Return how long so many calls take at the request rate, where that is noticeable."""
    rates = {call.rpartition(":")[2]: rate.per_second for call, rate in rates_of(CallList.of(all_verbs())).items()}
    seconds = calls / rates.get(action, calls)
    return f"{seconds:.0f} s at {rates[action]} a second" if seconds > 1 else ""


def _taken(stage: str, folder: Path) -> dict[str, Any]:
    """Return the figures of one run of *stage*."""
    found: dict[str, Any] = json.loads(used([sys.executable, "-m", "benchmarks.stages", stage, folder]).output)
    return found
