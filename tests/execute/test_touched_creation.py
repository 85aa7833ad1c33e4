"""Another user edits an experience that this plan created: it is stale like any other, and moves are put back."""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.model import Status
from reconciler.pipeline import Run
from tests.trial import ADS, FINANCE, MEMBER, Trial, change, errors, experience, world

MANY = ", ".join(f"prod-{number:03}" for number in range(60))
APPROVAL = ("AllowProductProcurement", {"Products": [{"Ids": ["prod-asked"]}]})
TOUCHES = {
    "approves a request": ("", *APPROVAL),
    "approves a request of many": (MANY, *APPROVAL),
    "disables it": ("", "UpdateExperience", {"Status": "Disabled"}),
    "renames it": (MANY, "UpdateExperience", {"Name": "Renamed"}),
    "adds a principal": ("", "AssociateAudience", {"Principals": [ADS]}),
}


def touched(trial: Trial, verb: str, details: Mapping[str, Any], *, after: str = "op-1") -> None:
    """Let another user edit the new experience right after an operation has succeeded."""

    def heard(event: Mapping[str, Any]) -> None:
        if (event["event"], event["operation"]) == ("succeeded", after):
            (made,) = trial.twin.experiences().keys() - {"exp-old"}
            trial.twin.edit(change(made, verb, details))

    trial.listener = heard


def moving_to_a_new_one(trial: Trial, products: str = "") -> None:
    """Move a principal from its holder to an experience that does not exist yet."""
    trial.twin.reset(world(experience("Old", principals=[FINANCE])))
    new = f"{{title: New, status: enabled, principals: [{FINANCE}], products: {{allow: [{products}]}}}}"
    trial.wish(f"{{kind: experience, items: {{old: {{title: Old, principals: []}}, new: {new}}}}}")


def holder(trial: Trial) -> list[str]:
    """Return the names of the experiences that hold the principal."""
    return [one.name for one in trial.twin.experiences().values() if FINANCE in one.principals]


def stale(run: Run) -> list[str]:
    """Return the addresses of stale experiences."""
    found = (error for outcome in run.outcomes for error in errors(outcome))
    return [str(address) for code, _, address in found if code == "stale"]


@pytest.mark.parametrize(("products", "verb", "details"), TOUCHES.values(), ids=TOUCHES)
def test_a_new_experience_that_is_edited_between_its_sets_is_stale(
    trial: Trial, products: str, verb: str, details: Mapping[str, Any]
) -> None:
    """No principal is associated with it, and one that had left its source is put back."""
    moving_to_a_new_one(trial, products)
    touched(trial, verb, details)
    run = trial.apply()
    assert stale(run) == ["experience.new"]
    assert (holder(trial), [one for one in run.exposed if one.principal or MEMBER in one.accounts]) == (["Old"], [])
    assert [one.status for one in run.outcomes] == [Status.SUCCEEDED, Status.ROLLED_BACK, Status.SUCCEEDED]
    assert run.converged is False


def test_a_stale_new_experience_is_reported_by_its_live_revision(trial: Trial) -> None:
    """The plan knows no revision of it: this run created it, and AWS has a newer one now."""
    moving_to_a_new_one(trial)
    touched(trial, *APPROVAL)
    run = trial.apply()
    (made,) = trial.twin.experiences().keys() - {"exp-old"}
    message = f"made by this run, now {made}@4: another program or user changed it"
    assert errors(run.outcomes[1]) == [("stale", message, "experience.new")]


def test_a_new_experience_edited_after_the_look_is_stale_too(trial: Trial) -> None:
    """AWS refuses the revision that was read, and the run finds the edit."""
    moving_to_a_new_one(trial)

    def heard(event: Mapping[str, Any]) -> None:
        if event["event"] == "succeeded":
            (made,) = trial.twin.experiences().keys() - {"exp-old"}
            trial.twin.faults.before("StartChangeSet", lambda: trial.twin.edit(change(made, *APPROVAL)))

    trial.listener = heard
    run = trial.apply()
    assert stale(run) == ["experience.new"]
    assert (holder(trial), run.exposed) == (["Old"], ())


def test_a_new_experience_without_foreign_edits_gets_its_principals(trial: Trial) -> None:
    """The results of the run's own sets are not taken for an edit by another user."""
    moving_to_a_new_one(trial, MANY)
    trial.converge(again=True)
    assert holder(trial) == ["New"]
