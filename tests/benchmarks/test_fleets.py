"""The benchmark of fleets: its wire answers as AWS does, its commands plan everything, its forecast is computed."""

import sys
from pathlib import Path

import pytest

from benchmarks.fleets.cluster import Way, started
from benchmarks.fleets.forecast import Costs, joined_in, planned_in, whole_in
from benchmarks.fleets.measuring import costs_of, forecast_figures, plan_figures
from benchmarks.fleets.repositories import write_members, write_targets
from benchmarks.fleets.runs import FleetPlan, plan_fleet
from benchmarks.fleets.serving import Signed
from benchmarks.fleets.usage import FleetUse, Process, below, watched
from benchmarks.fleets.wire import FleetWire
from benchmarks.fleets.world import REGIONS, FleetSize, Target, differing, fewest_reads, principal, services, targets
from benchmarks.fresh import FailedError
from benchmarks.server import Asked

SMALL = FleetSize(accounts=2, regions=2, services=3)
COSTS = Costs(computing=0.1, waiting=0.25, joining=0.005)


def asked(key: str, body: str) -> tuple[str, str]:
    """Ask the wire of a small fleet in eu-west-1 once."""
    operation, told = FleetWire(FleetSize(2, 8, 3)).answer(Signed(key, "eu-west-1", Asked("/", "", body.encode())))
    return operation, told if isinstance(told, str) else told.decode()


def test_a_target_is_one_account_and_region() -> None:
    """The fleet of the issue has 2,000 targets in 20 regions, and one of ten differs."""
    assert (FleetSize().targets, len(list(targets(FleetSize()))), len(set(REGIONS))) == (2000, 2000, 20)
    assert differing(FleetSize()) == 200
    assert [one.account for one in targets(SMALL)] == ["210000000000", "210000000000", "210000000001", "210000000001"]


def test_only_the_first_service_of_a_target_that_differs_differs() -> None:
    """AWS lacks its first principal and has another one."""
    first, second, _ = services(Target(0, "us-east-1"), SMALL)
    assert (first.admits[0], {*first.granted} - {*map(principal, first.admits)}) == (0, {principal(500)})
    assert principal(0) not in first.granted
    assert second.granted == tuple(map(principal, second.admits))
    assert second.live()["principals"] == second.granted


def test_the_fewest_reads_ask_each_account_once_for_its_role() -> None:
    """Lists of grants are asked for one by one, services and connections once a target."""
    assert fewest_reads(FleetSize()) == {
        "AssumeRole": 100,
        "GetCallerIdentity": 100,
        "DescribeVpcEndpointServiceConfigurations": 2000,
        "DescribeVpcEndpointConnections": 2000,
        "DescribeVpcEndpointServicePermissions": 40_000,
    }


def test_the_wire_knows_the_account_by_the_assumed_role() -> None:
    """The credentials that AssumeRole returns are those of the role's account."""
    operation, told = asked("AKIANOBODY", "Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A210000000001%3Arole%2Fr")
    assert operation == "AssumeRole"
    key = told.partition("<AccessKeyId>")[2].partition("<")[0]
    assert key == "ASIA210000000001EXAM"
    assert "<Account>210000000001</Account>" in asked(key, "Action=GetCallerIdentity")[1]
    services_of = asked(key, "Action=DescribeVpcEndpointServiceConfigurations")[1]
    assert services_of.count("<serviceId>") == 3
    assert "api-001-eu-west-1-02" in services_of


@pytest.mark.parametrize("way", [Way("threads:2"), Way("processes:2"), Way("dask", workers=1, threads=2)])
def test_all_targets_are_planned_in_every_way(tmp_path: Path, way: Way) -> None:
    """Lists are read once, each target asks for its role; the memory of a worker is told where there is one."""
    plan = plan_fleet(write_targets(SMALL, tmp_path), SMALL, way, latency=0)
    assert plan.calls == {**fewest_reads(SMALL), "AssumeRole": 4, "GetCallerIdentity": 4}
    assert (plan.use.worker_peak > 0) == (way.name != "threads:2")
    assert plan.use.client_peak > 10


