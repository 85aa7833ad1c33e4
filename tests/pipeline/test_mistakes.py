"""A bug anywhere in an apply: no account is left ungoverned without being named, and the report is complete."""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.execute.putback import Putbacks
from reconciler.impact import Ending
from reconciler.model import Status
from reconciler.pipeline import Planning, Run
from tests.pipeline.mistaken import Breaking, governing, named, tripping
from tests.trial import ADS, FINANCE, MEMBER, Trial, errors, experience, world

MANY = ", ".join(f"prod-{number:03}" for number in range(60))
MOVES = (
    "{kind: experience, items: {old: {title: Old, principals: []}, "
    f"new: {{title: New, status: enabled, principals: [{FINANCE}], products: {{allow: [{MANY}]}}}}, "
    f"other: {{title: Other, principals: [{ADS}]}}}}}}"
)
BEFORE = {MEMBER: "Old", ADS: "Old"}
WISHED = {MEMBER: "New", ADS: "Other"}
SLOWLY = {"preparing": 3, "applying": 0}
AT_ONCE = {"preparing": 0, "applying": 0}


def moving(trial: Trial) -> Planning:
    """Move two principals, one of them to a new experience, and return the plan."""
    trial.wish(MOVES)
    start(trial)
    return trial.plan()


def start(trial: Trial, durations: Mapping[str, int] = AT_ONCE) -> None:
    """Reset the twin to the state that the plan is made on."""
    old, other = experience("Old", principals=[FINANCE, ADS]), experience("Other")
    trial.twin.reset(world(old, other, durations=dict(durations)))


def calls_of(trial: Trial, planning: Planning) -> int:
    """Return the number of calls of a run without faults."""
    counting = Breaking(at=0)
    trial.wrap = counting.wrap
    assert trial.apply(planning).converged
    return counting.calls


BREAKS = {
    "before": ({}, SLOWLY),
    "after": ({"after": True}, SLOWLY),
    "after, at once": ({"after": True}, AT_ONCE),
    "from then on": ({"on": True}, SLOWLY),
}


def unnamed(trial: Trial, planning: Planning, run: Run) -> set[str]:
    """Return the accounts that are governed neither as before nor as desired, and that the run does not name."""
    now = governing(trial, planning.course.organization)
    return {one for one in BEFORE if now[one] not in {BEFORE[one], WISHED[one]}} - named(run)


@pytest.mark.parametrize(("how", "durations"), BREAKS.values(), ids=BREAKS)
def test_a_bug_in_any_call_leaves_accounts_governed_or_named(
    trial: Trial, how: dict[str, Any], durations: dict[str, int]
) -> None:
    """Each call breaks in turn, before or after AWS gets it, alone or with all that follow."""
    planning, reached = moving(trial), 0
    for number in range(1, calls_of(trial, planning) + 1):
        start(trial, durations)
        trial.wrap = Breaking(number, **how).wrap
        try:
            run = trial.apply(planning)
        except RuntimeError:
            assert trial.written() == {}
            continue
        reached += 1
        told = {error[0] for one in run.outcomes for error in errors(one)} | {one.code for one in run.problems}
        assert (unnamed(trial, planning, run), "bug" in told, repr(run.bug)) == (set(), True, "RuntimeError('boom')"), (
            number
        )
        assert run.converged or run.remaining or run.unverified
    assert reached > 10


@pytest.mark.parametrize("on", [False, True])
def test_a_bug_of_the_clock_leaves_accounts_governed_or_named(trial: Trial, *, on: bool) -> None:
    """Each reading of the clock and each sleep breaks in turn, alone or with all that follow (*on*)."""
    planning, clock, counting, reached = moving(trial), trial.clock, Breaking(0), 0
    trial.clock = counting.clock(clock)
    assert trial.apply(planning).converged
    for number in range(1, counting.calls + 1):
        start(trial)
        trial.clock = Breaking(number, on=on).clock(clock)
        try:
            run = trial.apply(planning)
        except RuntimeError:
            assert trial.written() == {}
            continue
        reached += 1
        assert (unnamed(trial, planning, run), repr(run.bug)) == (set(), "RuntimeError('boom')"), number
        assert run.converged or run.remaining or run.unverified
    assert reached > 10


def test_a_call_that_breaks_before_anything_was_sent_ends_the_run(trial: Trial) -> None:
    """The look for change sets of other runs comes first, so nothing was written."""
    planning = moving(trial)
    trial.wrap = Breaking(1, only="list_change_sets").wrap
    with pytest.raises(RuntimeError, match="boom"):
        trial.apply(planning)
    assert trial.written() == {}


