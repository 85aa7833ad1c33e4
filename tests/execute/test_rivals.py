"""Two runs of different plans create the same title at the same time: one run withdraws, or says what to do."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest

from reconciler.model import Status
from tests.execute.test_tokens import IDS, statuses, titles
from tests.turns import Turns, change, edit_in_time, errors, experience, world

OURS = "reconciler 0123456789ab op-1 none"
CREATION = {"ChangeType": "CreateExperience", "ChangeName": "A", "Entity": {"Type": "Experience@1.0"}}
THEIRS = {**CREATION, "DetailsDocument": {"Name": "New"}}
BOTH = "{kind: experience, items: {new: {title: New}, b: {title: B, status: disabled}}}"


def rival(turns: Turns, wait: float) -> None:
    """Let another run start a set that creates New *wait* seconds before the next call, or after it if negative."""
    turns.clock.at += max(0.0, -wait)
    edit_in_time(turns, THEIRS, name=OURS)
    turns.clock.at += max(0.0, wait)


def slow(turns: Turns, **durations: float) -> None:
    """Let change sets take ten seconds."""
    turns.twin.reset(world(experience("B"), durations={"preparing": 5, "applying": 5, **durations}))
    turns.wish(BOTH)


def ids(turns: Turns) -> list[str]:
    """Return the ids of the change sets in the order of their starts."""
    return list(turns.twin.catalog.marketplace.change_sets)


def test_the_younger_of_two_sets_is_cancelled_and_its_rest_is_sent(turns: Turns) -> None:
    """Another run was a second faster: this run withdraws the creation and carries out everything else."""
    slow(turns)
    turns.twin.faults.before("StartChangeSet", partial(rival, turns, 1.0))
    run = turns.apply()
    theirs, ours, rest = ids(turns)
    message = f"change set {theirs} of another run creates New"
    assert errors(run.outcomes[0]) == [("another-run", message, "experience.new")]
    assert (statuses(turns), titles(turns)) == (["SUCCEEDED", "CANCELLED", "SUCCEEDED"], ["B", "New"])
    assert (run.outcomes[0].change_set_id, run.outcomes[0].retries[0].change_set_id) == (ours, rest)
    assert (run.outcomes[0].status, turns.named("B").status) == (Status.FAILED, "Disabled")


def test_a_younger_set_of_another_run_is_cancelled(turns: Turns) -> None:
    """This run was a second faster. It cancels the other set, since the other run may have looked too early."""
    slow(turns)
    turns.twin.faults.after("StartChangeSet", partial(rival, turns, -1.0))
    turns.turn()
    assert (statuses(turns), titles(turns)) == (["SUCCEEDED", "CANCELLED"], ["B", "New"])


def test_a_set_that_another_run_cancelled_is_sent_without_its_creation(turns: Turns) -> None:
    """The other run saw this run's set first and creates the experience; the rest is sent again."""
    slow(turns)

    def cancelled(event: Mapping[str, Any]) -> None:
        if event["event"] == "started" and len(ids(turns)) == 1:
            turns.twin.catalog.call("CancelChangeSet", {"Catalog": "AWSMarketplace", "ChangeSetId": ids(turns)[0]})
            edit_in_time(turns, THEIRS, name=OURS)

    turns.listener = cancelled
    run = turns.apply()
    assert [code for code, _, _ in errors(run.outcomes[0])] == ["another-run"]
    assert (statuses(turns), titles(turns)) == (["CANCELLED", "SUCCEEDED", "SUCCEEDED"], ["B", "New"])


def test_a_set_that_was_cancelled_by_hand_is_not_sent_again(turns: Turns) -> None:
    """No other run creates the experience, so a user decided against it."""
    slow(turns)

    def cancelled(event: Mapping[str, Any]) -> None:
        if event["event"] == "started":
            turns.twin.catalog.call("CancelChangeSet", {"Catalog": "AWSMarketplace", "ChangeSetId": ids(turns)[0]})

    turns.listener = cancelled
    run = turns.apply()
    assert [code for code, _, _ in errors(run.outcomes[0])] == ["CANCELLED"]
    assert (statuses(turns), titles(turns)) == (["CANCELLED"], ["B"])


def test_an_experience_made_by_another_run_cancels_the_creation(turns: Turns) -> None:
    """The other set has ended by the time of the look, and no list of entities showed its experience before."""
    slow(turns)

    def made() -> None:
        edit_in_time(turns, THEIRS, name=OURS)
        turns.clock.at += 20

    turns.twin.faults.before("StartChangeSet", made)
    run = turns.apply()
    assert [code for code, _, _ in errors(run.outcomes[0])] == ["another-run"]
    assert titles(turns) == ["B", "New"]