def test_a_fleet_of_members_is_planned_with_the_fewest_calls(tmp_path: Path) -> None:
    """A repository for each account asks once for its role."""
    assert plan_fleet(write_members(SMALL, tmp_path), SMALL, Way("threads:2"), latency=0).calls == fewest_reads(SMALL)


def test_without_dask_its_workers_are_not_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The table says why."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(FailedError, match=r"dask is not there .*: the extra fleet installs it"),
        started(Way("dask", workers=1, threads=1), tmp_path, {}),
    ):
        pass


def test_the_figures_tell_seconds_memory_and_calls_beside_the_fewest() -> None:
    """CPU is told of the client and of its workers; a target's share stands beside it."""
    use = FleetUse(wall=50, client_cpu=1, client_peak=60.2, workers_cpu=7, worker_peak=88.8)
    plan = FleetPlan(use, {"AssumeRole": 4, "DescribeVpcEndpointConnections": 22})
    wall, peak, calls = (figure.cells() for figure in plan_figures("processes:2", plan, SMALL))
    assert wall == (
        *("4 targets, processes:2: wall", "50 s", "", "", "", ""),
        "CPU: client 1.0 s, workers 7.0 s; 2000 ms of CPU a target",
    )
    assert peak[1:] == ("60 MB", "", "", "", "", "largest worker: 89 MB")
    assert calls[1:] == (
        *("26", "", "", "", "fewest: 24 (x 1.08)"),
        "4 AssumeRole, 22 DescribeVpcEndpointConnections",
    )
    assert costs_of(plan, SMALL) == Costs(computing=1.75, waiting=0.25, joining=0.25)


def test_the_forecast_tells_both_of_its_parts() -> None:
    """Each number of machines has a figure of 20,000 targets."""
    two = list(forecast_figures(COSTS))[1].cells()
    assert (two[0], two[1], two[-1]) == (
        "20,000 targets, 2 x 2 cores: computed",
        "504 s",
        "machines 504 s, client 100 s",
    )


def test_a_plan_that_lacks_a_target_is_no_figure(tmp_path: Path) -> None:
    """The measurement fails when AWS has fewer services than the repositories."""
    fleet = write_targets(SMALL, tmp_path)
    with pytest.raises((AssertionError, FailedError)):
        plan_fleet(fleet, SMALL._replace(services=2), Way("threads:2"), latency=0)


def test_a_command_that_fails_is_told_with_its_last_words(tmp_path: Path) -> None:
    """No figure is made of it."""
    with pytest.raises(FailedError, match="ended with 3: no more"):
        watched(
            [sys.executable, "-c", "import sys; sys.stderr.write('no more'); sys.exit(3)"], cwd=tmp_path, environment={}
        )


def test_workers_are_all_processes_below_the_client() -> None:
    """A process below a worker counts, the client and strangers do not."""
    parents = {1: 0, 10: 1, 20: 10, 30: 20, 40: 1}
    every = {pid: Process(parent, 0, 0, 0) for pid, parent in parents.items()}
    assert set(below(every, [10])) == {20, 30}


def test_machines_halve_the_seconds_until_the_client_takes_longest() -> None:
    """The example of the forecast: 63 rounds on two machines; the client needs 100 s for 20,000 targets."""
    large = FleetSize(accounts=1000)
    assert [round(planned_in(large, COSTS, machines)) for machines in (1, 2, 8, 64)] == [1000, 504, 128, 16]
    assert joined_in(large, COSTS) == 100
    assert [round(whole_in(large, COSTS, machines)) for machines in (2, 8, 64)] == [504, 128, 100]


def test_without_a_cluster_the_client_shares_the_cores() -> None:
    """Two cores have 20,000 times 0.105 s to compute."""
    assert whole_in(FleetSize(accounts=1000), COSTS, 1) == pytest.approx(1050)


def test_waiting_counts_where_few_targets_share_a_core() -> None:
    """A group waits 0.25 s for each target, whatever the number of machines."""
    assert planned_in(FleetSize(accounts=8), COSTS._replace(computing=0.01), 64) == pytest.approx(20 * 0.26)
