"""Somebody else does what a plan was to do, another run or a person: what is there in the end is done, and by whom."""

import pytest

from reconciler.cli.codes import run_code
from reconciler.errors import ExitCode
from reconciler.model import Status
from reconciler.pipeline import Planning, Run
from tests.turns import FINANCE, MEMBER, Turns, change, edit_in_time, experience, world

MANY = ", ".join(f"prod-{number:03}" for number in range(60))
DISABLED = "{kind: experience, name: a, title: A, status: disabled}"
WISHES = {
    "an update": DISABLED,
    "two sets": f"{{kind: experience, name: a, title: A, products: {{allow: [{MANY}]}}}}",
    "a creation": f"{{kind: experience, name: new, title: New, status: enabled, products: {{allow: [{MANY}]}}}}",
    "a move": f"{{kind: experience, items: {{a: {{title: A, principals: []}}, "
    f"b: {{title: B, principals: [{FINANCE}, '{MEMBER}']}}}}}}",
}


def code(run: Run) -> ExitCode:
    """Return the exit code that a run ends with."""
    return run_code(run.plan.as_json(), run.as_json())


def second(turns: Turns, wish: str) -> Planning:
    """Plan twice in one world, as pipelines of two commits do, and carry the first plan out; give the second."""
    turns.twin.reset(world(experience("A", principals=[FINANCE]), experience("B", principals=[MEMBER])))
    turns.wish(wish)
    first, turns.commit = turns.plan(), "fedcba9876543210fedcba9876543210fedcba98"
    other = turns.plan()
    assert turns.apply(first).converged
    return other


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
def test_a_second_run_of_the_same_ends_well_and_says_who_did_it(turns: Turns, wish: str) -> None:
    """Every operation of its own is visible in the end: adopted, by the change sets of the other run, exit 0."""
    planning = second(turns, wish)
    theirs = list(turns.twin.catalog.marketplace.change_sets)
    run = turns.apply(planning)
    assert ({one.status for one in run.outcomes}, run.converged, code(run)) == ({Status.ADOPTED}, True, ExitCode.DONE)
    for one in run.outcomes:
        assert (one.because or "").endswith(" of another run")
        assert any(f"done by change set {id_} of another run" in (one.because or "") for id_ in theirs)
    assert list(turns.twin.catalog.marketplace.change_sets) == theirs


def test_who_did_it_by_hand_is_told_by_the_name_of_the_change_set(turns: Turns) -> None:
    """It is not said to be another run."""
    turns.twin.reset(world(experience("A")))
    turns.wish(DISABLED)
    planning = turns.plan()
    by_hand = edit_in_time(turns, change("exp-a", "UpdateExperience", {"Status": "Disabled"}))
    (outcome,) = turns.apply(planning).outcomes
    assert (outcome.status, outcome.because) == (
        Status.ADOPTED,
        f"done by change set {by_hand} (by hand) of somebody else",
    )


def test_what_was_done_otherwise_is_not_adopted(turns: Turns) -> None:
    """Somebody has disabled it and did not describe it, so the operation's effect is not all there."""
    turns.twin.reset(world(experience("A")))
    turns.wish("{kind: experience, name: a, title: A, status: disabled, description: New}")
    planning = turns.plan()
    edit_in_time(turns, change("exp-a", "UpdateExperience", {"Status": "Disabled"}))
    run = turns.apply(planning)
    assert ([one.status for one in run.outcomes], code(run)) == ([Status.FAILED], ExitCode.PARTIAL)
    assert run.remaining == ("experience.a",)


def test_who_did_it_is_not_needed_for_it_to_be_done(turns: Turns) -> None:
    """No change set can be looked into: the effect is there all the same, and nobody is blamed."""
    turns.twin.reset(world(experience("A")))
    turns.wish(DISABLED)
    planning = turns.plan()
    turns.twin.edit(change("exp-a", "UpdateExperience", {"Status": "Disabled"}))
    turns.twin.faults.deny("DescribeChangeSet")
    run = turns.apply(planning)
    assert (run.outcomes[0].status, code(run)) == (Status.ADOPTED, ExitCode.DONE)
    assert run.outcomes[0].because == "done, as AWS shows in the end; by which change set could not be seen"


def test_a_set_of_this_run_whose_end_was_not_seen_is_not_told_as_foreign(turns: Turns) -> None:
    """It has done its work, and the outcome stays what the run saw: AWS as wished, exit 6."""
    turns.twin.reset(world(experience("A")))
    turns.wish(DISABLED)
    turns.twin.faults.fail("DescribeChangeSet", "InternalServiceException", status=500, times=3)
    run = turns.apply()
    assert (run.outcomes[0].status, run.converged, code(run)) == (Status.FAILED, True, ExitCode.PARTIAL)