def test_a_step_that_breaks_is_reported_as_a_bug(trial: Trial) -> None:
    """The report has a fixed code, the exception, and what AWS has; the dependants are stopped."""
    planning = moving(trial)
    trial.wrap = Breaking(1, only="start_change_set").wrap
    first, second = trial.apply(planning).outcomes
    what = "a bug in reconciler: RuntimeError: boom"
    assert errors(first) == [("bug", f"{what} (whether a change set was started is unknown)", None)]
    assert (first.status, second.status) == (Status.FAILED, Status.SKIPPED)
    assert (second.because or "").startswith("experience.new: ")


def test_a_set_whose_start_was_not_seen_is_found_and_watched(trial: Trial) -> None:
    """The set is found by its name among the running sets, told with its id and sent once.

    Its dependants are put back.
    """
    planning = moving(trial)
    start(trial, SLOWLY)
    trial.wrap = Breaking(1, only="start_change_set", after=True).wrap
    run = trial.apply(planning)
    first, *_ = run.outcomes
    assert first.change_set_id
    assert [one.status.value for one in run.outcomes] == ["failed", "rolled_back", "succeeded"]
    assert governing(trial, planning.course.organization).items() >= BEFORE.items()


def test_a_running_set_is_watched_to_its_end_before_a_put_back(trial: Trial) -> None:
    """Principals that left with a set that could not be watched are put back; those that arrived stay."""
    planning = moving(trial)
    start(trial, SLOWLY)
    trial.wrap = Breaking(1, only="describe_change_set").wrap
    run = trial.apply(planning)
    assert [one.status.value for one in run.outcomes] == ["failed", "rolled_back", "succeeded"]
    assert governing(trial, planning.course.organization).items() >= BEFORE.items()
    start(trial, SLOWLY)
    breaking = Breaking(1, only="describe_change_set")

    def heard(event: Mapping[str, Any]) -> None:
        if (event["event"], event["operation"]) == ("started", "op-2"):
            breaking.calls = 0

    trial.listener, trial.wrap = heard, breaking.wrap
    breaking.calls = 1
    run = trial.apply(planning)
    assert [one.status.value for one in run.outcomes] == ["succeeded", "failed"]
    assert (governing(trial, planning.course.organization).items() >= WISHED.items(), run.converged) == (True, True)


def test_a_run_continues_when_progress_cannot_be_reported(trial: Trial) -> None:
    """Each event raises, by a bug or a full disk: everything is done, and the report says so."""
    planning = moving(trial)
    trial.listener = tripping(RuntimeError("boom"))
    run = trial.apply(planning)
    assert (run.converged, run.whole, repr(run.bug)) == (True, True, "RuntimeError('boom')")
    message = "progress could not be shown: a bug in reconciler: RuntimeError: boom"
    assert [(one.code, one.message) for one in run.problems] == [("bug", message)]


def test_exposure_that_cannot_be_computed_names_all_possible_accounts(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Governance cannot be computed, but the principals that move are known: too many are named rather than too few."""
    planning = moving(trial)
    trial.twin.faults.fail_change("AssociateAudience", "CLIENT_ERROR", "No.", times=3)
    monkeypatch.setattr(Ending, "exposed", tripping(RuntimeError("boom")))
    run = trial.apply(planning)
    told = [(one.principal, one.accounts, one.maybe) for one in run.exposed]
    assert told == [(FINANCE, (MEMBER,), True), (ADS, (ADS,), True)]
    assert [one.code for one in run.problems] == ["bug"]


def test_put_backs_that_cannot_be_planned_do_not_stop_the_run(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run ends as usual and names the principals without an experience."""
    planning = moving(trial)
    trial.twin.faults.fail_change("AssociateAudience", "CLIENT_ERROR", "No.", times=2)
    monkeypatch.setattr(Putbacks, "_spare", tripping(RuntimeError("boom")))
    run = trial.apply(planning)
    assert (named(run), repr(run.bug)) == ({MEMBER, ADS}, "RuntimeError('boom')")


@pytest.mark.parametrize(("times", "converged"), [(2, True), (3, False)])
def test_a_run_goes_on_after_a_bug_between_its_steps(trial: Trial, times: int, *, converged: bool) -> None:
    """Two bugs are tolerated; the third ends the run, and the last look tells what the running sets have done."""
    planning = moving(trial)
    start(trial, {"preparing": 9, "applying": 0})
    trial.clock.waking = [tripping(RuntimeError("boom"))] * times
    run = trial.apply(planning)
    assert (run.converged, repr(run.bug)) == (converged, "RuntimeError('boom')")
    now = governing(trial, planning.course.organization)
    assert now.items() >= WISHED.items() or named(run) == {MEMBER, ADS}
