"""Two runs of different plans create the same title at the same time: one run withdraws, or says what to do."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest

from reconciler.model import Status
from tests.execute.test_tokens import IDS, statuses, titles
from tests.trial import Trial, change, edit_in_time, errors, experience, world

OURS = "reconciler 0123456789ab op-1 none"
CREATION = {"ChangeType": "CreateExperience", "ChangeName": "A", "Entity": {"Type": "Experience@1.0"}}
THEIRS = {**CREATION, "DetailsDocument": {"Name": "New"}}
BOTH = "{kind: experience, items: {new: {title: New}, b: {title: B, status: disabled}}}"


def another_run(trial: Trial, wait: float) -> None:
    """Let another run start a set that creates New *wait* seconds before the next call, or after it if negative."""
    trial.clock.at += max(0.0, -wait)
    edit_in_time(trial, THEIRS, name=OURS)
    trial.clock.at += max(0.0, wait)


def slow(trial: Trial, **durations: float) -> None:
    """Let change sets take ten seconds."""
    trial.twin.reset(world(experience("B"), durations={"preparing": 5, "applying": 5, **durations}))
    trial.wish(BOTH)


def ids(trial: Trial) -> list[str]:
    """Return the ids of the change sets in the order of their starts."""
    return list(trial.twin.catalog.marketplace.change_sets)


def test_the_younger_of_two_sets_is_cancelled_and_its_rest_is_sent(trial: Trial) -> None:
    """Another run was a second faster: this run withdraws the creation and carries out everything else."""
    slow(trial)
    trial.twin.faults.before("StartChangeSet", partial(another_run, trial, 1.0))
    run = trial.apply()
    theirs, ours, rest = ids(trial)
    message = f"change set {theirs} of another run creates New"
    assert errors(run.outcomes[0]) == [("another-run", message, "experience.new")]
    assert (statuses(trial), titles(trial)) == (["SUCCEEDED", "CANCELLED", "SUCCEEDED"], ["B", "New"])
    assert (run.outcomes[0].change_set_id, run.outcomes[0].retries[0].change_set_id) == (ours, rest)
    assert (run.outcomes[0].status, trial.named("B").status) == (Status.FAILED, "Disabled")


def test_a_younger_set_of_another_run_is_cancelled(trial: Trial) -> None:
    """This run was a second faster. It cancels the other set, since the other run may have looked too early."""
    slow(trial)
    trial.twin.faults.after("StartChangeSet", partial(another_run, trial, -1.0))
    trial.converge()
    assert (statuses(trial), titles(trial)) == (["SUCCEEDED", "CANCELLED"], ["B", "New"])


def test_a_set_that_another_run_cancelled_is_sent_without_its_creation(trial: Trial) -> None:
    """The other run saw this run's set first and creates the experience; the rest is sent again."""
    slow(trial)

    def cancelled(event: Mapping[str, Any]) -> None:
        if event["event"] == "started" and len(ids(trial)) == 1:
            trial.twin.catalog.call("CancelChangeSet", {"Catalog": "AWSMarketplace", "ChangeSetId": ids(trial)[0]})
            edit_in_time(trial, THEIRS, name=OURS)

    trial.listener = cancelled
    run = trial.apply()
    assert [code for code, _, _ in errors(run.outcomes[0])] == ["another-run"]
    assert (statuses(trial), titles(trial)) == (["CANCELLED", "SUCCEEDED", "SUCCEEDED"], ["B", "New"])


def test_a_set_that_was_cancelled_by_hand_is_not_sent_again(trial: Trial) -> None:
    """No other run creates the experience, so a user decided against it."""
    slow(trial)

    def cancelled(event: Mapping[str, Any]) -> None:
        if event["event"] == "started":
            trial.twin.catalog.call("CancelChangeSet", {"Catalog": "AWSMarketplace", "ChangeSetId": ids(trial)[0]})

    trial.listener = cancelled
    run = trial.apply()
    assert [code for code, _, _ in errors(run.outcomes[0])] == ["CANCELLED"]
    assert (statuses(trial), titles(trial)) == (["CANCELLED"], ["B"])


def test_an_experience_made_by_another_run_cancels_the_creation(trial: Trial) -> None:
    """The other set has ended by the time of the look, and no list of entities showed its experience before."""
    slow(trial)

    def made() -> None:
        edit_in_time(trial, THEIRS, name=OURS)
        trial.clock.at += 20

    trial.twin.faults.before("StartChangeSet", made)
    run = trial.apply()
    assert [code for code, _, _ in errors(run.outcomes[0])] == ["another-run"]
    assert titles(trial) == ["B", "New"]


