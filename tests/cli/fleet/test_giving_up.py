"""A member that no worker carries out to its end: it is tried three times, and then told truly."""

from pathlib import Path
from typing import cast

import pytest
from distributed import Client

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
    write_member(here / "s1", 1)
    task = MemberTask(Member("s1", Path("s1/reconciler.yaml")), ("validate",))
    told = list[Done]()
    client = cast("Client", FakeClient({ONE: 1}))
    workers = DaskWorkers(client, {}, Interruption(), lambda _: None, writes=writes)
    workers.carry_out([task], Roll(lambda one, _: told.append(one)))
    assert [(one.code, one.told.startswith(GIVEN_UP)) for one in told] == [(code, True)]
