"""Slow change sets: the times at which AWS is asked, and the events in between. The clock is faked."""

import pytest

from reconciler.model import Status
from tests.trial import Trial, experience, hurry, world

TAKES_A_MINUTE = {"preparing": 20, "applying": 40}
ONE = "{kind: experience, name: a, title: A}"


def test_the_pauses_between_two_looks_grow_to_fifteen_seconds(trial: Trial) -> None:
    """AWS is asked after a second, then less and less often, since it does not say how long a set takes."""
    trial.twin.reset(world(durations={"preparing": 60, "applying": 60}))
    trial.wish(ONE)
    trial.converge()
    assert trial.clock.slept[:7] == [1.0, 1.5, 2.25, 3.375, 5.0625, 7.59375, 11.390625]
    assert trial.clock.slept[7:] == [15.0, 15.0, 15.0, 15.0, 15.0, 15.0]


def test_jitter_stretches_a_pause_by_up_to_a_quarter(trial: Trial) -> None:
    """Sets that were started together are not described together for ever."""
    trial.twin.reset(world(durations={"preparing": 5, "applying": 5}))
    trial.jitter = 1.0
    trial.wish(ONE)
    trial.converge()
    assert trial.clock.slept == [1.25, 1.875, 2.8125, 4.21875]


def test_progress_is_reported_in_events_with_a_count_of_what_has_ended(trial: Trial) -> None:
    """The events are started, polling with AWS's status, and the outcome; they suffice for a bar and for a log line."""
    trial.twin.reset(world(durations={"preparing": 2, "applying": 2}))
    trial.wish(ONE)
    trial.converge()
    (change_set,) = trial.twin.catalog.marketplace.change_sets
    told = [(event["event"], event["message"], event["done"], event["total"]) for event in trial.events]
    assert told == [
        ("started", f"change set {change_set}", 0, 1),
        ("polling", "PREPARING", 0, 1),
        ("polling", "APPLYING", 0, 1),
        ("succeeded", "", 1, 1),
    ]
    assert {event["operation"] for event in trial.events} == {"op-1"}
    assert {event["change_set_id"] for event in trial.events} == {change_set}
    assert [event["addresses"] for event in trial.events] == [["experience.a"]] * 4


def test_independent_sets_run_side_by_side(trial: Trial) -> None:
    """Three sets of a minute take one minute together."""
    trial.settings("change_sets: isolated\n")
    trial.twin.reset(world(durations=TAKES_A_MINUTE))
    trial.wish("{kind: experience, items: {a: {title: A}, b: {title: B}, c: {title: C}}}")
    trial.converge()
    assert 60 <= trial.clock.at < 80


def test_at_most_ten_sets_run_at_a_time(trial: Trial) -> None:
    """The eleventh starts when one of the first ten has ended. AWS allows 250, but each costs calls to describe it."""
    trial.settings("change_sets: isolated\n")
    trial.twin.reset(world(durations=TAKES_A_MINUTE))
    trial.wish(f"{{kind: experience, items: {{{', '.join(f'e{n}: {{title: E{n}}}' for n in range(12))}}}}}")
    running: list[int] = []
    trial.listener = lambda _event: running.append(len(list(trial.twin.catalog.marketplace.open_sets())))
    trial.converge()
    assert max(running) == 10
    assert 120 <= trial.clock.at < 150


def test_a_set_that_depends_on_another_is_started_when_that_one_has_ended(trial: Trial) -> None:
    """The set that archives is sent after the set that disables has succeeded."""
    trial.twin.reset(world(experience("Old"), durations=TAKES_A_MINUTE))
    trial.wish("{kind: experience, name: old, title: Old, status: archived}")
    trial.converge()
    order = [(event["event"], event["operation"]) for event in trial.events if event["event"] != "polling"]
    assert order == [("started", "op-1"), ("succeeded", "op-1"), ("started", "op-2"), ("succeeded", "op-2")]


@pytest.mark.parametrize("stage", ["PREPARING", "APPLYING"])
def test_a_set_that_never_ends_is_left_after_half_an_hour(trial: Trial, stage: str) -> None:
    """The operation fails with the id of its set, its dependants are skipped, and the run has not converged."""
    trial.twin.reset(world(experience("Old"), experience("Other")))
    trial.twin.faults.stick(stage)
    trial.settings("change_sets: isolated\n")
    trial.wish(
        "{kind: experience, items: {old: {title: Old, status: archived}, other: {title: Other, status: disabled}}}"
    )
    hurry(trial)
    run = trial.apply()
    stuck = next(iter(trial.twin.catalog.marketplace.change_sets))
    why = f"change set {stuck} is still {stage}"
    assert [outcome.status for outcome in run.outcomes] == [Status.FAILED, Status.SKIPPED, Status.SUCCEEDED]
    assert (run.outcomes[0].change_set_id, run.outcomes[0].because) == (stuck, f"experience.old: {why}")
    assert run.outcomes[1].because == f"experience.old: {why}"
    assert 1800 <= trial.clock.at < 2500
    assert (run.converged, run.remaining) == (None, ("experience.old",))
    assert run.unverified == ("experience.old", "experience.other")
    assert [problem.code for problem in run.problems] == ["not-verified"]
