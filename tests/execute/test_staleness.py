"""Another user edits during plan and apply: their edits are never overwritten, and other objects are not held up."""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.model import Outcome, Status
from tests.trial import ADS, FINANCE, MEMBER, Trial, change, errors, experience, verbs, world

TWO = "{kind: experience, items: {a: {title: A, status: disabled}, b: {title: B, status: disabled}}}"
IDS = ", ".join(f"prod-{number:03}" for number in range(60))
LONG_A = f"{{kind: experience, name: a, title: A, products: {{allow: [{IDS}]}}}}"
LONG_B = f"{{kind: experience, name: b, title: B, products: {{allow: [{IDS}]}}}}"
DESCRIBE = {"Description": "Theirs"}


def between_sets(trial: Trial, *changes: Mapping[str, Any]) -> None:
    """Let another user edit right after the first operation has succeeded."""

    def heard(event: Mapping[str, Any]) -> None:
        if (event["event"], event["operation"]) == ("succeeded", "op-1"):
            trial.twin.edit(*changes)

    trial.listener = heard


def stale(address: str, planned: str, now: str) -> tuple[str, str, str]:
    """Return the error of a stale experience."""
    return "stale", f"planned on {planned}, now {now}: another program or user changed it", address


@pytest.mark.parametrize(
    "text",
    ["Revision 1 of entity exp-a is not the latest. The latest revision is 2.", "Etwas ist anders.", "stale", ""],
)
def test_an_edit_between_plan_and_apply_stops_that_experience_alone(trial: Trial, text: str) -> None:
    """The run describes the experience to explain the 422, whatever its message.

    The other experience of the set goes on.
    """
    trial.twin.reset(world(experience("A"), experience("B")))
    trial.wish(TWO)
    planning = trial.plan()
    trial.twin.edit(change("exp-a", "UpdateExperience", DESCRIBE))
    trial.twin.faults.fail("StartChangeSet", "ValidationException", text or " ", status=422)
    run = trial.apply(planning)
    (outcome,) = run.outcomes
    assert (outcome.status, errors(outcome)) == (Status.FAILED, [stale("experience.a", "exp-a@1", "exp-a@2")])
    assert outcome.because == "experience.a: stale: planned on exp-a@1, now exp-a@2: another program or user changed it"
    found = trial.twin.experiences()
    assert (found["exp-a"].status, found["exp-a"].description) == ("Enabled", "Theirs")
    assert (found["exp-b"].status, run.remaining) == ("Disabled", ("experience.a",))


def test_a_stale_revision_is_refused_once_and_the_rest_is_sent(trial: Trial) -> None:
    """No fault is injected: the twin refuses the stale revision."""
    trial.twin.reset(world(experience("A"), experience("B")))
    trial.wish(TWO)
    planning = trial.plan()
    trial.twin.edit(change("exp-a", "UpdateExperience", DESCRIBE))
    run = trial.apply(planning)
    assert errors(run.outcomes[0]) == [stale("experience.a", "exp-a@1", "exp-a@2")]
    assert trial.written() == {"StartChangeSet": 2}


def test_an_edit_with_the_planned_result_is_stale_and_not_overwritten(trial: Trial) -> None:
    """The plan relies on an older revision, so nothing is sent; the effect is there, though not by this run."""
    trial.twin.reset(world(experience("A")))
    trial.wish("{kind: experience, name: a, title: A, products: {allow: [prod-a]}}")
    planning = trial.plan()
    trial.twin.edit(change("exp-a", "AllowProductProcurement", {"Products": [{"Ids": ["prod-a"]}]}))
    run = trial.apply(planning)
    assert (run.outcomes[0].status, trial.written()) == (Status.ADOPTED, {"StartChangeSet": 1})
    assert (run.converged, run.remaining) == (True, ())


def test_an_edit_of_another_experience_does_not_matter(trial: Trial) -> None:
    """Only the experiences that a plan changes are locked."""
    trial.twin.reset(world(experience("A"), experience("Other")))
    trial.wish("{kind: experience, name: a, title: A, status: disabled}")
    planning = trial.plan()
    trial.twin.edit(change("exp-other", "UpdateExperience", DESCRIBE))
    assert trial.apply(planning).converged


