"""Another run or a person does what the plan was to do: the operation is done, and the report tells by whom."""

import pytest

from reconciler.cli.codes import run_code
from reconciler.errors import ExitCode
from reconciler.model import Status
from reconciler.pipeline import Planning, Run
from tests.trial import FINANCE, MEMBER, Trial, change, edit_in_time, experience, world

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
    """Return the exit code of a run."""
    return run_code(run.plan.as_json(), run.as_json())


def second(trial: Trial, wish: str) -> Planning:
    """Make two plans of the same state and apply the first; return the second."""
    trial.twin.reset(world(experience("A", principals=[FINANCE]), experience("B", principals=[MEMBER])))
    trial.wish(wish)
    first, trial.commit = trial.plan(), "fedcba9876543210fedcba9876543210fedcba98"
    other = trial.plan()
    assert trial.apply(first).converged
    return other


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
def test_a_second_equal_run_adopts_and_names_the_other_runs_change_sets(trial: Trial, wish: str) -> None:
    """AWS shows the effect of every operation at the end, so each is adopted and the exit code is 0."""
    planning = second(trial, wish)
    theirs = list(trial.twin.catalog.marketplace.change_sets)
    run = trial.apply(planning)
    assert ({one.status for one in run.outcomes}, run.converged, code(run)) == ({Status.ADOPTED}, True, ExitCode.DONE)
    for one in run.outcomes:
        assert (one.because or "").endswith(" of another run")
        assert any(f"done by change set {id_} of another run" in (one.because or "") for id_ in theirs)
    assert list(trial.twin.catalog.marketplace.change_sets) == theirs


def test_a_change_by_hand_is_reported_by_the_name_of_its_change_set(trial: Trial) -> None:
    """The report does not call it another run."""
    trial.twin.reset(world(experience("A")))
    trial.wish(DISABLED)
    planning = trial.plan()
    by_hand = edit_in_time(trial, change("exp-a", "UpdateExperience", {"Status": "Disabled"}))
    (outcome,) = trial.apply(planning).outcomes
    assert (outcome.status, outcome.because) == (
        Status.ADOPTED,
        f"done by change set {by_hand} (by hand) of another program or user",
    )


def test_an_effect_that_is_only_partly_there_is_not_adopted(trial: Trial) -> None:
    """Another user disabled the experience but did not change its description as planned."""
    trial.twin.reset(world(experience("A")))
    trial.wish("{kind: experience, name: a, title: A, status: disabled, description: New}")
    planning = trial.plan()
    edit_in_time(trial, change("exp-a", "UpdateExperience", {"Status": "Disabled"}))
    run = trial.apply(planning)
    assert ([one.status for one in run.outcomes], code(run)) == ([Status.FAILED], ExitCode.PARTIAL)
    assert run.remaining == ("experience.a",)


def test_an_operation_is_adopted_although_change_sets_cannot_be_read(trial: Trial) -> None:
    """The effect is there; the report says that the change set is unknown."""
    trial.twin.reset(world(experience("A")))
    trial.wish(DISABLED)
    planning = trial.plan()
    trial.twin.edit(change("exp-a", "UpdateExperience", {"Status": "Disabled"}))
    trial.twin.faults.deny("DescribeChangeSet")
    run = trial.apply(planning)
    assert (run.outcomes[0].status, code(run)) == (Status.ADOPTED, ExitCode.DONE)
    assert run.outcomes[0].because == "done, as the last look at AWS shows; the change set that did it is unknown"


def test_a_set_of_this_run_whose_end_was_not_seen_is_no_foreign_set(trial: Trial) -> None:
    """The outcome says what the run saw: AWS is as desired, and the exit code is 6."""
    trial.twin.reset(world(experience("A")))
    trial.wish(DISABLED)
    trial.twin.faults.fail("DescribeChangeSet", "InternalServiceException", status=500, times=3)
    run = trial.apply()
    assert (run.outcomes[0].status, run.converged, code(run)) == (Status.FAILED, True, ExitCode.PARTIAL)
