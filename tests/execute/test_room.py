"""As many change sets run as AWS allows: 250 in an account, those of others included. The clock is faked."""

import pytest

from reconciler.execute.room import Room
from reconciler.model import Status
from tests.trial import Trial, change, edit_in_time, experience, world

NUMBER = 12
NAMES = [f"E{number}" for number in range(NUMBER)]


def many(trial: Trial, allowed: int, applying: int = 20, number: int = NUMBER) -> None:
    """Plan a change set for each of *number* experiences; *allowed* change sets may be open."""
    trial.settings("change_sets: isolated\n")
    seeded = [experience(name) for name in (*NAMES, "Theirs", "Others")]
    trial.twin.reset(world(*seeded, durations={"applying": applying}, quotas={"open_change_sets": allowed}))
    items = ", ".join(f"{name.lower()}: {{title: {name}, status: disabled}}" for name in NAMES[:number])
    trial.wish(f"{{kind: experience, items: {{{items}}}}}")


def test_a_run_leaves_room_for_what_others_have_open() -> None:
    """Of 250, others have 30: the run starts 220, and one more when one has ended."""
    room = Room()
    assert [room.has(started, 30, 0.0) for started in (0, 219, 220, 249)] == [True, True, False, False]


def test_a_run_of_which_nothing_is_open_tries_in_any_case() -> None:
    """Others may have ended meanwhile; AWS refuses otherwise, which costs nothing."""
    assert Room().has(0, 250, 0.0)


def test_after_a_refusal_no_more_are_open_than_aws_has_accepted() -> None:
    """Others have opened more than was known; after a pause, one more is tried."""
    room = Room()
    room.refused(5, 10.0)
    assert [room.has(started, 0, 1.0) for started in (0, 4, 5)] == [False, True, False]
    assert [room.has(started, 0, 10.0) for started in (4, 5, 6)] == [True, True, False]
    room.accepted(6, 10.0)
    assert room.has(6, 0, 10.0)


@pytest.mark.parametrize("at_once", [1, 8])
def test_sets_wait_for_each_other_where_few_may_be_open(trial: Trial, at_once: int) -> None:
    """AWS takes four at a time: three rounds of 20 s, and few refusals, since each end makes room."""
    many(trial, 4)
    trial.at_once = at_once
    trial.converge()
    assert 60 <= trial.clock.at < 80
    refused = [event for event in trial.events if event["event"] == "retrying"]
    assert len(refused) < 30


def test_others_that_open_more_meanwhile_only_slow_a_run_down(trial: Trial) -> None:
    """Two of three places are taken by others for a while; nothing fails, and nothing is sent twice."""
    many(trial, 3)
    planning = trial.plan()
    edit_in_time(trial, change("exp-theirs", "UpdateExperience", {"Description": "Theirs"}))
    edit_in_time(trial, change("exp-others", "UpdateExperience", {"Description": "Theirs"}))
    run = trial.apply(planning)
    assert {outcome.status for outcome in run.outcomes} == {Status.SUCCEEDED}
    assert len(trial.twin.catalog.marketplace.change_sets) == NUMBER + 2
    assert all(outcome.retries == () for outcome in run.outcomes)


def test_a_set_waits_for_room_as_long_as_others_of_the_run_go_on(trial: Trial) -> None:
    """One set at a time, ten minutes each: the last starts after 40 minutes, and is not given up after half an hour."""
    many(trial, 1, applying=600, number=5)
    trial.converge()
    assert 3000 <= trial.clock.at < 3125
