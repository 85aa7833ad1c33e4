"""A member that no worker carries out to its end: it is tried three times, and then told truly."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from distributed import Client

from reconciler.cli.fleet.cluster import dask_workers
from reconciler.cli.fleet.cluster.children import TaskAnswer
from reconciler.cli.fleet.cluster.dask_workers import GIVEN_UP, DaskWorkers
from reconciler.cli.fleet.roll import Roll
from reconciler.cli.fleet.task import Done, MemberTask
from reconciler.fleet import Member
from reconciler.interruption import Interruption
from tests.cli.fleet.fleets import write_member
from tests.cli.fleet.test_fit_workers import ONE, FakeClient


@pytest.mark.parametrize(("writes", "code"), [(True, None), (False, 1)])
def test_a_member_that_cannot_be_sent_is_given_up(here: Path, writes: bool, code: int | None) -> None:  # noqa: FBT001
    """Nothing was begun, so an apply of it was not run; a plan of it has failed."""
    assert ends(here, writes=writes) == [(code, True)]


class UnbegunGroup:
    """A group that a worker has carried out without beginning anything: the scheduler did not answer in time."""

    workers = frozenset({ONE})
    failure = ""
    has_run = True
    sent = 0

    def __init__(self, _client: Client, _group: bytes, size: int, *_: object) -> None:
        """Count it."""
        self._size = size
        type(self).sent += 1

    def answers(self, _is_lost: object) -> Iterator[TaskAnswer]:
        """Return nothing."""
        return iter(())

    def take_back(self) -> frozenset[int]:
        """Return all tasks."""
        return frozenset(range(self._size))


@pytest.mark.parametrize(("writes", "code"), [(True, None), (False, 1)])
def test_a_member_that_no_worker_begins_is_given_up(
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    writes: bool,  # noqa: FBT001
    code: int | None,
) -> None:
    """A scheduler that is too slow for the workers keeps the fleet from its end for three attempts only."""
    monkeypatch.setattr(dask_workers, "RunningGroup", UnbegunGroup)
    monkeypatch.setattr(UnbegunGroup, "sent", 0)
    assert ends(here, writes=writes) == [(code, True)]
    assert UnbegunGroup.sent == 3


def ends(here: Path, *, writes: bool) -> list[tuple[int | None, bool]]:
    """Carry out one member; return its code, and whether it was given up."""
    write_member(here / "s1", 1)
    task = MemberTask(Member("s1", Path("s1/reconciler.yaml")), ("validate",))
    told = list[Done]()
    client = cast("Client", FakeClient({ONE: 1}))
    workers = DaskWorkers(client, {}, Interruption(), lambda _: None, writes=writes)
    workers.carry_out([task], Roll(lambda one, _: told.append(one)))
    return [(one.code, one.told.startswith(GIVEN_UP)) for one in told]
