"""A bug anywhere in an apply: no account is left ungoverned without being named, and the report is complete."""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.execute.putback import Putbacks
from reconciler.impact import Ending
from reconciler.model import Status
from reconciler.pipeline import Planning, Run
from tests.pipeline.mistaken import Breaking, governing, named, tripping
from tests.turns import ADS, FINANCE, MEMBER, Turns, errors, experience, world

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


def moving(turns: Turns) -> Planning:
    """Move two principals, one of them to a new experience, and return the plan."""
    turns.wish(MOVES)
    start(turns)
    return turns.plan()


def start(turns: Turns, durations: Mapping[str, int] = AT_ONCE) -> None:
    """Reset the twin to the state that the plan is made on."""
    old, other = experience("Old", principals=[FINANCE, ADS]), experience("Other")
    turns.twin.reset(world(old, other, durations=dict(durations)))


def calls_of(turns: Turns, planning: Planning) -> int:
    """Return the number of calls of a run without faults."""
    counting = Breaking(at=0)
    turns.wrap = counting.wrap
    assert turns.apply(planning).converged
    return counting.calls


BREAKS = {
    "before": ({}, SLOWLY),
    "after": ({"after": True}, SLOWLY),
    "after, at once": ({"after": True}, AT_ONCE),
    "from then on": ({"on": True}, SLOWLY),
}


def unnamed(turns: Turns, planning: Planning, run: Run) -> set[str]:
    """Return the accounts that are governed neither as before nor as desired, and that the run does not name."""
    now = governing(turns, planning.course.organization)
    return {one for one in BEFORE if now[one] not in {BEFORE[one], WISHED[one]}} - named(run)


@pytest.mark.parametrize(("how", "durations"), BREAKS.values(), ids=BREAKS)
def test_a_bug_in_any_call_leaves_accounts_governed_or_named(
    turns: Turns, how: dict[str, Any], durations: dict[str, int]
) -> None:
    """Each call breaks in turn, before or after AWS gets it, alone or with all that follow."""
    planning, reached = moving(turns), 0
    for number in range(1, calls_of(turns, planning) + 1):
        start(turns, durations)
        turns.wrap = Breaking(number, **how).wrap
        try:
            run = turns.apply(planning)
        except RuntimeError:
            assert turns.written() == {}
            continue
        reached += 1
        told = {error[0] for one in run.outcomes for error in errors(one)} | {one.code for one in run.problems}
        assert (unnamed(turns, planning, run), "bug" in told, repr(run.bug)) == (set(), True, "RuntimeError('boom')"), (
            number
        )
        assert run.converged or run.remaining or run.unverified
    assert reached > 10


@pytest.mark.parametrize("on", [False, True])
def test_a_bug_of_the_clock_leaves_accounts_governed_or_named(turns: Turns, *, on: bool) -> None:
    """Each reading of the clock and each sleep breaks in turn, alone or with all that follow (*on*)."""
    planning, clock, counting, reached = moving(turns), turns.clock, Breaking(0), 0
    turns.clock = counting.clock(clock)
    assert turns.apply(planning).converged
    for number in range(1, counting.calls + 1):
        start(turns)
        turns.clock = Breaking(number, on=on).clock(clock)
        try:
            run = turns.apply(planning)
        except RuntimeError:
            assert turns.written() == {}
            continue
        reached += 1
        assert (unnamed(turns, planning, run), repr(run.bug)) == (set(), "RuntimeError('boom')"), number
        assert run.converged or run.remaining or run.unverified
    assert reached > 10


def test_a_call_that_breaks_before_anything_was_sent_ends_the_run(turns: Turns) -> None:
    """The look for change sets of other runs comes first, so nothing was written."""
    planning = moving(turns)
    turns.wrap = Breaking(1, only="list_change_sets").wrap
    with pytest.raises(RuntimeError, match="boom"):
        turns.apply(planning)
    assert turns.written() == {}


def test_a_step_that_breaks_is_told_as_a_bug(turns: Turns) -> None:
    """The report has a fixed code, the exception, and what AWS has; the dependants are stopped."""
    planning = moving(turns)
    turns.wrap = Breaking(1, only="start_change_set").wrap
    first, second = turns.apply(planning).outcomes
    what = "a mistake of ours: RuntimeError: boom"
    assert errors(first) == [("bug", f"{what} (whether a change set was started is unknown)", None)]
    assert (first.status, second.status) == (Status.FAILED, Status.SKIPPED)
    assert (second.because or "").startswith("experience.new: ")


