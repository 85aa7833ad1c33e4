"""A mistake of ours anywhere in an apply: nobody is stranded unnamed, and all that can be told is told."""

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
    """Wish two principals to leave what holds them, one of them for an experience that is made for it."""
    turns.wish(MOVES)
    start(turns)
    return turns.plan()


def start(turns: Turns, durations: Mapping[str, int] = AT_ONCE) -> None:
    """Begin in the world that the plan is made on."""
    old, other = experience("Old", principals=[FINANCE, ADS]), experience("Other")
    turns.twin.reset(world(old, other, durations=dict(durations)))


def calls_of(turns: Turns, planning: Planning) -> int:
    """Count the calls of a run in which nothing breaks."""
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
    """Return the accounts that are governed neither as before nor as wished, and that the run does not name."""
    now = governing(turns, planning.course.organization)
    return {one for one in BEFORE if now[one] not in {BEFORE[one], WISHED[one]}} - named(run)


@pytest.mark.parametrize(("how", "durations"), BREAKS.values(), ids=BREAKS)
def test_whatever_call_breaks_everybody_is_governed_or_named(
    turns: Turns, how: dict[str, Any], durations: dict[str, int]
) -> None:
    """Each call of a run in turn: before or after AWS has got it, or none works from then on; the run says so."""
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
def test_whatever_the_clock_does_everybody_is_governed_or_named(turns: Turns, *, on: bool) -> None:
    """Each look at the clock in turn, and every sleep; with *on*, none works from then on."""
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
    """The look for other runs' change sets comes first, and nothing was written."""
    planning = moving(turns)
    turns.wrap = Breaking(1, only="list_change_sets").wrap
    with pytest.raises(RuntimeError, match="boom"):
        turns.apply(planning)
    assert turns.written() == {}


def test_a_step_that_breaks_is_told_as_our_mistake(turns: Turns) -> None:
    """By a code that stays the same, with the exception, and with what AWS has of it; what depends on it is stopped."""
    planning = moving(turns)
    turns.wrap = Breaking(1, only="start_change_set").wrap
    first, second = turns.apply(planning).outcomes
    what = "a mistake of ours: RuntimeError: boom"
    assert errors(first) == [("bug", f"{what} (whether a change set was started is unknown)", None)]
    assert (first.status, second.status) == (Status.FAILED, Status.SKIPPED)
    assert (second.because or "").startswith("experience.new: ")


def test_a_set_whose_start_we_did_not_see_is_found_and_watched(turns: Turns) -> None:
    """By its name, among those that run: it is told with its id, sent once, and what waits for it is put back."""
    planning = moving(turns)
    start(turns, SLOWLY)
    turns.wrap = Breaking(1, only="start_change_set", after=True).wrap
    run = turns.apply(planning)
    first, *_ = run.outcomes
    assert first.change_set_id
    assert [one.status.value for one in run.outcomes] == ["failed", "rolled_back", "succeeded"]
    assert governing(turns, planning.course.organization).items() >= BEFORE.items()


def test_a_set_on_its_way_is_watched_to_its_end_before_anybody_is_put_back(turns: Turns) -> None:
    """Who has left with a set that broke while we watched it is put back; who arrived with one stays."""
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


def test_nobody_who_can_be_told_is_no_reason_to_stop(turns: Turns) -> None:
    """Progress that breaks at every event, our fault or a full disk: all is done, and the report tells of it."""
    planning = moving(turns)
    turns.listener = tripping(RuntimeError("boom"))
    run = turns.apply(planning)
    assert (run.converged, run.whole, repr(run.bug)) == (True, True, "RuntimeError('boom')")
    message = "what went on could not be told: a mistake of ours: RuntimeError: boom"
    assert [(one.code, one.message) for one in run.problems] == [("bug", message)]


def test_exposure_that_cannot_be_worked_out_names_all_who_may_be_exposed(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who governs whom can't be said, but who was on its way can: too many are named rather than too few."""
    planning = moving(turns)
    turns.twin.faults.fail_change("AssociateAudience", "CLIENT_ERROR", "No.", times=3)
    monkeypatch.setattr(Ending, "exposed", tripping(RuntimeError("boom")))
    run = turns.apply(planning)
    told = [(one.principal, one.accounts, one.maybe) for one in run.exposed]
    assert told == [(FINANCE, (MEMBER,), True), (ADS, (ADS,), True)]
    assert [one.code for one in run.problems] == ["bug"]


def test_put_backs_that_cannot_be_made_hold_nothing_up(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run comes to its end, and names who is nowhere."""
    planning = moving(turns)
    turns.twin.faults.fail_change("AssociateAudience", "CLIENT_ERROR", "No.", times=2)
    monkeypatch.setattr(Putbacks, "_spare", tripping(RuntimeError("boom")))
    run = turns.apply(planning)
    assert (named(run), repr(run.bug)) == ({MEMBER, ADS}, "RuntimeError('boom')")


@pytest.mark.parametrize(("times", "converged"), [(2, True), (3, False)])
def test_a_run_goes_on_after_a_mistake_between_its_steps(turns: Turns, times: int, *, converged: bool) -> None:
    """Two are borne; the third ends the run, and the last look tells what the sets on their way have done."""
    planning = moving(turns)
    start(turns, SLOWLY)
    turns.clock.waking = [tripping(RuntimeError("boom"))] * times
    run = turns.apply(planning)
    assert (run.converged, repr(run.bug)) == (converged, "RuntimeError('boom')")
    now = governing(turns, planning.course.organization)
    assert now.items() >= WISHED.items() or named(run) == {MEMBER, ADS}
