"""Somebody edits an experience that this plan created: it is stale like any other, and moves are put back."""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.model import Status
from reconciler.pipeline import Run
from tests.turns import ADS, FINANCE, MEMBER, Turns, change, errors, experience, world

MANY = ", ".join(f"prod-{number:03}" for number in range(60))
APPROVAL = ("AllowProductProcurement", {"Products": [{"Ids": ["prod-asked"]}]})
TOUCHES = {
    "approves a request": ("", *APPROVAL),
    "approves a request of many": (MANY, *APPROVAL),
    "disables it": ("", "UpdateExperience", {"Status": "Disabled"}),
    "renames it": (MANY, "UpdateExperience", {"Name": "Renamed"}),
    "adds a principal": ("", "AssociateAudience", {"Principals": [ADS]}),
}


def touched(turns: Turns, verb: str, details: Mapping[str, Any], *, after: str = "op-1") -> None:
    """Let somebody edit the new experience right after an operation has succeeded."""

    def heard(event: Mapping[str, Any]) -> None:
        if (event["event"], event["operation"]) == ("succeeded", after):
            (made,) = turns.twin.experiences().keys() - {"exp-old"}
            turns.twin.edit(change(made, verb, details))

    turns.listener = heard


def moving_to_a_new_one(turns: Turns, products: str = "") -> None:
    """Move a principal from its holder to an experience that does not exist yet."""
    turns.twin.reset(world(experience("Old", principals=[FINANCE])))
    new = f"{{title: New, status: enabled, principals: [{FINANCE}], products: {{allow: [{products}]}}}}"
    turns.wish(f"{{kind: experience, items: {{old: {{title: Old, principals: []}}, new: {new}}}}}")


def holder(turns: Turns) -> list[str]:
    """Return the names of the experiences that hold the principal."""
    return [one.name for one in turns.twin.experiences().values() if FINANCE in one.principals]


def stale(run: Run) -> list[str]:
    """Return the addresses of stale experiences."""
    found = (error for outcome in run.outcomes for error in errors(outcome))
    return [str(address) for code, _, address in found if code == "stale"]


@pytest.mark.parametrize(("products", "verb", "details"), TOUCHES.values(), ids=TOUCHES)
def test_a_new_experience_that_is_edited_between_its_sets_is_stale(
    turns: Turns, products: str, verb: str, details: Mapping[str, Any]
) -> None:
    """No principal is associated with it, and one that had left its source is put back."""
    moving_to_a_new_one(turns, products)
    touched(turns, verb, details)
    run = turns.apply()
    assert stale(run) == ["experience.new"]
    assert (holder(turns), [one for one in run.exposed if one.principal or MEMBER in one.accounts]) == (["Old"], [])
    assert [one.status for one in run.outcomes] == [Status.SUCCEEDED, Status.ROLLED_BACK, Status.SUCCEEDED]
    assert run.converged is False


def test_a_stale_new_experience_is_told_by_its_live_revision(turns: Turns) -> None:
    """The plan knows no revision of it: this run created it, and AWS has a newer one now."""
    moving_to_a_new_one(turns)
    touched(turns, *APPROVAL)
    run = turns.apply()
    (made,) = turns.twin.experiences().keys() - {"exp-old"}
    message = f"made by this run, now {made}@4: somebody else changed it"
    assert errors(run.outcomes[1]) == [("stale", message, "experience.new")]


def test_a_new_experience_edited_after_the_look_is_stale_too(turns: Turns) -> None:
    """AWS refuses the revision that was read, and the run finds the edit."""
    moving_to_a_new_one(turns)

    def heard(event: Mapping[str, Any]) -> None:
        if event["event"] == "succeeded":
            (made,) = turns.twin.experiences().keys() - {"exp-old"}
            turns.twin.faults.before("StartChangeSet", lambda: turns.twin.edit(change(made, *APPROVAL)))

    turns.listener = heard
    run = turns.apply()
    assert stale(run) == ["experience.new"]
    assert (holder(turns), run.exposed) == (["Old"], ())


def test_a_new_experience_without_foreign_edits_gets_its_principals(turns: Turns) -> None:
    """The results of the run's own sets are not taken for an edit by somebody else."""
    moving_to_a_new_one(turns, MANY)
    turns.turn(again=True)
    assert holder(turns) == ["New"]
