"""Slow change sets: the times at which AWS is asked, and the events in between. The clock is faked."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, cast

import pytest

from reconciler.model import Status
from reconciler.ports import Catalog, ChangeSetSummary
from tests.trial import Trial, experience, hurry, world

TAKES_A_MINUTE = {"preparing": 20, "applying": 40}
ONE = "{kind: experience, name: a, title: A}"


class Unlisted:
    """A catalogue that lists no change set that runs."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - everything else goes through
        return getattr(self._catalog, name)

    def list_change_sets(self, *, status: Collection[str] = (), **narrowed: Any) -> tuple[ChangeSetSummary, ...]:  # noqa: ANN401 - as the port takes them
        """List nothing where running change sets are asked for."""
        return () if status else self._catalog.list_change_sets(status=status, **narrowed)


def calls_of(trial: Trial, operation: str) -> int:
    """Return how often an operation was called since the twin was reset."""
    return sum(1 for call in trial.twin.calls if call.operation == operation)


def test_a_lone_set_is_seen_to_end_within_four_seconds_at_first(trial: Trial) -> None:
    """AWS is asked after a second, then every 3.5 s for fifteen seconds."""
    trial.twin.reset(world(durations={"preparing": 5, "applying": 9}))
    trial.wish(ONE)
    trial.converge()
    assert trial.clock.slept == pytest.approx([1.0, 3.5, 3.5, 3.5, 3.5], abs=0.2)


def test_a_lone_set_that_takes_long_is_asked_for_less_and_less(trial: Trial) -> None:
    """After 124 s it was described 13 times, as if each pause had been half as long again as the one before."""
    trial.twin.reset(world(durations={"preparing": 60, "applying": 60}))
    trial.wish(ONE)
    trial.converge()
    assert trial.clock.slept[5:] == pytest.approx([5.7, 11.4, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0], abs=0.2)


def test_jitter_delays_the_first_look_by_up_to_a_quarter(trial: Trial) -> None:
    """Runs that start at the same time do not ask at the same times."""
    trial.twin.reset(world(durations={"preparing": 1, "applying": 1}))
    trial.jitter = 1.0
    trial.wish(ONE)
    trial.converge()
    assert trial.clock.slept == [1.25, 3.5]


def test_one_listing_tells_of_all_sets_that_run(trial: Trial) -> None:
    """Twelve sets take a minute: each is described once, when it is not listed any more."""
    trial.settings("change_sets: isolated\n")
    trial.twin.reset(world(*(experience(f"E{n}") for n in range(12)), durations=TAKES_A_MINUTE))
    trial.wish(
        f"{{kind: experience, items: {{{', '.join(f'e{n}: {{title: E{n}, status: disabled}}' for n in range(12))}}}}}"
    )
    planning = trial.plan()
    before = calls_of(trial, "ListChangeSets")
    trial.apply(planning)
    assert calls_of(trial, "DescribeChangeSet") == 12
    assert 60 <= trial.clock.at <= 64
    assert calls_of(trial, "ListChangeSets") - before < 45


def test_a_set_that_is_not_listed_yet_is_described(trial: Trial) -> None:
    """A set is not taken for ended because it is not listed."""
    trial.settings("change_sets: isolated\n")
    trial.twin.reset(world(experience("A"), experience("B"), durations=TAKES_A_MINUTE))
    trial.wish("{kind: experience, items: {a: {title: A, status: disabled}, b: {title: B, status: disabled}}}")
    trial.wrap = lambda clients: replace(clients, catalog=cast("Catalog", Unlisted(clients.catalog)))
    trial.converge()
    assert 60 <= trial.clock.at <= 75
    assert calls_of(trial, "DescribeChangeSet") < 20


def test_progress_is_reported_in_events_with_a_count_of_what_has_ended(trial: Trial) -> None:
    """The events are started, polling with AWS's status, and the outcome; they suffice for a bar and for a log line."""
    trial.twin.reset(world(durations={"preparing": 3, "applying": 3}))
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


def test_as_many_sets_run_at_a_time_as_there_are(trial: Trial) -> None:
    """Twenty-five sets that do not depend on each other take the time of one; AWS allows 250 (catalog 2)."""
    trial.settings("change_sets: isolated\n")
    trial.twin.reset(world(*(experience(f"E{n}") for n in range(25)), durations=TAKES_A_MINUTE))
    trial.wish(
        f"{{kind: experience, items: {{{', '.join(f'e{n}: {{title: E{n}, status: disabled}}' for n in range(25))}}}}}"
    )
    running: list[int] = []
    trial.listener = lambda _event: running.append(len(list(trial.twin.catalog.marketplace.open_sets())))
    trial.converge()
    assert max(running) == 25
    assert 60 <= trial.clock.at < 65


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
