"""Somebody touches an experience that this very plan has made: it is stale like any other, and moves are put back."""

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
    """Have somebody change the experience that was made, right after an operation has succeeded."""

    def heard(event: Mapping[str, Any]) -> None:
        if (event["event"], event["operation"]) == ("succeeded", after):
            (made,) = turns.twin.experiences().keys() - {"exp-old"}
            turns.twin.edit(change(made, verb, details))

    turns.listener = heard


def moving_to_a_new_one(turns: Turns, products: str = "") -> None:
    """Wish a principal to leave what holds it for an experience that does not exist yet."""
    turns.twin.reset(world(experience("Old", principals=[FINANCE])))
    new = f"{{title: New, status: enabled, principals: [{FINANCE}], products: {{allow: [{products}]}}}}"
    turns.wish(f"{{kind: experience, items: {{old: {{title: Old, principals: []}}, new: {new}}}}}")


def holder(turns: Turns) -> list[str]:
    """Name the experiences that hold the principal that moves."""
    return [one.name for one in turns.twin.experiences().values() if FINANCE in one.principals]


def stale(run: Run) -> list[str]:
    """Name the addresses that somebody else changed."""
    found = (error for outcome in run.outcomes for error in errors(outcome))
    return [str(address) for code, _, address in found if code == "stale"]


@pytest.mark.parametrize(("products", "verb", "details"), TOUCHES.values(), ids=TOUCHES)
def test_a_new_experience_that_is_touched_on_the_way_is_stale(
    turns: Turns, products: str, verb: str, details: Mapping[str, Any]
) -> None:
    """Between its sets somebody changes it: nobody is sent there, and who had left is back where it was."""
    moving_to_a_new_one(turns, products)
    touched(turns, verb, details)
    run = turns.apply()
    assert stale(run) == ["experience.new"]
    assert (holder(turns), [one for one in run.exposed if one.principal or MEMBER in one.accounts]) == (["Old"], [])
    assert [one.status for one in run.outcomes] == [Status.SUCCEEDED, Status.ROLLED_BACK, Status.SUCCEEDED]
    assert run.converged is False


def test_what_is_said_of_a_new_experience_that_is_stale_is_what_is_known(turns: Turns) -> None:
    """No revision of it was planned on: this run made it, and AWS has another one now."""
    moving_to_a_new_one(turns)
    touched(turns, *APPROVAL)
    run = turns.apply()
    (made,) = turns.twin.experiences().keys() - {"exp-old"}
    message = f"made by this run, now {made}@4: somebody else changed it"
    assert errors(run.outcomes[1]) == [("stale", message, "experience.new")]


def test_a_new_experience_touched_right_before_its_set_is_stale_too(turns: Turns) -> None:
    """After the look and before the set: AWS refuses the revision that was read, and that is understood."""
    moving_to_a_new_one(turns)

    def heard(event: Mapping[str, Any]) -> None:
        if event["event"] == "succeeded":
            (made,) = turns.twin.experiences().keys() - {"exp-old"}
            turns.twin.faults.before("StartChangeSet", lambda: turns.twin.edit(change(made, *APPROVAL)))

    turns.listener = heard
    run = turns.apply()
    assert stale(run) == ["experience.new"]
    assert (holder(turns), run.exposed) == (["Old"], ())


def test_a_new_experience_that_nobody_touches_gets_its_principals(turns: Turns) -> None:
    """What its own sets made of it is no edit of somebody else."""
    moving_to_a_new_one(turns, MANY)
    turns.turn(again=True)
    assert holder(turns) == ["New"]