def test_a_set_whose_start_was_not_seen_is_found_and_watched(turns: Turns) -> None:
    """It is found by its name among the running sets, told with its id and sent once; dependants are put back."""
    planning = moving(turns)
    start(turns, SLOWLY)
    turns.wrap = Breaking(1, only="start_change_set", after=True).wrap
    run = turns.apply(planning)
    first, *_ = run.outcomes
    assert first.change_set_id
    assert [one.status.value for one in run.outcomes] == ["failed", "rolled_back", "succeeded"]
    assert governing(turns, planning.course.organization).items() >= BEFORE.items()


def test_a_running_set_is_watched_to_its_end_before_a_put_back(turns: Turns) -> None:
    """Principals that left with a set that could not be watched are put back; those that arrived stay."""
    planning = moving(turns)
    start(turns, SLOWLY)
    turns.wrap = Breaking(1, only="describe_change_set").wrap
    run = turns.apply(planning)
    assert [one.status.value for one in run.outcomes] == ["failed", "rolled_back", "succeeded"]
    assert governing(turns, planning.course.organization).items() >= BEFORE.items()
    start(turns, SLOWLY)
    breaking = Breaking(1, only="describe_change_set")

    def heard(event: Mapping[str, Any]) -> None:
        if (event["event"], event["operation"]) == ("started", "op-2"):
            breaking.calls = 0

    turns.listener, turns.wrap = heard, breaking.wrap
    breaking.calls = 1
    run = turns.apply(planning)
    assert [one.status.value for one in run.outcomes] == ["succeeded", "failed"]
    assert (governing(turns, planning.course.organization).items() >= WISHED.items(), run.converged) == (True, True)


def test_a_run_continues_when_progress_cannot_be_told(turns: Turns) -> None:
    """Each event raises, by a bug or a full disk: everything is done, and the report says so."""
    planning = moving(turns)
    turns.listener = tripping(RuntimeError("boom"))
    run = turns.apply(planning)
    assert (run.converged, run.whole, repr(run.bug)) == (True, True, "RuntimeError('boom')")
    message = "what went on could not be told: a mistake of ours: RuntimeError: boom"
    assert [(one.code, one.message) for one in run.problems] == [("bug", message)]


def test_exposure_that_cannot_be_computed_names_all_possible_accounts(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Governance cannot be computed, but the principals that move are known: too many are named rather than too few."""
    planning = moving(turns)
    turns.twin.faults.fail_change("AssociateAudience", "CLIENT_ERROR", "No.", times=3)
    monkeypatch.setattr(Ending, "exposed", tripping(RuntimeError("boom")))
    run = turns.apply(planning)
    told = [(one.principal, one.accounts, one.maybe) for one in run.exposed]
    assert told == [(FINANCE, (MEMBER,), True), (ADS, (ADS,), True)]
    assert [one.code for one in run.problems] == ["bug"]


def test_put_backs_that_cannot_be_planned_do_not_stop_the_run(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run ends as usual and names the principals without an experience."""
    planning = moving(turns)
    turns.twin.faults.fail_change("AssociateAudience", "CLIENT_ERROR", "No.", times=2)
    monkeypatch.setattr(Putbacks, "_spare", tripping(RuntimeError("boom")))
    run = turns.apply(planning)
    assert (named(run), repr(run.bug)) == ({MEMBER, ADS}, "RuntimeError('boom')")


@pytest.mark.parametrize(("times", "converged"), [(2, True), (3, False)])
def test_a_run_goes_on_after_a_bug_between_its_steps(turns: Turns, times: int, *, converged: bool) -> None:
    """Two bugs are tolerated; the third ends the run, and the last look tells what the running sets have done."""
    planning = moving(turns)
    start(turns, SLOWLY)
    turns.clock.waking = [tripping(RuntimeError("boom"))] * times
    run = turns.apply(planning)
    assert (run.converged, repr(run.bug)) == (converged, "RuntimeError('boom')")
    now = governing(turns, planning.course.organization)
    assert now.items() >= WISHED.items() or named(run) == {MEMBER, ADS}
