"""Edits of different services are sent side by side, those of one service in the order of the plan."""

from collections.abc import Mapping
from threading import Barrier, Event, Lock
from typing import Any

import pytest

from tests.patience import PATIENCE
from tests.pipeline.sellers.test_robustness import MODIFY, PERMIT, three_services
from tests.selling import ACME, HOME, Shop, root, service, service_id, world


@pytest.fixture(autouse=True)
def _abreast(shop: Shop) -> None:
    """Send eight calls side by side, as the program does."""
    shop.at_once = 8


def services(shop: Shop, number: int) -> None:
    """Let many services admit a customer that none of them admits yet."""
    names = [f"{n:02x}" for n in range(number)]
    shop.twin.reset(world(*(service(name) for name in names)))
    for name in names:
        shop.wish(
            f"""
            {{kind: endpoint_service, name: s{name}, region: {HOME}, id: {service_id(name)}}}
            ---
            {{kind: allowed_principals, name: acme-{name}, service: s{name}, principals: ["{ACME}"]}}
            """,
            f"{name}.yaml",
        )


class Peak:
    """Counts the calls that are under way at a time."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self._lock = Lock()

    def begin(self) -> None:
        """Count a call that begins."""
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)

    def end(self) -> None:
        """Count a call that ends."""
        with self._lock:
            self.now -= 1


def test_three_services_are_edited_at_the_same_time(shop: Shop) -> None:
    """Each call waits until all three have arrived, so one after the other would never end."""
    three_services(shop)
    meeting = Barrier(3)
    shop.twin.faults.before(PERMIT, lambda: _meet(meeting), times=3)
    shop.converge()
    assert not meeting.broken


def _meet(meeting: Barrier) -> None:
    meeting.wait(PATIENCE)


def test_no_more_calls_are_under_way_than_are_allowed(shop: Shop) -> None:
    """Twenty services are edited four at a time."""
    services(shop, 20)
    shop.at_once, peak = 4, Peak()
    shop.twin.faults.before(PERMIT, peak.begin, times=20)
    shop.twin.faults.after(PERMIT, peak.end, times=20)
    shop.converge()
    assert 1 < peak.most <= 4
    assert shop.written() == {PERMIT: 20}


def test_edits_of_one_service_are_sent_one_after_the_other(shop: Shop) -> None:
    """Settings and permissions of each of three services: never two calls of one service at a time."""
    three_services(shop, more=", acceptance_required: false")
    order: list[str] = []
    shop.listener = lambda event: order.append(event["operation"])
    planned = [(one.id, one.addresses, one.action) for one in shop.plan().plan.operations]
    assert [action for _, _, action in planned] == [MODIFY, PERMIT] * 3
    shop.converge()
    for name in "abc":
        own = [id_ for id_, addresses, _ in planned if [one.name for one in addresses] == [name]]
        assert [one for one in order if one in own] == own


def test_the_report_has_the_order_of_the_plan(shop: Shop) -> None:
    """The first call is answered last: the outcomes are in the order of the plan, all events are there."""
    three_services(shop)
    answered, done = Event(), list[str]()

    def heard(event: Mapping[str, Any]) -> None:
        done.append(event["operation"])
        if len(done) == 2:
            answered.set()

    shop.twin.faults.before(PERMIT, lambda: _wait(answered), times=1)
    shop.listener = heard
    run = shop.apply()
    assert [(one.operation, one.status.value) for one in run.outcomes] == [
        ("op-1", "succeeded"),
        ("op-2", "succeeded"),
        ("op-3", "succeeded"),
    ]
    assert sorted(done) == ["op-1", "op-2", "op-3"]


def _wait(event: Event) -> None:
    assert event.wait(PATIENCE)


def test_a_refused_edit_stops_only_what_depends_on_it(shop: Shop) -> None:
    """One of three services is refused; the others have their grants, and a new run does the rest."""
    three_services(shop)
    shop.twin.faults.deny(PERMIT, times=1)
    run = shop.apply()
    assert sorted(one.status.value for one in run.outcomes) == ["failed", "succeeded", "succeeded"]
    (failed,) = [one for one in run.outcomes if one.status.value == "failed"]
    assert run.remaining == tuple(map(str, failed.addresses))
    shop.converge()


@pytest.mark.parametrize("times", [1, 2])
def test_calls_that_are_under_way_are_finished_or_unknown(shop: Shop, times: int) -> None:
    """The user interrupts while three calls are under way; the second time while two of them still are."""
    three_services(shop)
    meeting, go_on = Barrier(3), Event()

    def arrive() -> None:
        if meeting.wait(PATIENCE) == 0:
            shop.interrupt()
        else:
            go_on.wait(PATIENCE)

    def heard(event: Mapping[str, Any]) -> None:
        if event["event"] == "waiting" and times == 2:
            shop.interrupt()
        go_on.set()

    shop.twin.faults.before(PERMIT, arrive, times=3)
    shop.listener = lambda event: heard(event) if event["event"] == "waiting" else None
    run = shop.apply()
    go_on.set()
    told = [(one.status.value, one.because) for one in run.outcomes]
    unknown = ("failed", "interrupted; whether the call was carried out is unknown")
    assert told.count(("succeeded", None)) == (3 if times == 1 else 1)
    assert told.count(unknown) == (0 if times == 1 else 2)
    assert run.interrupted


def test_nothing_is_sent_after_an_interrupt(shop: Shop) -> None:
    """Twelve services, two at a time: what was not under way is skipped, and the next run does it."""
    services(shop, 12)
    shop.at_once = 2
    heard: list[object] = []

    def stop(event: object) -> None:
        heard.append(event)
        if len(heard) == 1:
            shop.interrupt()

    shop.listener = stop
    run = shop.apply()
    statuses = [one.status.value for one in run.outcomes]
    assert statuses.count("succeeded") <= 3
    assert statuses.count("succeeded") + statuses.count("skipped") == 12
    assert shop.written() == {PERMIT: statuses.count("succeeded")}
    assert {shop.service(f"{n:02x}").principals == {root(ACME)} for n in range(12)} == {True, False}
    shop.listener = lambda _event: None
    shop.converge()
    assert shop.written() == {PERMIT: 12}
