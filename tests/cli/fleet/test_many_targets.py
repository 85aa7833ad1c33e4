"""Two hundred targets, ten accounts in twenty regions: together they plan what the repository plans."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reconciler.twin.twin import Twin
from tests.cli.fleet.clusters import Cluster
from tests.cli.fleet.fleets import CUSTOMER
from tests.cli.fleet.targets import planted, seller_of, write, write_sellers, write_service
from tests.cli.starting import installed, point

ACCOUNTS = range(1, 11)
REGIONS = [
    "af-south-1",
    "ap-east-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-south-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "me-south-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-2",
]
BROKEN = "s7/eu-west-1"


@pytest.fixture
def twin(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twin]:
    """Return a twin with a service in each region of each account; customers may connect to some of them."""
    write_sellers(here, ACCOUNTS, REGIONS)
    names = [f"{seller_of(n)}-{region}" for n in ACCOUNTS for region in REGIONS]
    for at in range(8):
        write(here, f"c{at}", kind="allowed_principals", services=names[at :: 5 + at], principals=[f"{20 + at}" * 6])
    write(here, "customers", kind="allowed_principals", services=names[::9], principals=[CUSTOMER])
    with Twin(planted(ACCOUNTS, REGIONS)).start() as running:
        point(running, monkeypatch)
        yield running


def plans(*line: str) -> dict[str, dict[str, Any]]:
    """Return the answer of each target."""
    said = installed("plan", "--format", "json", *line)
    return {one["member"]: one for one in json.loads(said.out)["members"]}


def essence(plan: dict[str, Any]) -> list[str]:
    """Return the calls of a plan without their numbers."""
    return [json.dumps({**one, "id": "", "after": []}, sort_keys=True) for one in plan["operations"]]


def test_two_hundred_targets_plan_what_their_repository_plans(twin: Twin, here: Path) -> None:
    """An error in one of them is one of it alone; each has the same digest in threads, processes and a cluster."""
    whole = json.loads(installed("plan", "--format", "json").out)
    threads = plans("--on", "threads:8")
    assert sorted(call for one in threads.values() for call in essence(one["answer"])) == sorted(essence(whole))
    assert len(whole["operations"]) > 100
    assert len(threads) == 200
    write_service(here, 7, REGIONS.index("eu-west-1"), "eu-west-1", payer="nobody")
    expected = {**{name: one["answer"]["digest"] for name, one in threads.items()}, BROKEN: None}
    processes = plans("--on", "processes:2", "--select", "*/eu-west-1/*")
    with Cluster.started(2, twin.environment()) as cluster:
        workers = plans("--on", cluster.on)
    assert (len(processes), len(workers)) == (10, 200)
    for found in (processes, workers):
        assert {name: one["answer"]["digest"] for name, one in found.items()} == {
            name: expected[name] for name in found
        }
        assert [name for name, one in found.items() if one["state"] == "invalid"] == [BROKEN]
