"""Somebody edits during plan and apply: their edits are never overwritten, and other objects are not held up."""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.model import Outcome, Status
from tests.turns import ADS, FINANCE, MEMBER, Turns, change, errors, experience, verbs, world

TWO = "{kind: experience, items: {a: {title: A, status: disabled}, b: {title: B, status: disabled}}}"
IDS = ", ".join(f"prod-{number:03}" for number in range(60))
LONG_A = f"{{kind: experience, name: a, title: A, products: {{allow: [{IDS}]}}}}"
LONG_B = f"{{kind: experience, name: b, title: B, products: {{allow: [{IDS}]}}}}"
DESCRIBE = {"Description": "Theirs"}


def between_sets(turns: Turns, *changes: Mapping[str, Any]) -> None:
    """Let somebody edit right after the first operation has succeeded."""

    def heard(event: Mapping[str, Any]) -> None:
        if (event["event"], event["operation"]) == ("succeeded", "op-1"):
            turns.twin.edit(*changes)

    turns.listener = heard


def stale(address: str, planned: str, now: str) -> tuple[str, str, str]:
    """Return the error of a stale experience."""
    return "stale", f"planned on {planned}, now {now}: somebody else changed it", address


@pytest.mark.parametrize(
    "text",
    ["Revision 1 of entity exp-a is not the latest. The latest revision is 2.", "Etwas ist anders.", "stale", ""],
)
def test_an_edit_between_plan_and_apply_stops_that_experience_alone(turns: Turns, text: str) -> None:
    """The run describes the experience to explain the 422, whatever its message.

    The other experience of the set goes on.
    """
    turns.twin.reset(world(experience("A"), experience("B")))
    turns.wish(TWO)
    planning = turns.plan()
    turns.twin.edit(change("exp-a", "UpdateExperience", DESCRIBE))
    turns.twin.faults.fail("StartChangeSet", "ValidationException", text or " ", status=422)
    run = turns.apply(planning)
    (outcome,) = run.outcomes
    assert (outcome.status, errors(outcome)) == (Status.FAILED, [stale("experience.a", "exp-a@1", "exp-a@2")])
    assert outcome.because == "experience.a: stale: planned on exp-a@1, now exp-a@2: somebody else changed it"
    found = turns.twin.experiences()
    assert (found["exp-a"].status, found["exp-a"].description) == ("Enabled", "Theirs")
    assert (found["exp-b"].status, run.remaining) == ("Disabled", ("experience.a",))


def test_a_stale_revision_is_refused_once_and_the_rest_is_sent(turns: Turns) -> None:
    """No fault is injected: the twin refuses the stale revision."""
    turns.twin.reset(world(experience("A"), experience("B")))
    turns.wish(TWO)
    planning = turns.plan()
    turns.twin.edit(change("exp-a", "UpdateExperience", DESCRIBE))
    run = turns.apply(planning)
    assert errors(run.outcomes[0]) == [stale("experience.a", "exp-a@1", "exp-a@2")]
    assert turns.written() == {"StartChangeSet": 2}


def test_an_edit_with_the_planned_result_is_stale_and_not_overwritten(turns: Turns) -> None:
    """The plan relies on an older revision, so nothing is sent; the effect is there, though not by this run."""
    turns.twin.reset(world(experience("A")))
    turns.wish("{kind: experience, name: a, title: A, products: {allow: [prod-a]}}")
    planning = turns.plan()
    turns.twin.edit(change("exp-a", "AllowProductProcurement", {"Products": [{"Ids": ["prod-a"]}]}))
    run = turns.apply(planning)
    assert (run.outcomes[0].status, turns.written()) == (Status.ADOPTED, {"StartChangeSet": 1})
    assert (run.converged, run.remaining) == (True, ())


def test_an_edit_of_another_experience_does_not_matter(turns: Turns) -> None:
    """Only the experiences that a plan changes are locked."""
    turns.twin.reset(world(experience("A"), experience("Other")))
    turns.wish("{kind: experience, name: a, title: A, status: disabled}")
    planning = turns.plan()
    turns.twin.edit(change("exp-other", "UpdateExperience", DESCRIBE))
    assert turns.apply(planning).converged


def test_an_edit_between_two_sets_of_an_experience_stops_its_second_one(turns: Turns) -> None:
    """Before each later set the experience is compared with the result of the earlier sets."""
    turns.twin.reset(world(experience("A"), experience("B")))
    turns.wish(f"{LONG_A}\n---\n{LONG_B}")
    between_sets(turns, change("exp-a", "DenyProductProcurement", {"Products": [{"Ids": ["prod-000"]}]}))
    run = turns.apply()
    first, second = run.outcomes
    assert first.status is Status.SUCCEEDED
    assert errors(second) == [stale("experience.a", "exp-a@1", "exp-a@3")]
    found = turns.twin.experiences()
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
def test_any_edit_between_two_sets_is_noticed(turns: Turns, verb: str, details: Mapping[str, Any]) -> None:
    """Every field that a plan compares is compared again, whether the plan changes it or not."""
    turns.twin.reset(world(experience("A", description="Mine", principals=[FINANCE]), experience("B")))
    turns.wish(f"{LONG_A}\n---\n{LONG_B}")
    between_sets(turns, change("exp-a", verb, details))
    assert outcome_of_second(turns) == [stale("experience.a", "exp-a@1", "exp-a@3")]


def outcome_of_second(turns: Turns) -> list[tuple[str, str, str | None]]:
    """Apply and return the errors of the second operation."""
    second: Outcome = turns.apply().outcomes[1]
    return errors(second)


def test_a_later_set_locks_on_the_revision_that_was_just_read(turns: Turns) -> None:
    """AWS refuses the set if somebody edits after the look, and a second look finds the edit."""
    turns.twin.reset(world(experience("A")))
    turns.wish(LONG_A)
    planning = turns.plan()
    edit = change("exp-a", "UpdateExperience", DESCRIBE)
    faults = turns.twin.faults

    def before_second(event: Mapping[str, Any]) -> None:
        if event["event"] == "succeeded":
            faults.before("StartChangeSet", lambda: turns.twin.edit(edit))

    turns.listener = before_second
    run = turns.apply(planning)
    assert errors(run.outcomes[1]) == [stale("experience.a", "exp-a@2", "exp-a@3")]
    assert len(turns.twin.experiences()["exp-a"].allow) == 50


def test_operations_that_depend_on_a_stale_experience_are_skipped(turns: Turns) -> None:
    """A principal that could not leave its source is not associated with its target."""
    turns.twin.reset(world(experience("A", principals=[MEMBER]), experience("B")))
    turns.wish(
        f"{{kind: experience, items: {{a: {{title: A, principals: []}}, b: {{title: B, principals: [{MEMBER}]}}}}}}"
    )
    planning = turns.plan()
    assert verbs(planning) == [[("DisassociateAudience", "a")], [("AssociateAudience", "b")]]
    turns.twin.edit(change("exp-a", "UpdateExperience", DESCRIBE))
    run = turns.apply(planning)
    why = "stale: planned on exp-a@1, now exp-a@2: somebody else changed it"
    assert (run.outcomes[1].status, run.outcomes[1].because) == (
        Status.SKIPPED,
        f"experience.b: waits for experience.a: {why}",
    )
    assert turns.twin.experiences()["exp-a"].principals == {MEMBER}