def test_the_elder_set_is_cancelled_when_the_younger_cannot_be(trial: Trial) -> None:
    """This run's set is older and still PREPARING, the other is being applied: only one experience is created."""
    slow(trial, preparing=0)
    trial.twin.faults.stick("PREPARING")
    trial.twin.faults.after("StartChangeSet", partial(another_run, trial, -1.0))
    run = trial.apply()
    assert [code for code, _, _ in errors(run.outcomes[0])] == ["another-run"]
    assert titles(trial) == ["B", "New"]


def made_twice(trial: Trial) -> tuple[str, str]:
    """Check what the run says of an experience that was created twice; return the ids, the one to keep first."""
    trial.twin.faults.before("StartChangeSet", partial(another_run, trial, 1.0))
    run = trial.apply()
    kept, made = (id_ for id_, one in trial.twin.experiences().items() if one.name == "New")
    message = (
        f"created twice: change set {ids(trial)[0]} of another run created {kept}, this run created {made}. Keep "
        f"{kept}: write `id: {kept}` in experience.new. Archive {made}: add a document with only `id: {made}` and "
        f"`status: archived`"
    )
    assert errors(run.outcomes[0]) == [("made-twice", message, "experience.new")]
    assert (run.outcomes[0].status, run.converged) == (Status.FAILED, False)
    return kept, made


def applied_at_once(trial: Trial) -> None:
    """Let sets begin at once, so that none can be cancelled."""
    slow(trial, preparing=0)


def denied(trial: Trial) -> None:
    """Deny CancelChangeSet to the role."""
    slow(trial)
    trial.twin.faults.deny("CancelChangeSet")


@pytest.mark.parametrize("too_late", [applied_at_once, denied])
def test_an_experience_that_was_created_twice_names_the_one_to_keep(
    trial: Trial, too_late: Callable[[Trial], None]
) -> None:
    """The younger run stops and names both ids; following its advice leads to one experience."""
    too_late(trial)
    kept, made = made_twice(trial)
    trial.wish(
        f"{{kind: experience, items: {{new: {{title: New, id: {kept}}}, b: {{title: B, status: disabled}}, "
        f"twin: {{id: {made}, status: archived}}}}}}"
    )
    trial.converge(again=True)
    assert [trial.twin.experiences()[one].archived for one in (kept, made)] == [False, True]
    trial.wish(BOTH)
    assert trial.plan().plan.operations == ()


def test_an_experience_that_was_created_twice_is_not_changed_further(trial: Trial) -> None:
    """The second part of a long list is not sent to the experience that has to go."""
    applied_at_once(trial)
    trial.wish(f"{{kind: experience, name: new, title: New, products: {{allow: [{IDS}]}}}}")
    _, made = made_twice(trial)
    assert len(trial.twin.experiences()[made].allow) < 60


def test_an_elder_set_that_fails_leaves_the_younger_alone(trial: Trial) -> None:
    """Neither set could be cancelled, and the other one fails: this run's experience is the only one."""
    applied_at_once(trial)
    trial.twin.faults.server_fault()
    trial.twin.faults.before("StartChangeSet", partial(another_run, trial, 1.0))
    trial.converge()
    assert (statuses(trial), titles(trial)) == (["FAILED", "SUCCEEDED"], ["B", "New"])


@pytest.mark.parametrize("operation", ["ListChangeSets", "DescribeChangeSet", "CancelChangeSet"])
def test_a_throttled_look_for_another_run_is_repeated(trial: Trial, operation: str) -> None:
    """AWS throttles the look or the cancellation: both are repeated a little later."""
    slow(trial, preparing=50)

    def throttled() -> None:
        another_run(trial, 1.0)
        trial.twin.faults.after("StartChangeSet", partial(trial.twin.faults.throttle, operation))

    trial.twin.faults.before("StartChangeSet", throttled)
    run = trial.apply()
    assert [code for code, _, _ in errors(run.outcomes[0])] == ["another-run"]
    assert titles(trial) == ["B", "New"]


def test_sets_that_create_something_else_are_left_alone(trial: Trial) -> None:
    """A set of another run with another title, and a set by hand with the same title, are not cancelled."""
    slow(trial)

    def others() -> None:
        edit_in_time(trial, {**CREATION, "DetailsDocument": {"Name": "Else"}}, name=OURS)
        edit_in_time(trial, change("exp-b", "UpdateExperience", {"Description": "By hand"}), name=OURS)

    trial.twin.faults.after("StartChangeSet", others)
    trial.wish("{kind: experience, name: new, title: New}")
    trial.converge()
    assert statuses(trial) == ["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]
