"""Change sets that run when a plan is made: those of reconciler are awaited, others are told."""

from functools import partial

import pytest

from reconciler.errors import Unreadable
from reconciler.execute import wait_for_ours
from tests.turns import DELEGATE, Turns, change, clients, edit_in_time, experience, hurry, world

OURS = "reconciler 0123456789ab op-1 none"
NEW = {"ChangeType": "CreateExperience", "Entity": {"Type": "Experience@1.0"}, "DetailsDocument": {"Name": "New"}}


@pytest.mark.parametrize("account", ["111111111111", DELEGATE])
def test_a_set_of_an_earlier_run_is_waited_for_before_planning(turns: Turns, account: str) -> None:
    """Its new experience exists when the plan is made, so it is not created again."""
    turns.account = account
    turns.twin.reset(world(durations={"preparing": 4, "applying": 4}))
    turns.wish("{kind: experience, name: new, title: New}")
    edit_in_time(turns, NEW, name=OURS)
    assert "CreateExperience" not in str(turns.plan().plan.operations)
    assert turns.clock.slept == [3.0, 3.0, 3.0]


def test_awaited_sets_are_told_by_id(turns: Turns) -> None:
    """There is one message a look, with the ids to look up in the console."""
    turns.twin.reset(world(durations={"preparing": 4}))
    change_set = edit_in_time(turns, NEW, name=OURS)
    told: list[str] = []
    assert wait_for_ours(clients(writes=False).catalog, turns.clock, told.append) == ()
    assert told == [f"waiting for 1 change set of an earlier run: {change_set}"] * 2


def test_a_set_of_reconciler_that_never_ends_makes_aws_unreadable(turns: Turns) -> None:
    """After a quarter of an hour there is no plan, since it might repeat a creation."""
    turns.wish("{kind: experience, name: new, title: New}")
    turns.twin.faults.stick()
    change_set = edit_in_time(turns, NEW, name=OURS)
    with pytest.raises(Unreadable) as caught:
        turns.plan()
    assert caught.value.message == (f"change set {change_set} ({OURS}), started at 2026-11-22T10:00:00Z, does not end")
    assert (caught.value.exit_code, caught.value.hint) == (
        7,
        "look at it in the AWS Marketplace console, or wait and run again",
    )
    assert 900 <= turns.clock.at < 910


def test_sets_of_others_are_noted_and_not_waited_for(turns: Turns) -> None:
    """AWS itself runs change sets in an organisation; they only lock the entities that they change."""
    turns.twin.reset(world(experience("Theirs"), durations={"preparing": 60}))
    turns.wish("{kind: experience, name: new, title: New}")
    edit_in_time(turns, change("exp-theirs", "UpdateExperience", {"Description": "New"}))
    (change_set,) = turns.twin.catalog.marketplace.change_sets
    planning = turns.plan()
    notes = [(problem.severity, problem.code, problem.message) for problem in planning.plan.problems]
    message = f"change set {change_set} (by hand) of someone else runs and locks exp-theirs"
    assert notes == [("note", "foreign-change-set", message)]
    assert (len(planning.plan.operations), turns.clock.slept) == (1, [])


def test_the_last_look_does_not_wait_for_a_set_that_the_run_gave_up(turns: Turns) -> None:
    """A set that does not end within half an hour ends the run at once, unverified."""
    turns.wish("{kind: experience, name: new, title: New}")
    turns.twin.faults.stick()
    hurry(turns)
    run = turns.apply()
    assert turns.clock.at < 2500
    (stuck,) = turns.twin.catalog.marketplace.change_sets
    assert run.problems[0].message.startswith(f"AWS could not be read again: change set {stuck} (reconciler ")


def test_a_set_started_by_another_run_after_the_plan_is_awaited(turns: Turns) -> None:
    """Its experience cannot be found by title yet; afterwards it is found and not created a second time."""
    turns.twin.reset(world(durations={"preparing": 4, "applying": 4}))
    turns.wish("{kind: experience, name: new, title: New}")
    planning = turns.plan()
    edit_in_time(turns, NEW, name=OURS)
    run = turns.apply(planning)
    assert [one.name for one in turns.twin.experiences().values()] == ["New"]
    assert [(outcome.status, outcome.errors[0].code) for outcome in run.outcomes] == [("failed", "appeared")]
    assert turns.plan().plan.operations == ()


def another_run(turns: Turns) -> None:
    """Let another run of reconciler start to create the experience."""
    edit_in_time(turns, NEW, name=OURS)


def test_a_set_started_by_another_run_during_the_run_is_awaited(turns: Turns) -> None:
    """Another run starts between two sets of this run; the experience that it creates is not created again."""
    turns.twin.reset(world(experience("Old"), durations={"preparing": 4, "applying": 4}))
    turns.wish("{kind: experience, name: new, title: New}")
    planning = turns.plan()
    turns.twin.faults.after("ListChangeSets", partial(another_run, turns))
    turns.apply(planning)
    assert [one.name for one in turns.twin.experiences().values()].count("New") == 1
