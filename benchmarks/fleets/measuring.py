"""A plan of 2,000 targets, 50 ms a call, by threads, processes and workers of dask; what follows for 20,000 targets."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.figures import Beside, Figure, unmeasured
from benchmarks.fresh import FailedError

from .cluster import Way
from .forecast import IN_A_ROW, LARGE, MACHINES, Costs, joined_in, planned_in, whole_in
from .repositories import write_targets
from .runs import LATENCY, FleetPlan, plan_fleet
from .world import FleetSize, fewest_reads

WAYS: Final = (
    *(Way("threads:8"), Way("threads:32"), Way("processes:2"), Way("processes:8")),
    Way("2 dask workers of 4 threads", workers=2, threads=4),
)
"""What plans the fleet; the forecast follows from the last one with processes that was measured."""
QUICK: Final = FleetSize(accounts=10, regions=5)


def fleet_figures(folder: Path, *, quick: bool = False) -> Iterator[Figure]:
    """Plan the same fleet in every way; then compute the seconds of a larger one from the last."""
    size = QUICK if quick else FleetSize()
    fleet = write_targets(size, folder / "fleet")
    costs: Costs | None = None
    for way in WAYS:
        try:
            plan = plan_fleet(fleet, size, way)
        except FailedError as error:
            yield unmeasured(f"{size.targets:,} targets, {way.name}", str(error))
            continue
        yield from plan_figures(way.name, plan, size)
        costs = costs_of(plan, size) if plan.use.workers_cpu else costs
    if costs:
        yield from forecast_figures(costs)


def plan_figures(how: str, plan: FleetPlan, size: FleetSize) -> Iterator[Figure]:
    """Yield the seconds, the memory and the calls of one plan."""
    name, use = f"{size.targets:,} targets, {how}", plan.use
    cpu = f"CPU: client {use.client_cpu:.1f} s, workers {use.workers_cpu:.1f} s"
    each = f"{1000 * use.cpu / size.targets:.0f} ms of CPU a target"
    yield Figure(name=f"{name}: wall", value=round(use.wall, 1), unit="s", note=f"{cpu}; {each}")
    worker = f"largest worker: {use.worker_peak:.0f} MB" if use.worker_peak else ""
    yield Figure(name=f"{name}: client's peak", value=round(use.client_peak), unit="MB", note=worker)
    fewest = Beside("fewest", sum(fewest_reads(size).values()))
    told = ", ".join(f"{count:,} {action}" for action, count in sorted(plan.calls.items()) if count)
    yield Figure(name=f"{name}: calls", value=sum(plan.calls.values()), unit="", beside=fewest, note=told)


def costs_of(plan: FleetPlan, size: FleetSize) -> Costs:
    """Return the seconds of each target of a plan that processes have made."""
    use = plan.use
    return Costs(use.workers_cpu / size.targets, IN_A_ROW * LATENCY, use.client_cpu / size.targets)


def forecast_figures(costs: Costs) -> Iterator[Figure]:
    """Yield the computed seconds of a large fleet, by the number of machines."""
    for machines in MACHINES:
        name = f"{LARGE.targets:,} targets, {machines} x 2 cores: computed"
        parts = f"machines {planned_in(LARGE, costs, machines):.0f} s, client {joined_in(LARGE, costs):.0f} s"
        yield Figure(name=name, value=round(whole_in(LARGE, costs, machines)), unit="s", note=parts)
