"""Change sets that run when a plan is made: those of reconciler are awaited, others are reported."""

from functools import partial

import pytest

from reconciler.errors import Unreadable
from reconciler.execute import wait_for_ours
from tests.trial import DELEGATE, Trial, change, clients, edit_in_time, experience, hurry, world

OURS = "reconciler 0123456789ab op-1 none"
NEW = {"ChangeType": "CreateExperience", "Entity": {"Type": "Experience@1.0"}, "DetailsDocument": {"Name": "New"}}


@pytest.mark.parametrize("account", ["111111111111", DELEGATE])
def test_a_set_of_an_earlier_run_is_waited_for_before_planning(trial: Trial, account: str) -> None:
    """The experience of the set exists when the plan is made, so it is not created again."""
    trial.account = account
    trial.twin.reset(world(durations={"preparing": 4, "applying": 4}))
    trial.wish("{kind: experience, name: new, title: New}")
    edit_in_time(trial, NEW, name=OURS)
    assert "CreateExperience" not in str(trial.plan().plan.operations)
    assert trial.clock.slept == [3.0, 3.0, 3.0]


def test_awaited_sets_are_reported_by_id(trial: Trial) -> None:
    """There is one message a look, with the ids to look up in the console."""
    trial.twin.reset(world(durations={"preparing": 4}))
    change_set = edit_in_time(trial, NEW, name=OURS)
    told: list[str] = []
    assert wait_for_ours(clients(writes=False).catalog, trial.clock, told.append) == ()
    assert told == [f"waiting for 1 change set of an earlier run: {change_set}"] * 2


def test_a_set_of_reconciler_that_never_ends_makes_aws_unreadable(trial: Trial) -> None:
    """After a quarter of an hour there is no plan, since it might repeat a creation."""
    trial.wish("{kind: experience, name: new, title: New}")
    trial.twin.faults.stick()
    change_set = edit_in_time(trial, NEW, name=OURS)
    with pytest.raises(Unreadable) as caught:
        trial.plan()
    assert caught.value.message == (f"change set {change_set} ({OURS}), started at 2026-11-22T10:00:00Z, has not ended")
    assert (caught.value.exit_code, caught.value.hint) == (
        7,
        "look at it in the AWS Marketplace console, or wait and run reconciler again",
    )
    assert 900 <= trial.clock.at < 910


def test_sets_of_others_are_noted_and_not_waited_for(trial: Trial) -> None:
    """AWS itself runs change sets in an organization; they only lock the entities that they change."""
    trial.twin.reset(world(experience("Theirs"), durations={"preparing": 60}))
    trial.wish("{kind: experience, name: new, title: New}")
    edit_in_time(trial, change("exp-theirs", "UpdateExperience", {"Description": "New"}))
    (change_set,) = trial.twin.catalog.marketplace.change_sets
    planning = trial.plan()
    notes = [(problem.severity, problem.code, problem.message) for problem in planning.plan.problems]
    message = f"change set {change_set} (by hand) of another program or user runs and locks exp-theirs"
    assert notes == [("note", "foreign-change-set", message)]
    assert (len(planning.plan.operations), trial.clock.slept) == (1, [])


def test_the_last_look_does_not_wait_for_a_set_that_the_run_gave_up(trial: Trial) -> None:
    """A set that does not end within half an hour ends the run at once, unverified."""
    trial.wish("{kind: experience, name: new, title: New}")
    trial.twin.faults.stick()
    hurry(trial)
    run = trial.apply()
    assert trial.clock.at < 2500
    (stuck,) = trial.twin.catalog.marketplace.change_sets
    assert run.problems[0].message.startswith(f"AWS could not be read again: change set {stuck} (reconciler ")


def test_a_set_started_by_another_run_after_the_plan_is_awaited(trial: Trial) -> None:
    """The other run's experience cannot be found by title yet. Afterwards it is found and not created a second time."""
    trial.twin.reset(world(durations={"preparing": 4, "applying": 4}))
    trial.wish("{kind: experience, name: new, title: New}")
    planning = trial.plan()
    edit_in_time(trial, NEW, name=OURS)
    run = trial.apply(planning)
    assert [one.name for one in trial.twin.experiences().values()] == ["New"]
    assert [(outcome.status, outcome.errors[0].code) for outcome in run.outcomes] == [("failed", "appeared")]
    assert trial.plan().plan.operations == ()


def another_run(trial: Trial) -> None:
    """Let another run of reconciler start to create the experience."""
    edit_in_time(trial, NEW, name=OURS)


def test_a_set_started_by_another_run_during_the_run_is_awaited(trial: Trial) -> None:
    """Another run starts between two sets of this run; the experience that it creates is not created again."""
    trial.twin.reset(world(experience("Old"), durations={"preparing": 4, "applying": 4}))
    trial.wish("{kind: experience, name: new, title: New}")
    planning = trial.plan()
    trial.twin.faults.after("ListChangeSets", partial(another_run, trial))
    trial.apply(planning)
    assert [one.name for one in trial.twin.experiences().values()].count("New") == 1
