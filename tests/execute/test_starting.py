"""Change sets are started side by side, those that create objects one after the other."""

from threading import Barrier, Event, Lock

import pytest

from reconciler.model import Status
from tests.patience import PATIENCE
from tests.trial import Trial, change, experience, world

NAMES = [f"E{number}" for number in range(4)]
START = "StartChangeSet"


@pytest.fixture(autouse=True)
def _abreast(trial: Trial) -> None:
    """Make eight calls side by side, as the program does."""
    trial.at_once = 8


def four(trial: Trial, *, applying: int = 5) -> None:
    """Plan a change set for each of four experiences."""
    trial.settings("change_sets: isolated\n")
    trial.twin.reset(world(*map(experience, NAMES), durations={"applying": applying}))
    items = ", ".join(f"{name.lower()}: {{title: {name}, status: disabled}}" for name in NAMES)
    trial.wish(f"{{kind: experience, items: {{{items}}}}}")


def test_sets_are_started_at_the_same_time(trial: Trial) -> None:
    """Each of four calls waits until all have arrived, so one after the other would never end."""
    four(trial)
    meeting = Barrier(4)
    trial.twin.faults.before(START, lambda: _meet(meeting), times=4)
    trial.converge()
    assert not meeting.broken


def _meet(meeting: Barrier) -> None:
    meeting.wait(PATIENCE)


def test_sets_that_create_are_started_one_after_the_other(trial: Trial) -> None:
    """Each has to know which change sets are of its own run; none is taken for one of another run."""
    trial.settings("change_sets: isolated\n")
    trial.wish("{kind: experience, items: {a: {title: A}, b: {title: B}, c: {title: C}}}")
    now, most, lock = [0], [0], Lock()

    def count(by: int) -> None:
        with lock:
            now[0] += by
            most[0] = max(most[0], now[0])

    trial.twin.faults.before(START, lambda: count(1), times=3)
    trial.twin.faults.after(START, lambda: count(-1), times=3)
    trial.converge()
    assert most == [1]
    assert [event["event"] for event in trial.events if event["event"] == "retrying"] == []


def test_a_refused_start_stops_only_its_own_set(trial: Trial) -> None:
    """One of four is refused for good; the others succeed, and the report has the order of the plan."""
    four(trial)
    trial.twin.faults.fail(START, "AccessDeniedException", "No.", status=403)
    run = trial.apply()
    assert [one.operation for one in run.outcomes] == ["op-1", "op-2", "op-3", "op-4"]
    assert sorted(one.status for one in run.outcomes) == [Status.FAILED, *[Status.SUCCEEDED] * 3]


def test_answers_that_are_lost_start_nothing_twice(trial: Trial) -> None:
    """All four answers are lost; each request is sent again with its token."""
    four(trial)
    trial.twin.faults.lose_answer(START, times=4)
    trial.converge()
    assert len(trial.twin.catalog.marketplace.change_sets) == 4


def test_an_interrupt_while_sets_start_waits_for_the_answers(trial: Trial) -> None:
    """The four change sets that were sent are named in the report, and go on in AWS."""
    four(trial, applying=50)
    meeting, told = Barrier(4), Event()

    def arrive() -> None:
        if meeting.wait(PATIENCE) == 0:
            trial.interrupt()
            told.set()
        assert told.wait(PATIENCE)

    trial.twin.faults.before(START, arrive, times=4)
    run = trial.apply()
    sets = trial.twin.catalog.marketplace.change_sets
    assert run.interrupted
    assert {one.change_set_id for one in run.outcomes} == set(sets)
    assert [one.because for one in run.outcomes] == [
        f"interrupted; change set {one.change_set_id} goes on in AWS" for one in run.outcomes
    ]


def test_a_start_whose_refusal_cannot_be_explained_is_given_up(trial: Trial) -> None:
    """Three looks that fail in a row end the operation, although each retry begins a call."""
    four(trial)
    planning = trial.plan()
    for name in NAMES:
        trial.twin.edit(change(f"exp-{name.lower()}", "UpdateExperience", {"Description": "Theirs"}))
    trial.twin.faults.deny("ListEntities")
    run = trial.apply(planning)
    assert [[error.code for error in one.errors] for one in run.outcomes] == [["unreadable"]] * 4
    assert trial.clock.at < 60