def test_an_edit_between_two_sets_of_an_experience_stops_its_second_one(trial: Trial) -> None:
    """Before each later set the experience is compared with the result of the earlier sets."""
    trial.twin.reset(world(experience("A"), experience("B")))
    trial.wish(f"{LONG_A}\n---\n{LONG_B}")
    between_sets(trial, change("exp-a", "DenyProductProcurement", {"Products": [{"Ids": ["prod-000"]}]}))
    run = trial.apply()
    first, second = run.outcomes
    assert first.status is Status.SUCCEEDED
    assert errors(second) == [stale("experience.a", "exp-a@1", "exp-a@3")]
    found = trial.twin.experiences()
    assert (len(found["exp-a"].allow), set(found["exp-a"].deny)) == (49, {"prod-000"})
    assert (len(found["exp-b"].allow), run.remaining) == (60, ("experience.a",))


EDITS = {
    "title": ("UpdateExperience", {"Name": "Renamed"}),
    "status": ("UpdateExperience", {"Status": "Disabled"}),
    "requests": ("UpdateProcurementPolicy", {"Configuration": {"PolicyResourceRequests": "Allow"}}),
    "allowed": ("AllowProductProcurement", {"Products": [{"Ids": ["prod-theirs"]}]}),
    "principals": ("AssociateAudience", {"Principals": [ADS]}),
}


@pytest.mark.parametrize(("verb", "details"), EDITS.values(), ids=EDITS)
def test_any_edit_between_two_sets_is_noticed(trial: Trial, verb: str, details: Mapping[str, Any]) -> None:
    """Every field that a plan compares is compared again, whether the plan changes it or not."""
    trial.twin.reset(world(experience("A", description="Mine", principals=[FINANCE]), experience("B")))
    trial.wish(f"{LONG_A}\n---\n{LONG_B}")
    between_sets(trial, change("exp-a", verb, details))
    assert outcome_of_second(trial) == [stale("experience.a", "exp-a@1", "exp-a@3")]


def outcome_of_second(trial: Trial) -> list[tuple[str, str, str | None]]:
    """Apply and return the errors of the second operation."""
    second: Outcome = trial.apply().outcomes[1]
    return errors(second)


def test_a_later_set_locks_on_the_revision_that_was_just_read(trial: Trial) -> None:
    """AWS refuses the set if another user edits after the look, and a second look finds the edit."""
    trial.twin.reset(world(experience("A")))
    trial.wish(LONG_A)
    planning = trial.plan()
    edit = change("exp-a", "UpdateExperience", DESCRIBE)
    faults = trial.twin.faults

    def before_second(event: Mapping[str, Any]) -> None:
        if event["event"] == "succeeded":
            faults.before("StartChangeSet", lambda: trial.twin.edit(edit))

    trial.listener = before_second
    run = trial.apply(planning)
    assert errors(run.outcomes[1]) == [stale("experience.a", "exp-a@2", "exp-a@3")]
    assert len(trial.twin.experiences()["exp-a"].allow) == 50


def test_operations_that_depend_on_a_stale_experience_are_skipped(trial: Trial) -> None:
    """A principal that could not leave its source is not associated with its target."""
    trial.twin.reset(world(experience("A", principals=[MEMBER]), experience("B")))
    trial.wish(
        f"{{kind: experience, items: {{a: {{title: A, principals: []}}, b: {{title: B, principals: [{MEMBER}]}}}}}}"
    )
    planning = trial.plan()
    assert verbs(planning) == [[("DisassociateAudience", "a")], [("AssociateAudience", "b")]]
    trial.twin.edit(change("exp-a", "UpdateExperience", DESCRIBE))
    run = trial.apply(planning)
    why = "stale: planned on exp-a@1, now exp-a@2: another program or user changed it"
    assert (run.outcomes[1].status, run.outcomes[1].because) == (
        Status.SKIPPED,
        f"experience.b: waits for experience.a: {why}",
    )
    assert trial.twin.experiences()["exp-a"].principals == {MEMBER}