def test_the_elder_set_is_cancelled_when_the_younger_cannot_be(turns: Turns) -> None:
    """This run's set is older and still PREPARING, the other is being applied: only one experience is created."""
    slow(turns, preparing=0)
    turns.twin.faults.stick("PREPARING")
    turns.twin.faults.after("StartChangeSet", partial(rival, turns, -1.0))
    run = turns.apply()
    assert [code for code, _, _ in errors(run.outcomes[0])] == ["another-run"]
    assert titles(turns) == ["B", "New"]


def made_twice(turns: Turns) -> tuple[str, str]:
    """Check what the run says of an experience that was created twice; return the ids, the one to keep first."""
    turns.twin.faults.before("StartChangeSet", partial(rival, turns, 1.0))
    run = turns.apply()
    kept, made = (id_ for id_, one in turns.twin.experiences().items() if one.name == "New")
    message = (
        f"made twice: change set {ids(turns)[0]} of another run has made {kept}, this run {made}. Keep {kept}, by "
        f"`id: {kept}` in experience.new, and archive {made}, by a document of its own with no more than `id: {made}` "
        f"and `status: archived`"
    )
    assert errors(run.outcomes[0]) == [("made-twice", message, "experience.new")]
    assert (run.outcomes[0].status, run.converged) == (Status.FAILED, False)
    return kept, made


def applied_at_once(turns: Turns) -> None:
    """Let sets begin at once, so that none can be cancelled."""
    slow(turns, preparing=0)


def denied(turns: Turns) -> None:
    """Deny CancelChangeSet to the role."""
    slow(turns)
    turns.twin.faults.deny("CancelChangeSet")


@pytest.mark.parametrize("too_late", [applied_at_once, denied])
def test_an_experience_that_was_created_twice_names_the_one_to_keep(
    turns: Turns, too_late: Callable[[Turns], None]
) -> None:
    """Both sets succeed: the younger run stops and names both ids; following its advice leads to one experience."""
    too_late(turns)
    kept, made = made_twice(turns)
    turns.wish(
        f"{{kind: experience, items: {{new: {{title: New, id: {kept}}}, b: {{title: B, status: disabled}}, "
        f"twin: {{id: {made}, status: archived}}}}}}"
    )
    turns.turn(again=True)
    assert [turns.twin.experiences()[one].archived for one in (kept, made)] == [False, True]
    turns.wish(BOTH)
    assert turns.plan().plan.operations == ()


def test_an_experience_that_was_created_twice_is_not_changed_further(turns: Turns) -> None:
    """The second part of a long list is not sent to the experience that has to go."""
    applied_at_once(turns)
    turns.wish(f"{{kind: experience, name: new, title: New, products: {{allow: [{IDS}]}}}}")
    _, made = made_twice(turns)
    assert len(turns.twin.experiences()[made].allow) < 60


def test_an_elder_set_that_fails_leaves_the_younger_alone(turns: Turns) -> None:
    """Neither set could be cancelled, and the other one fails: this run's experience is the only one."""
    applied_at_once(turns)
    turns.twin.faults.server_fault()
    turns.twin.faults.before("StartChangeSet", partial(rival, turns, 1.0))
    turns.turn()
    assert (statuses(turns), titles(turns)) == (["FAILED", "SUCCEEDED"], ["B", "New"])


@pytest.mark.parametrize("operation", ["ListChangeSets", "DescribeChangeSet", "CancelChangeSet"])
def test_a_throttled_look_for_another_run_is_repeated(turns: Turns, operation: str) -> None:
    """AWS throttles the look or the cancellation: both are repeated a little later."""
    slow(turns, preparing=50)

    def throttled() -> None:
        rival(turns, 1.0)
        turns.twin.faults.after("StartChangeSet", partial(turns.twin.faults.throttle, operation))

    turns.twin.faults.before("StartChangeSet", throttled)
    run = turns.apply()
    assert [code for code, _, _ in errors(run.outcomes[0])] == ["another-run"]
    assert titles(turns) == ["B", "New"]


def test_sets_that_create_something_else_are_left_alone(turns: Turns) -> None:
    """A set of another run with another title, and a set by hand with the same title, are not cancelled."""
    slow(turns)

    def others() -> None:
        edit_in_time(turns, {**CREATION, "DetailsDocument": {"Name": "Else"}}, name=OURS)
        edit_in_time(turns, change("exp-b", "UpdateExperience", {"Description": "By hand"}), name=OURS)

    turns.twin.faults.after("StartChangeSet", others)
    turns.wish("{kind: experience, name: new, title: New}")
    turns.turn()
    assert statuses(turns) == ["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]
